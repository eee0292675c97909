//! The settings as a whole.

use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::check;
use super::error::Error;
use super::exact::exact;
use super::meaning;
use crate::{annotate, dataset, decode, dedup, judge, mend, parse, read, strip};

/// Everything that can be set in `taojin.toml`, one table a module.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Which files are read.
    pub read: read::Options,
    /// How bytes become text.
    pub decode: decode::Options,
    /// How text becomes blocks and metadata.
    pub parse: parse::Options,
    /// Repairs inside a document.
    pub mend: mend::Options,
    /// Removals inside a document.
    pub strip: strip::Options,
    /// Signals and filters.
    pub judge: judge::Options,
    /// Duplicates across documents.
    pub dedup: dedup::Options,
    /// Sentences and words of the kept documents.
    pub annotate: annotate::Options,
    /// What is written.
    pub write: dataset::Options,
}

impl Config {
    /// Reads the configuration file at `path` and puts `overrides` (`module.key=value`, values in TOML) on top.
    ///
    /// # Errors
    /// [`Error`] names the file or the override, what is wrong, and the nearest known name for an unknown one.
    pub fn load(path: Option<&Path>, overrides: &[String]) -> Result<Self, Error> {
        let mut table = match path {
            None => toml::Table::new(),
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
                Self::parse(&text, &path.display().to_string())?
            }
        };
        for over in overrides {
            merge(&mut table, Self::parse(&assignment(over), &format!("--set {over}"))?);
        }
        let config = Self::from_table(table, "settings")?;
        config.agrees()?;
        Ok(config)
    }

    /// Checks settings that only make sense together.
    fn agrees(&self) -> Result<(), Error> {
        let refuse = |name: &str, value: String, wanted: String| {
            Err(Error::Meaningless { origin: "settings".into(), name: name.into(), value, wanted })
        };
        if let (Some(least), Some(most)) = (self.judge.min_chars, self.judge.max_chars)
            && least > most
        {
            return refuse("judge.min_chars", least.to_string(), format!("at most `judge.max_chars`, which is {most}"));
        }
        let (validation, test) = (self.write.validation, self.write.test);
        if validation + test > 1.0 {
            return refuse("write.validation", validation.to_string(), format!("at most 1 with `write.test`, {test}"));
        }
        Ok(())
    }

    /// The settings as they are written into a dataset, but for those of the annotations. Nothing in them only says how
    /// a run works.
    #[must_use]
    pub fn describe(&self) -> serde_json::Value {
        let mut settings = serde_json::to_value(self).unwrap_or_default();
        // They name files, of which only the content changes a dataset: see `Annotator::describe`.
        if let Some(modules) = settings.as_object_mut() {
            modules.shift_remove("annotate");
            // How much memory may be taken changes nothing.
            if let Some(dedup) = modules.get_mut("dedup").and_then(serde_json::Value::as_object_mut) {
                dedup.shift_remove("memory");
            }
        }
        exact(&mut settings);
        settings
    }

    /// Parses TOML text and checks its names and types; `origin` is what messages call it.
    fn parse(text: &str, origin: &str) -> Result<toml::Table, Error> {
        let table: toml::Table = toml::from_str(text)
            .map_err(|error| Error::Invalid { origin: origin.into(), message: error.to_string() })?;
        let schema = schema();
        check::names(&table, &schema, origin)?;
        meaning::values(&table, &schema, origin)?;
        Self::from_table(table.clone(), origin)?;
        Ok(table)
    }

    fn from_table(table: toml::Table, origin: &str) -> Result<Self, Error> {
        let invalid = |error: toml::de::Error| Error::Invalid {
            origin: origin.into(),
            message: error.to_string().trim_end().to_owned(),
        };
        table.try_into().map_err(invalid)
    }
}

/// The JSON schema of `taojin.toml`, for editors.
#[must_use]
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(Config).to_value();
    exact(&mut schema);
    schema
}

/// `module.key=value` as a line of TOML; a value that is no TOML is taken as a string.
fn assignment(text: &str) -> String {
    let (key, value) = text.split_once('=').unwrap_or((text, ""));
    let line = format!("{} = {}", key.trim(), value.trim());
    if toml::from_str::<toml::Table>(&line).is_ok() {
        line
    } else {
        format!("{} = {}", key.trim(), toml::Value::String(value.trim().to_owned()))
    }
}

fn merge(base: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            (Some(toml::Value::Table(base)), toml::Value::Table(over)) => merge(base, over),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::template::template;

    #[test]
    fn an_unknown_name_is_refused_with_the_nearest_known_one() {
        let error = Config::load(None, &["reed.include=[]".into()]).unwrap_err().to_string();
        assert_eq!(error, "--set reed.include=[]: unknown setting `reed`; did you mean `read`?");
    }

    #[test]
    fn values_without_meaning_are_refused_with_what_they_may_be() {
        let refused = |setting: &str| Config::load(None, &[setting.to_owned()]).unwrap_err().to_string();
        for (setting, words) in [
            ("strip.confidence=80", "`strip.confidence` is 80; it must be from 0 to 1"),
            ("strip.confidence=nan", "must be from 0 to 1"),
            ("dedup.resemblance=-3", "`dedup.resemblance` is -3"),
            ("dedup.benchmark_words=0", "must be 1 or more"),
            ("judge.max_symbols=1.5", "must be from 0 to 1"),
            ("judge.languages=[\"chinese\"]", "`judge.languages` is \"chinese\"; it must be a BCP 47 tag"),
            ("parse.zone=Beijing", "`parse.zone` is \"Beijing\"; it must be `auto`"),
            ("write.date_published=yesterday", "a day such as"),
            ("write.url=example", "an address"),
            ("write.shard_bytes=0", "must be 1 or more"),
            ("decode.encoding=klingon", "the name of an encoding"),
            ("decode.encodings=[{glob = \"*\", encoding = \"klingon\"}]", "`decode.encodings.encoding`"),
            ("dedup.against_column=", "must be not empty"),
        ] {
            assert!(refused(setting).contains(words), "{setting}: {}", refused(setting));
        }
        let pair = ["judge.min_chars=9".to_owned(), "judge.max_chars=5".to_owned()];
        assert!(Config::load(None, &pair).unwrap_err().to_string().contains("at most `judge.max_chars`"));
        for setting in [
            "parse.zone=+08:00",
            "parse.zone=Asia/Taipei",
            "judge.languages=[\"zh-Hant\", \"en\"]",
            "decode.encoding=big5",
            "write.date_published=2026-11-22",
            "strip.confidence=1",
            "judge.max_digits=0.3",
        ] {
            Config::load(None, &[setting.to_owned()]).unwrap();
        }
    }

    #[test]
    fn the_template_is_the_default_configuration() {
        let table = Config::parse(&template(), "template").unwrap();
        assert_eq!(Config::from_table(table, "template").unwrap(), Config::default());
    }
}

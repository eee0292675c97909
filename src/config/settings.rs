//! The settings as a whole.

use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::check::check;
use super::error::Error;
use super::overrides::Override;
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
    /// Reads the configuration file at `path` and puts `overrides` on top.
    ///
    /// # Errors
    /// [`Error`] names the file or the override, what is wrong and what may be set instead.
    pub fn load(path: Option<&Path>, overrides: &[Override]) -> Result<Self, Error> {
        let mut table = match path {
            None => toml::Table::new(),
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|error| Error::Unreadable { path: path.to_owned(), error })?;
                Self::parse(&text, &path.display().to_string())?
            }
        };
        for over in overrides {
            merge(&mut table, Self::parse(&over.line()?, &over.origin)?);
        }
        let config = Self::from_table(table, "settings")?;
        config.together()?;
        Ok(config)
    }

    /// Refuses values that their settings do not take. Settings that were [loaded](Config::load) are checked already.
    ///
    /// # Errors
    /// [`Error`] names the setting, its value and what may be set instead.
    pub fn check(&self) -> Result<(), Error> {
        let invalid = |error: toml::ser::Error| Error::Together(error.to_string());
        check(&toml::Table::try_from(self).map_err(invalid)?, &schema(), "settings")?;
        self.together()
    }

    /// Refuses values that do not go together.
    fn together(&self) -> Result<(), Error> {
        self.judge.check().and_then(|()| self.write.check()).map_err(Error::Together)
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
        settings
    }

    /// Parses TOML text and checks its names and types; `origin` is what messages call it.
    fn parse(text: &str, origin: &str) -> Result<toml::Table, Error> {
        let table: toml::Table = toml::from_str(text)
            .map_err(|error| Error::Invalid { origin: origin.into(), message: error.to_string() })?;
        check(&table, &schema(), origin)?;
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
    schemars::schema_for!(Config).to_value()
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

    fn refused(assignment: &str) -> String {
        Config::load(None, &[Override::set(assignment)]).unwrap_err().to_string()
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_nearest_known_one() {
        assert_eq!(refused("reed.include=[]"), "--set reed.include=[]: unknown setting `reed`; did you mean `read`?");
    }

    #[test]
    fn a_value_that_its_setting_does_not_take_is_refused_with_what_it_takes() {
        for (assignment, says) in [
            ("strip.confidence=80", "`strip.confidence` is 80; it must be from 0 to 1"),
            ("strip.confidence=nan", "`strip.confidence` is nan; it must be from 0 to 1"),
            ("dedup.resemblance=-3", "it must be from 0 to 1"),
            ("dedup.containment=inf", "it must be from 0 to 1"),
            ("dedup.benchmark_words=7", "it must be from 8 to"),
            ("dedup.template_documents=5000000000", "it must be from 0 to 4294967295"),
            ("dedup.contained=dorp", "`drop`, `mark`, `keep`; did you mean `drop`?"),
            ("dedup.keep=[\"longth\"]", "`dedup.keep` is \"longth\"; it must be one of"),
            ("dedup.memory=0", "too little"),
            ("dedup.memory=much", "no amount of memory"),
            ("dedup.against_column=\"\"", "must not be empty"),
            ("judge.languages=[\"chinese\"]", "did you mean `zh`?"),
            ("judge.languages=[\"zh-\"]", "one of af, ak"),
            ("judge.min_mean_line_chars=inf", "0 or more"),
            ("judge.max_digits=30", "from 0 to 1"),
            ("judge.min_chars=-1", "0 or more"),
            ("judge.min_chars=many", "it must be a whole number, 0 or more"),
            ("parse.zone=Beijing", "an offset such as `+08:00`"),
            ("parse.zone=shanghai", "did you mean `Asia/Shanghai`?"),
            ("parse.zone=+08:00 or so", "it must be `auto`"),
            ("decode.encoding=GB1803", "did you mean GB18030"),
            (
                "decode.encodings=[{glob=\"[\", encoding=\"Big5\"}]",
                "`decode.encodings.glob` is \"[\"; it must be a glob",
            ),
            ("read.include=[\"\"]", "not empty"),
            ("read.max_bytes=0", "1 or more"),
            ("read.hidden=maybe", "it must be true or false"),
            ("write.date_published=yesterday", "a day such as"),
            ("write.date_published=2026-02-30", "a day such as"),
            ("write.url=www.example.org", "begins with `https://`"),
            ("write.shard_bytes=10", "65536 or more"),
            ("write.creators=[\" \"]", "must not be empty"),
            ("write.validation=1.01", "from 0 to 1"),
            ("write.ledger=ful", "did you mean `full`?"),
        ] {
            let error = refused(assignment);
            assert!(error.starts_with(&format!("--set {assignment}: ")) && error.contains(says), "{error}");
        }
    }

    #[test]
    fn what_settings_take_is_taken() {
        for assignment in [
            "strip.confidence=1",
            "judge.languages=[\"zh-Hans\", \"EN\"]",
            "parse.zone=+08:00",
            "parse.zone=Asia/Taipei",
            "decode.encoding=gbk",
            "dedup.memory=1000000000",
            "write.date_published=2028-02-29",
            "write.url=https://example.org/a",
            "write.creators=[]",
            "annotate.dictionary=words.txt",
        ] {
            let loaded = Config::load(None, &[Override::set(assignment)]);
            assert_eq!(
                loaded.and_then(|config| config.check()).map_err(|error| error.to_string()),
                Ok(()),
                "{assignment}"
            );
        }
    }

    #[test]
    fn values_that_do_not_go_together_are_refused() {
        let set = |values: &[&str]| values.iter().map(|value| Override::set(value)).collect::<Vec<_>>();
        let chars = set(&["judge.min_chars=9", "judge.max_chars=3"]);
        assert!(Config::load(None, &chars).unwrap_err().to_string().contains("`judge.min_chars` is 9"));
        let shares = set(&["write.test=0.6", "write.validation=0.6"]);
        assert!(Config::load(None, &shares).unwrap_err().to_string().contains("`write.test` is 0.6"));
    }

    #[test]
    fn settings_made_in_a_program_are_checked_too() {
        let mut config = Config::default();
        config.check().unwrap();
        config.judge.max_digits = Some(f64::NAN);
        assert!(config.check().unwrap_err().to_string().contains("`judge.max_digits` is nan"));
    }

    #[test]
    fn the_template_is_the_default_configuration() {
        let table = Config::parse(&template(), "template").unwrap();
        assert_eq!(Config::from_table(table, "template").unwrap(), Config::default());
    }
}

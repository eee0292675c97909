//! `taojin.lock`: pins inputs, configuration and outputs, so that a change is seen where it is made.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::Error;
use crate::dataset::{Dataset, FileEntry, MANIFEST, Tool};
use crate::document::sha256_of_file;

/// What a run read, how, and what came out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// Layout of the file: [`VERSION`].
    pub version: u32,
    /// The program that made the dataset.
    pub tool: Tool,
    /// SHA-256 of the configuration in force.
    pub config_sha256: String,
    /// Its settings by name, as JSON.
    pub settings: BTreeMap<String, String>,
    /// How often each rule was applied.
    pub rules: BTreeMap<String, u64>,
    /// The input files.
    pub inputs: Vec<Pin>,
    /// The files of the dataset.
    pub outputs: Vec<Pin>,
}

/// A file and its checksum.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// Path, below the folder of the inputs or of the dataset.
    pub path: String,
    /// SHA-256 in lower-case hex; empty for an input that could not be read.
    pub sha256: String,
}

/// The layout that this version writes and reads.
const VERSION: u32 = 1;

const HEAD: &str = "# Written by `taojin run --lock`; `taojin run --frozen` fails when a run would differ from it.\n";

impl Lock {
    /// The lock of a finished dataset.
    ///
    /// # Errors
    /// [`Error`] when the dataset cannot be read.
    pub fn of(dataset: &Dataset) -> Result<Self, Error> {
        let manifest = &dataset.manifest;
        let mut inputs = Vec::new();
        for input in dataset.inputs() {
            let input = input?;
            inputs.push(Pin { path: input.path, sha256: input.sha256 });
        }
        let pin = |file: &FileEntry| Pin { path: file.path.clone(), sha256: file.sha256.clone() };
        let tables = manifest.tables.values().flat_map(|table| &table.files);
        let mut outputs: Vec<Pin> = tables.chain(&manifest.files).map(pin).collect();
        let path = dataset.path().join(MANIFEST);
        outputs.push(Pin { path: MANIFEST.to_owned(), sha256: sha256_of_file(&path).map_err(Error::io(&path))? });
        outputs.sort_by(|a, b| a.path.cmp(&b.path));
        let mut settings = BTreeMap::new();
        flatten(&manifest.config, "", &mut settings);
        let counts = &manifest.counts;
        let rules = counts.rules.iter().chain(&counts.rejections).map(|(id, rule)| (id.clone(), rule.times)).collect();
        Ok(Self {
            version: VERSION,
            tool: manifest.tool.clone(),
            config_sha256: manifest.config_sha256.clone(),
            settings,
            rules,
            inputs,
            outputs,
        })
    }

    /// Reads a lock file.
    ///
    /// # Errors
    /// [`Error`], naming the file: when it is not there, is damaged, or was written by another version.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = fs::read_to_string(path).map_err(Error::io(path))?;
        let table: toml::Table = text.parse().map_err(Error::lock(path))?;
        let version = table.get("version").and_then(toml::Value::as_integer);
        if version != Some(VERSION.into()) {
            let found = version.map_or_else(|| "none".to_owned(), |version| version.to_string());
            return Err(Error::lock(path)(format!("its version is {found}, this one reads {VERSION}")));
        }
        table.try_into().map_err(Error::lock(path))
    }

    /// Writes a lock file.
    ///
    /// # Errors
    /// [`Error`], naming the file.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        let text = toml::to_string(self).map_err(Error::lock(path))?;
        // Whole or not at all: a lock cut short would pin nothing.
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(Error::io(path))?;
        file.write_all(format!("{HEAD}\n{text}").as_bytes()).map_err(Error::io(path))?;
        file.as_file().sync_all().map_err(Error::io(path))?;
        file.persist(path).map(drop).map_err(|error| Error::io(path)(error.error))
    }

    /// How `now` differs from what is pinned, a line each; empty when it does not. The files of the dataset are named
    /// only where nothing else explains why they differ.
    #[must_use]
    pub fn check(&self, now: &Lock) -> Vec<String> {
        let mut differences = Vec::new();
        if self.tool != now.tool {
            let name = |tool: &Tool| format!("{} {}", tool.name, tool.version);
            differences.push(format!("made by {}, locked with {}", name(&now.tool), name(&self.tool)));
        }
        for (name, locked, now) in differing(&self.settings, &now.settings) {
            let say = |value: Option<&String>| value.map_or("not set", String::as_str).to_owned();
            differences.push(format!("setting {name} is {}, locked as {}", say(now), say(locked)));
        }
        if differences.is_empty() && self.config_sha256 != now.config_sha256 {
            differences.push("the settings have changed".to_owned());
        }
        compare("input", &self.inputs, &now.inputs, &mut differences);
        for (name, locked, now) in differing(&self.rules, &now.rules) {
            let (locked, now) = (locked.copied().unwrap_or(0), now.copied().unwrap_or(0));
            differences.push(format!("rule {name} was applied {now} times, locked as {locked}"));
        }
        if differences.is_empty() {
            compare("output", &self.outputs, &now.outputs, &mut differences);
        }
        differences
    }
}

/// Names of single settings (`strip.confidence`) with their values.
fn flatten(value: &Value, name: &str, settings: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (key, value) in fields {
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                flatten(value, &name, settings);
            }
        }
        _ => drop(settings.insert(name.to_owned(), value.to_string())),
    }
}

/// The names under which the two hold different values.
fn differing<'a, V: PartialEq>(
    locked: &'a BTreeMap<String, V>,
    now: &'a BTreeMap<String, V>,
) -> impl Iterator<Item = (&'a str, Option<&'a V>, Option<&'a V>)> {
    let names: BTreeSet<&String> = locked.keys().chain(now.keys()).collect();
    let pairs = names.into_iter().map(|name| (name.as_str(), locked.get(name), now.get(name)));
    pairs.filter(|(_, locked, now)| locked != now)
}

fn compare(what: &str, locked: &[Pin], now: &[Pin], differences: &mut Vec<String>) {
    let mut rest: BTreeMap<&str, &str> = locked.iter().map(|pin| (pin.path.as_str(), pin.sha256.as_str())).collect();
    for pin in now {
        match rest.remove(pin.path.as_str()) {
            None => differences.push(format!("{what} {} is new", pin.path)),
            Some(sha256) if sha256 != pin.sha256 => differences.push(format!("{what} {} has changed", pin.path)),
            Some(_) => {}
        }
    }
    differences.extend(rest.into_keys().map(|path| format!("{what} {path} is missing")));
}

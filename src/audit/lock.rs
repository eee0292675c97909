//! `taojin.lock`: pins inputs, configuration and outputs, so that a change is seen where it is made.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::Error;
use crate::dataset::{Dataset, FileEntry, Tool};
use crate::document::sha256_of_file;

/// What a run read, how, and what came out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// The program that made the dataset.
    pub tool: Tool,
    /// SHA-256 of the configuration in force.
    pub config_sha256: String,
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
        let path = dataset.path().join("manifest.json");
        outputs
            .push(Pin { path: "manifest.json".to_owned(), sha256: sha256_of_file(&path).map_err(Error::io(&path))? });
        outputs.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { tool: manifest.tool.clone(), config_sha256: manifest.config_sha256.clone(), inputs, outputs })
    }

    /// Reads a lock file.
    ///
    /// # Errors
    /// [`Error`], naming the file.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = fs::read_to_string(path).map_err(Error::io(path))?;
        toml::from_str(&text).map_err(Error::lock(path))
    }

    /// Writes a lock file.
    ///
    /// # Errors
    /// [`Error`], naming the file.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        let text = toml::to_string(self).map_err(Error::lock(path))?;
        fs::write(path, format!("{HEAD}\n{text}")).map_err(Error::io(path))
    }

    /// How `now` differs from what is pinned, in words; empty when it does not.
    #[must_use]
    pub fn check(&self, now: &Lock) -> Vec<String> {
        let mut differences = Vec::new();
        if self.tool != now.tool {
            let name = |tool: &Tool| format!("{} {}", tool.name, tool.version);
            differences.push(format!("made by {}, locked with {}", name(&now.tool), name(&self.tool)));
        }
        if self.config_sha256 != now.config_sha256 {
            differences.push("the configuration has changed".to_owned());
        }
        compare("input", &self.inputs, &now.inputs, &mut differences);
        compare("output", &self.outputs, &now.outputs, &mut differences);
        differences
    }
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

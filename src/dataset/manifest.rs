//! `manifest.json`: what went in, how it was treated, what came out, each with its checksum.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::de::{DeserializeOwned, Error as _};
use serde::ser::{Error as _, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::counts::Counts;
use super::error::Error;
use super::options::LedgerMode;
use super::table::InputRow;
use crate::document::sha256;

/// Version of the dataset folder's layout.
pub const FORMAT: &str = "taojin/1";

/// Name of the file.
pub const MANIFEST: &str = "manifest.json";

/// What the manifest of the dataset in `folder` says. A pipe or a device in its place would never end.
pub(super) fn read<T: DeserializeOwned>(folder: &Path) -> Result<T, String> {
    let path = folder.join(MANIFEST);
    let is_file = std::fs::metadata(&path).map_err(|error| error.to_string())?.is_file();
    if !is_file {
        return Err("is no regular file".to_owned());
    }
    let file = File::open(&path).map_err(|error| error.to_string())?;
    serde_json::from_reader(BufReader::new(file)).map_err(|error| error.to_string())
}

/// A dataset as `manifest.json` describes it. The list of inputs, which may be long, is left in the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Manifest {
    /// Layout of the folder: [`FORMAT`].
    pub format: String,
    /// What made it.
    pub tool: Tool,
    /// What the ledger stores.
    #[serde(deserialize_with = "ledger_mode")]
    pub ledger: LedgerMode,
    /// The configuration in force.
    pub config: Value,
    /// SHA-256 of that configuration, as JSON without spaces.
    pub config_sha256: String,
    /// Counts over the whole dataset.
    pub counts: Counts,
    /// The tables by name.
    pub tables: BTreeMap<String, TableEntry>,
    /// The other files, but for the manifest itself.
    pub files: Vec<FileEntry>,
}

/// Reads a ledger mode; an unknown one is named together with its field.
fn ledger_mode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<LedgerMode, D::Error> {
    let name = String::deserialize(deserializer)?;
    LedgerMode::parse(&name).ok_or_else(|| {
        let known = LedgerMode::ALL.map(LedgerMode::name).join("`, `");
        D::Error::custom(format!("`ledger` is `{name}`, which is none of `{known}`"))
    })
}

/// The program that made a dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl Tool {
    /// This program.
    #[must_use]
    pub fn this() -> Self {
        Self { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

/// A file of the dataset, as the manifest lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Path below the dataset folder, with `/`.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Rows of a table; none for other files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// SHA-256 in lower-case hex.
    pub sha256: String,
}

/// A table as the manifest lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    /// Rows of all files.
    pub rows: u64,
    /// Its files, by split and number.
    pub files: Vec<FileEntry>,
}

impl TableEntry {
    /// Rows and bytes by split, which is what comes before the first dash of a file's name.
    #[must_use]
    pub fn splits(&self) -> BTreeMap<&str, (u64, u64)> {
        let mut splits = BTreeMap::new();
        for file in &self.files {
            let name = file.path.rsplit('/').next().unwrap_or_default();
            let split = name.split('-').next().unwrap_or_default();
            let (rows, bytes): &mut (u64, u64) = splits.entry(split).or_default();
            *rows += file.rows.unwrap_or_default();
            *bytes += file.bytes;
        }
        splits
    }
}

/// An input as the manifest lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ManifestInput {
    /// Path below the folder given.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256; empty when it could not be read.
    pub sha256: String,
    /// What became of it.
    pub status: String,
}

impl From<&InputRow> for ManifestInput {
    fn from(row: &InputRow) -> Self {
        Self {
            path: row.path.clone(),
            bytes: row.bytes,
            sha256: row.sha256.clone(),
            status: row.status.name().to_owned(),
        }
    }
}

/// SHA-256 of a configuration.
#[must_use]
pub fn config_sha256(config: &Value) -> String {
    sha256(config.to_string().as_bytes())
}

/// The inputs on their way to the manifest, one JSON object a line: there may be more than fit into memory.
pub(super) struct InputLines {
    path: PathBuf,
    file: BufWriter<File>,
}

impl InputLines {
    pub(super) fn create(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(".inputs.jsonl");
        let file = BufWriter::new(File::create(&path).map_err(Error::io(&path))?);
        Ok(Self { path, file })
    }

    pub(super) fn push(&mut self, row: &InputRow) -> Result<(), Error> {
        serde_json::to_writer(&mut self.file, &ManifestInput::from(row))
            .map_err(|error| Error::io(&self.path)(error.into()))?;
        self.file.write_all(b"\n").map_err(Error::io(&self.path))
    }
}

/// A manifest with its inputs.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    manifest: &'a Manifest,
    #[serde(serialize_with = "lines")]
    inputs: &'a Path,
}

fn lines<S: Serializer>(path: &&Path, serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(None)?;
    let file = File::open(path).map_err(S::Error::custom)?;
    for line in BufReader::new(file).lines() {
        let line = line.map_err(S::Error::custom)?;
        let input: ManifestInput = serde_json::from_str(&line).map_err(S::Error::custom)?;
        list.serialize_element(&input)?;
    }
    list.end()
}

/// Writes `manifest.json` into `folder`; the lines of the inputs go away.
pub(super) fn write(folder: &Path, manifest: &Manifest, inputs: InputLines) -> Result<(), Error> {
    let InputLines { path: lines, file } = inputs;
    file.into_inner().map_err(|error| Error::io(&lines)(error.into_error()))?;
    let path = folder.join(MANIFEST);
    let mut file = BufWriter::new(File::create(&path).map_err(Error::io(&path))?);
    serde_json::to_writer_pretty(&mut file, &Whole { manifest, inputs: &lines })
        .map_err(|error| Error::io(&path)(error.into()))?;
    file.write_all(b"\n").map_err(Error::io(&path))?;
    let file = file.into_inner().map_err(|error| Error::io(&path)(error.into_error()))?;
    file.sync_all().map_err(Error::io(&path))?;
    std::fs::remove_file(&lines).map_err(Error::io(&lines))
}

//! Which tables of documents a path is short for.

use std::path::{Path, PathBuf};

use super::dataset::Dataset;
use crate::dataset::error::Error;
use crate::dataset::manifest::MANIFEST;
use crate::dataset::write;

/// The Parquet files that `path` is short for: those of the documents of the dataset in that folder, else those in that
/// folder, else the file itself.
///
/// # Errors
/// When a folder cannot be read or is neither; the message names it.
pub fn tables(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let found = if path.exists() { None } else { write::find(path)? };
    let path = found.as_deref().unwrap_or(path);
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    if path.join(MANIFEST).is_file() {
        let dataset = Dataset::open(path)?;
        return Ok(dataset.files("data").iter().map(|file| path.join(&file.path)).collect());
    }
    let mut tables = Vec::new();
    for entry in path.read_dir().map_err(unreadable(path))? {
        let file = entry.map_err(unreadable(path))?.path();
        if file.extension().is_some_and(|extension| extension == "parquet") {
            tables.push(file);
        }
    }
    if tables.is_empty() {
        let reason = "it has no manifest.json, and no Parquet files either".to_owned();
        return Err(Error::NoDataset { path: path.to_owned(), reason });
    }
    tables.sort();
    Ok(tables)
}

fn unreadable(path: &Path) -> impl FnOnce(std::io::Error) -> Error + use<> {
    let path = path.to_owned();
    move |error| Error::Unreadable { path, error }
}

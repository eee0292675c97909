//! What the folder of a dataset holds, and whether all of it is the dataset's.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use serde::Deserialize;

use crate::dataset::column::Table;
use crate::dataset::error::Error;
use crate::dataset::manifest::{self, FORMAT, FileEntry, MANIFEST, TableEntry};
use crate::dataset::table::{Data, Rejects};

/// What a manifest says about its folder.
#[derive(Default, Deserialize)]
struct Listing {
    format: String,
    tables: BTreeMap<String, TableEntry>,
    files: Vec<FileEntry>,
}

impl Listing {
    /// That of the dataset in `folder`; none when the folder holds no dataset of ours.
    fn read(folder: &Path) -> Option<Self> {
        let listing: Self = manifest::read(folder).ok()?;
        (listing.format == FORMAT).then_some(listing)
    }

    /// Every file of the dataset.
    fn paths(&self) -> BTreeSet<&str> {
        let tables = self.tables.values().flat_map(|table| &table.files);
        tables.chain(&self.files).map(|file| file.path.as_str()).chain([MANIFEST]).collect()
    }

    /// Documents, kept or not.
    fn documents(&self) -> u64 {
        [Data::NAME, Rejects::NAME].iter().filter_map(|name| self.tables.get(*name)).map(|table| table.rows).sum()
    }
}

/// Refuses to replace a folder unless all that it holds is what the manifest of a dataset lists. Hidden files may stand in
/// it, and a README in one that holds nothing else. Gives the number of documents of the dataset.
pub(super) fn check(out: &Path) -> Result<u64, Error> {
    if !out.exists() {
        return Ok(0);
    }
    let listing = Listing::read(out);
    let known = listing.as_ref().map_or_else(|| BTreeSet::from(["README.md"]), Listing::paths);
    let mut names = Vec::new();
    foreign(out, "", &known, &mut names).map_err(Error::io(out))?;
    if names.is_empty() {
        return Ok(listing.map_or(0, |listing| listing.documents()));
    }
    names.sort();
    Err(Error::Foreign { path: out.to_owned(), names })
}

/// Collects what stands in `folder` and is not among the files in `known`; `prefix` leads from the dataset's folder to it.
/// A folder without any known file is named as a whole.
fn foreign(folder: &Path, prefix: &str, known: &BTreeSet<&str>, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if kind.is_dir() {
            let below = format!("{name}/");
            if known.range(below.as_str()..).next().is_some_and(|next| next.starts_with(&below)) {
                foreign(&entry.path(), &below, known, names)?;
            } else {
                names.push(below);
            }
            continue;
        }
        let stays = prefix.is_empty() && kind.is_file() && name.starts_with('.');
        if !stays && !known.contains(name.as_str()) {
            names.push(name);
        }
    }
    Ok(())
}

/// Hidden files of the old folder (`.gitkeep`, `.gitattributes`) stay.
pub(super) fn keep_hidden(from: &Path, to: &Path) -> Result<(), Error> {
    let Ok(entries) = fs::read_dir(from) else { return Ok(()) };
    for entry in entries.flatten() {
        let target = to.join(entry.file_name());
        if entry.file_type().is_ok_and(|kind| kind.is_file()) && entry.file_name().to_string_lossy().starts_with('.') {
            fs::copy(entry.path(), &target).map_err(Error::io(&target))?;
        }
    }
    Ok(())
}

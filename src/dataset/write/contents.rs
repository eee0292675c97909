//! What the folder of a dataset holds, and whether all of it is the dataset's.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use serde::Deserialize;

use super::mark::{MARK, is_folder};
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

/// What stands in the place of a dataset that is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Occupant {
    /// Nothing, or a folder without anything that is not written anew.
    Nobody,
    /// A dataset of so many documents, kept or not.
    Dataset(u64),
}

/// Refuses to replace a folder unless all that it holds is what the manifest of a dataset lists. Hidden files may stand in
/// it, and a README in one that holds nothing else.
pub(super) fn check(out: &Path) -> Result<Occupant, Error> {
    if !out.exists() {
        return Ok(Occupant::Nobody);
    }
    let listing = Listing::read(out);
    let known = listing.as_ref().map_or_else(|| BTreeSet::from(["README.md"]), Listing::paths);
    let mut names = Vec::new();
    foreign(out, "", &known, &mut names).map_err(Error::io(out))?;
    if names.is_empty() {
        return Ok(listing.map_or(Occupant::Nobody, |listing| Occupant::Dataset(listing.documents())));
    }
    names.sort();
    Err(Error::Foreign { path: out.to_owned(), names })
}

/// Whether `folder` is a dataset of ours with nothing else in it.
pub(super) fn is_dataset(folder: &Path) -> bool {
    is_folder(folder) && matches!(check(folder), Ok(Occupant::Dataset(_)))
}

/// Collects what stands in `folder` and is not among the files in `known`; `prefix` leads from the dataset's folder to it.
/// A folder without any known file is named as a whole.
fn foreign(folder: &Path, prefix: &str, known: &BTreeSet<&str>, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        // A name that is no UTF-8 is in no manifest, even where one lists what it would be shown as.
        let listed = entry.file_name().into_string();
        let is_text = listed.is_ok();
        let name = format!("{prefix}{}", listed.unwrap_or_else(|name| name.to_string_lossy().into_owned()));
        if kind.is_dir() {
            let below = format!("{name}/");
            if is_text && known.range(below.as_str()..).next().is_some_and(|next| next.starts_with(&below)) {
                foreign(&entry.path(), &below, known, names)?;
            } else {
                names.push(below);
            }
            continue;
        }
        let stays = prefix.is_empty() && kind.is_file() && name.starts_with('.');
        let is_known = is_text && known.contains(name.as_str());
        if !stays && !is_known {
            names.push(name);
        }
    }
    Ok(())
}

/// Puts the hidden files of the folder `from` (`.gitkeep`, `.gitattributes`) into `to` as well, where it has none of their
/// names.
pub(super) fn keep_hidden(from: &Path, to: &Path) -> Result<(), Error> {
    let entries = match fs::read_dir(from) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(Error::io(from))?,
    };
    for entry in entries {
        let entry = entry.map_err(Error::io(from))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".") && entry.file_name() != MARK;
        if is_hidden && entry.file_type().map_err(Error::io(&source))?.is_file() {
            keep(&source, &target).map_err(Error::io(&target))?;
        }
    }
    Ok(())
}

/// Gives a file another name, or where it can have only one, makes a copy of it that is on the disk.
fn keep(source: &Path, target: &Path) -> io::Result<()> {
    if fs::symlink_metadata(target).is_ok() || fs::hard_link(source, target).is_ok() {
        return Ok(());
    }
    fs::copy(source, target)?;
    fs::File::open(target)?.sync_all()
}

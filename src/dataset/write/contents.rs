//! What an output folder holds, and whether all of it is ours.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::Path;

use parquet::file::reader::{FileReader, SerializedFileReader};
use serde::Deserialize;

use super::mark::{MARK, is_folder};
use super::shard::CREATED_BY;
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

/// What a folder holds that is written as a whole, and replaced by the next of its kind alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    /// A dataset: its manifest lists all of it.
    Dataset,
    /// Some of these tables, each a Parquet file that says that this program made it. The first is always there.
    Tables(&'static [&'static str]),
}

/// What stands in the place of a folder that is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Occupant {
    /// Nothing, or a folder without anything that is not written anew.
    Nobody,
    /// An earlier one of so many documents, kept or not, or so many rows.
    Earlier(u64),
}

impl Contents {
    /// Refuses to replace a folder unless all that it holds is of that kind. Hidden files may stand in it, and a README in
    /// one that holds nothing else.
    pub(super) fn check(self, out: &Path) -> Result<Occupant, Error> {
        if !out.exists() {
            return Ok(Occupant::Nobody);
        }
        let listing = if self == Contents::Dataset { Listing::read(out) } else { None };
        let (known, occupant) = match (&listing, self) {
            (Some(listing), _) => (listing.paths(), Occupant::Earlier(listing.documents())),
            (None, Contents::Dataset) => (BTreeSet::from(["README.md"]), Occupant::Nobody),
            (None, Contents::Tables(names)) => {
                let rows: BTreeMap<&str, u64> =
                    names.iter().filter_map(|name| Some((*name, rows(&out.join(name))?))).collect();
                let first = names.first().and_then(|name| rows.get(name).copied());
                (rows.into_keys().collect(), first.map_or(Occupant::Nobody, Occupant::Earlier))
            }
        };
        let mut names = Vec::new();
        foreign(out, "", &known, &mut names).map_err(Error::io(out))?;
        if names.is_empty() {
            return Ok(occupant);
        }
        names.sort();
        Err(Error::Foreign { path: out.to_owned(), names })
    }

    /// Whether `folder` is of that kind, with nothing else in it.
    pub(super) fn fill(self, folder: &Path) -> bool {
        is_folder(folder) && matches!(self.check(folder), Ok(Occupant::Earlier(_)))
    }
}

/// Number of rows of a Parquet file that this program made.
fn rows(path: &Path) -> Option<u64> {
    if !fs::symlink_metadata(path).ok()?.is_file() {
        return None;
    }
    let reader = SerializedFileReader::new(File::open(path).ok()?).ok()?;
    let file = reader.metadata().file_metadata();
    (file.created_by() == Some(CREATED_BY)).then(|| u64::try_from(file.num_rows()).unwrap_or_default())
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

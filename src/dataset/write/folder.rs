//! The folder being written, and the step in which it takes the old dataset's place.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::dataset::column::Table;
use crate::dataset::error::Error;
use crate::dataset::manifest::{FORMAT, FileEntry, TableEntry};
use crate::dataset::table::{Data, Rejects};

/// A folder beside the final one. It goes away when it is dropped before [`Partial::swap`].
pub(super) struct Partial {
    out: PathBuf,
    path: PathBuf,
    /// Documents of the dataset that is to be replaced.
    replaced: u64,
    /// Held while the run lives; the system lets go of it when the process is killed.
    lock: Option<File>,
}

const LOCK: &str = ".lock";

impl Partial {
    /// Makes an empty folder beside `out`. What a killed run left there is removed.
    pub(super) fn create(out: &Path) -> Result<Self, Error> {
        let out = resolve(out).map_err(Error::io(out))?;
        let path = beside(&out, "partial");
        restore_interrupted(&out)?;
        let replaced = check(&out)?;
        if let Ok(lock) = File::open(path.join(LOCK))
            && let Err(TryLockError::WouldBlock) = lock.try_lock()
        {
            return Err(Error::Busy(out));
        }
        remove(&path)?;
        fs::create_dir_all(&path).map_err(Error::io(&path))?;
        let lock = File::create(path.join(LOCK)).map_err(Error::io(&path))?;
        // A file system without locks is no reason not to write: only two runs at once would not notice each other.
        let _ = lock.try_lock();
        Ok(Self { out, path, replaced, lock: Some(lock) })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Number of documents, kept or not, of the dataset that stands at the final place.
    pub(super) fn replaced(&self) -> u64 {
        self.replaced
    }

    /// Puts the folder in the place of the old dataset, which goes away.
    ///
    /// # Errors
    /// When a file cannot be written or moved, or something that is not of the old dataset was put into its folder while
    /// the new one was written.
    pub(super) fn swap(mut self) -> Result<(), Error> {
        check(&self.out)?;
        let lock = self.path.join(LOCK);
        fs::remove_file(&lock).map_err(Error::io(&lock))?;
        keep_hidden(&self.out, &self.path)?;
        // Renaming does where there is no old dataset or an empty folder. A file system that cannot exchange two
        // folders takes two steps; a kill between them is mended by the next run.
        if fs::rename(&self.path, &self.out).is_err() && exchange(&self.path, &self.out).is_err() {
            let old = beside(&self.out, "old");
            fs::rename(&self.out, &old).map_err(Error::io(&self.out))?;
            fs::rename(&self.path, &self.out).map_err(Error::io(&self.out))?;
            remove(&old)?;
        }
        self.lock = None;
        remove(&self.path)
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Nothing to be done about an error here; the next run tries again.
        let _ = remove(&self.path);
    }
}

/// What a run that writes to `out` must not read.
#[derive(Clone, Debug)]
pub struct Outputs {
    /// The folder, and what a run puts beside it.
    own: Vec<PathBuf>,
}

/// What a path is that a run must not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// The dataset to be written, or what a run puts beside it.
    Own,
    /// Another dataset.
    Other,
}

impl Outputs {
    /// Those of a run that writes to `out`, which need not be there.
    #[must_use]
    pub fn of(out: &Path) -> Self {
        let out = resolve(out).unwrap_or_else(|_| out.to_owned());
        let beside = KINDS.map(|kind| beside(&out, kind));
        Self { own: std::iter::once(out).chain(beside).collect() }
    }

    /// What `path` is, unless it may be read.
    #[must_use]
    pub fn find(&self, path: &Path) -> Option<Output> {
        let is_own = |name: &PathBuf| name.file_name() == path.file_name();
        let is_own = self.own.iter().any(is_own) && path.canonicalize().is_ok_and(|path| self.own.contains(&path));
        if is_own {
            return Some(Output::Own);
        }
        is_dataset(path).then_some(Output::Other)
    }

    /// Whether `path` is the dataset to be written or in it.
    #[must_use]
    pub fn hold(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|path| self.own.iter().any(|own| path.starts_with(own)))
    }
}

/// Whether a folder holds a dataset, by the beginning of its manifest: a look at it, since every folder is asked.
fn is_dataset(folder: &Path) -> bool {
    let path = folder.join(MANIFEST);
    if !fs::symlink_metadata(&path).is_ok_and(|found| found.is_file()) {
        return false;
    }
    let mut head = Vec::new();
    let read = File::open(&path).and_then(|file| file.take(100).read_to_end(&mut head));
    let head: String = String::from_utf8_lossy(&head).split_whitespace().collect();
    let family = FORMAT.split('/').next().unwrap_or_default();
    read.is_ok() && head.starts_with(&format!("{{\"format\":\"{family}/"))
}

/// What is written beside a dataset.
const KINDS: [&str; 3] = ["partial", "old", "lock"];

/// The place that `out` stands for, whether there is something or not. A link stays, and what it leads to is meant.
fn resolve(out: &Path) -> io::Result<PathBuf> {
    out.canonicalize().or_else(|_| std::path::absolute(out))
}

/// `.NAME.KIND` in the folder of `out`.
fn beside(out: &Path, kind: &str) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!(".{name}.{kind}"))
}

/// Brings a dataset back that a run had put aside when it was killed in the middle of the swap.
fn restore_interrupted(out: &Path) -> Result<(), Error> {
    let old = beside(out, "old");
    if !old.exists() {
        return Ok(());
    }
    if out.exists() { remove(&old) } else { fs::rename(&old, out).map_err(Error::io(out)) }
}

/// What a manifest says about its folder.
#[derive(Default, Deserialize)]
struct Listing {
    format: String,
    tables: BTreeMap<String, TableEntry>,
    files: Vec<FileEntry>,
}

const MANIFEST: &str = "manifest.json";

impl Listing {
    /// That of the dataset in `folder`; none when the folder holds no dataset of ours.
    fn read(folder: &Path) -> Option<Self> {
        let file = File::open(folder.join(MANIFEST)).ok()?;
        let listing: Self = serde_json::from_reader(BufReader::new(file)).ok()?;
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
fn check(out: &Path) -> Result<u64, Error> {
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
fn keep_hidden(from: &Path, to: &Path) -> Result<(), Error> {
    let Ok(entries) = fs::read_dir(from) else { return Ok(()) };
    for entry in entries.flatten() {
        let target = to.join(entry.file_name());
        if entry.file_type().is_ok_and(|kind| kind.is_file()) && entry.file_name().to_string_lossy().starts_with('.') {
            fs::copy(entry.path(), &target).map_err(Error::io(&target))?;
        }
    }
    Ok(())
}

/// Swaps two folders in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io(path)(error)),
        _ => Ok(()),
    }
}

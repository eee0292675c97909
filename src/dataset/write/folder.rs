//! The folder being written, and the step in which it takes the old dataset's place.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::dataset::error::Error;

/// What a dataset folder may hold. A folder with anything else in it is never replaced.
const PARTS: [&str; 11] = [
    "README.md",
    "croissant.json",
    "manifest.json",
    "report.html",
    "data",
    "paragraphs",
    "ledger",
    "rejected",
    "inputs",
    "sentences",
    "tokens",
];

/// A folder beside the final one. It goes away when it is dropped before [`Partial::swap`].
pub(super) struct Partial {
    out: PathBuf,
    path: PathBuf,
    /// Held while the run lives; the system lets go of it when the process is killed.
    lock: Option<File>,
}

const LOCK: &str = ".lock";

impl Partial {
    /// Makes an empty folder beside `out`. What a killed run left there is removed.
    pub(super) fn create(out: &Path) -> Result<Self, Error> {
        let out = std::path::absolute(out).map_err(Error::io(out))?;
        let path = beside(&out, "partial");
        restore_interrupted(&out)?;
        check(&out)?;
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
        Ok(Self { out, path, lock: Some(lock) })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Puts the folder in the place of the old dataset, which goes away.
    pub(super) fn swap(mut self) -> Result<(), Error> {
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

/// Refuses to replace a folder that holds anything but a dataset. Hidden files may stand in it.
fn check(out: &Path) -> Result<(), Error> {
    let entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Error::io(out)(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(Error::io(out))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_hidden_file = name.starts_with('.') && entry.file_type().is_ok_and(|kind| kind.is_file());
        if !is_hidden_file {
            names.push(name);
        }
    }
    names.sort();
    let is_dataset = names.iter().any(|name| name == "manifest.json");
    match names.into_iter().find(|name| !is_dataset && name != "README.md" || !PARTS.contains(&name.as_str())) {
        Some(name) => Err(Error::Foreign { path: out.to_owned(), name }),
        None => Ok(()),
    }
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

//! The folder being written, and the step in which it takes the old dataset's place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::contents::{check, keep_hidden};
use super::lock::Lock;
use super::place::{self, beside, resolve};
use crate::dataset::error::Error;

/// A folder beside the final one. It goes away when it is dropped before [`Partial::swap`].
pub(super) struct Partial {
    out: PathBuf,
    path: PathBuf,
    /// Documents of the dataset that is to be replaced.
    replaced: u64,
    /// Let go of last.
    _lock: Lock,
}

impl Partial {
    /// Makes an empty folder beside `out`. What a killed run left there is removed.
    pub(super) fn create(out: &Path) -> Result<Self, Error> {
        let out = resolve(out).map_err(Error::io(out))?;
        place::check(&out)?;
        if let Some(parent) = out.parent() {
            fs::create_dir_all(parent).map_err(Error::io(parent))?;
        }
        let lock = Lock::take(&out)?;
        restore(&out)?;
        let replaced = check(&out)?;
        let path = beside(&out, "partial");
        remove(&path).map_err(Error::io(&path))?;
        fs::create_dir(&path).map_err(Error::io(&path))?;
        Ok(Self { out, path, replaced, _lock: lock })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Number of documents, kept or not, of the dataset that stands at the final place.
    pub(super) fn replaced(&self) -> u64 {
        self.replaced
    }

    /// Puts the folder in the place of the old dataset, which goes away. Gives what could not be cleared away: the new
    /// dataset is in its place then all the same.
    ///
    /// # Errors
    /// When a file cannot be written or moved, or something that is not of the old dataset was put into its folder while
    /// the new one was written. The old dataset is in its place then.
    pub(super) fn swap(self) -> Result<Option<Error>, Error> {
        check(&self.out)?;
        keep_hidden(&self.out, &self.path)?;
        sync_folders(&self.path).map_err(Error::io(&self.path))?;
        let mut left = self.path.clone();
        // Renaming does where there is no old dataset or an empty folder. A file system that cannot exchange two
        // folders takes two steps; a kill between them is mended by whoever comes next, see `heal`.
        if fs::rename(&self.path, &self.out).is_err() && exchange(&self.path, &self.out).is_err() {
            let old = beside(&self.out, "old");
            fs::rename(&self.out, &old).map_err(Error::io(&self.out))?;
            if let Err(error) = fs::rename(&self.path, &self.out) {
                fs::rename(&old, &self.out).map_err(|source| Error::Aside { path: self.out.clone(), old, source })?;
                return Err(Error::io(&self.out)(error));
            }
            left = old;
        }
        // The names are not on the disk before their folder is.
        let synced = self.out.parent().map_or(Ok(()), sync_folder);
        let cleared = synced.and_then(|()| remove(&left));
        Ok(cleared.err().map(|source| Error::Leftover { out: self.out.clone(), left, source }))
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Nothing to be done about an error here; the next run tries again.
        let _ = remove(&self.path);
    }
}

/// Brings the dataset `out` back if a run was killed in the middle of the swap, unless a run is at work.
///
/// # Errors
/// When a run is at work, or the dataset cannot be moved.
pub(in crate::dataset) fn heal(out: &Path) -> Result<(), Error> {
    let out = resolve(out).map_err(Error::io(out))?;
    if out.exists() || !beside(&out, "old").exists() {
        return Ok(());
    }
    let _lock = Lock::take(&out)?;
    restore(&out)
}

/// Brings a dataset back that a run had put aside when it was killed.
fn restore(out: &Path) -> Result<(), Error> {
    let old = beside(out, "old");
    if !old.exists() {
        return Ok(());
    }
    if out.exists() { remove(&old).map_err(Error::io(&old)) } else { fs::rename(&old, out).map_err(Error::io(out)) }
}

/// Brings the names of all files below `folder` to the disk; their content is there already.
fn sync_folders(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_folders(&entry.path())?;
        }
    }
    sync_folder(folder)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    match fs::File::open(folder)?.sync_all() {
        // Some file systems cannot.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        synced => synced,
    }
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
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

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

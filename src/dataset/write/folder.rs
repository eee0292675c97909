//! The folder being written, and the step in which it takes the place of the old one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::contents::{Contents, Occupant, keep_hidden};
use super::lock::OutputLock;
use super::mark::{mark, remove, unmark};
use super::place::{self, beside};
use super::recover::{in_the_way, is_free, recover};
use crate::dataset::error::Error;

/// A folder that is written as a whole: beside its final place, which it takes at the end. It goes away when it is dropped
/// before [`OutputFolder::swap`].
pub struct OutputFolder {
    path: PathBuf,
    contents: Contents,
    /// What is to be replaced.
    occupant: Occupant,
    is_swapped: bool,
    /// Let go of last.
    lock: OutputLock,
}

impl OutputFolder {
    /// Makes an empty folder beside `out`, which is or will be one of such `contents`, and takes the lock of `out`. What a
    /// killed run left there is removed.
    ///
    /// # Errors
    /// [`Error::Foreign`] when `out` holds anything else; [`Error::Place`], [`Error::Busy`], [`Error::InTheWay`],
    /// [`Error::Io`] when no folder can be put there.
    pub fn create(out: &Path, contents: Contents) -> Result<Self, Error> {
        place::check(&place::resolve(out)?)?;
        let lock = OutputLock::take(out)?;
        recover(&lock, contents)?;
        let occupant = contents.check(lock.out())?;
        let path = beside(lock.out(), "partial");
        fs::create_dir(&path).map_err(Error::io(&path))?;
        let partial = Self { path, contents, occupant, is_swapped: false, lock };
        mark(&partial.path).map_err(Error::io(&partial.path))?;
        // Where two folders cannot be exchanged, the old one needs a name for a moment.
        let old = beside(partial.lock.out(), "old");
        if !is_free(&old) && !partial.can_exchange() {
            return Err(in_the_way(old, partial.lock.out()));
        }
        Ok(partial)
    }

    /// Whether the file system exchanges two folders in one step.
    fn can_exchange(&self) -> bool {
        let (a, b) = (self.path.join("a"), self.path.join("b"));
        let done = fs::create_dir(&a).and_then(|()| fs::create_dir(&b)).and_then(|()| exchange(&a, &b));
        done.is_ok() & fs::remove_dir(&a).is_ok() & fs::remove_dir(&b).is_ok()
    }

    /// Where it is until it is swapped.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Number of documents, kept or not, of the dataset that stands at the final place; of tables the rows of the first.
    #[must_use]
    pub fn replaced(&self) -> u64 {
        match self.occupant {
            Occupant::Earlier(documents) => documents,
            Occupant::Nobody => 0,
        }
    }

    /// See [`OutputLock::notice`].
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        self.lock.notice()
    }

    /// Puts the folder in the place of the old dataset, which goes away. Gives what did not come to its end: the new
    /// dataset is in its place then all the same.
    ///
    /// # Errors
    /// When a file cannot be written or moved, or something that is not of the old dataset was put into its folder while
    /// the new one was written. The old dataset is in its place then.
    pub fn swap(mut self) -> Result<Option<Error>, Error> {
        let out = self.lock.out().to_owned();
        self.contents.check(&out)?;
        keep_hidden(&out, &self.path)?;
        unmark(&self.path).map_err(Error::io(&self.path))?;
        sync_folders(&self.path).map_err(Error::io(&self.path))?;
        let left = self.replace(&out)?;
        self.is_swapped = true;
        // The names are not on the disk before their folder is: until then the old dataset stays.
        if let Err(error) = out.parent().map_or(Ok(()), sync_folder) {
            return Ok(Some(Error::Unsynced { out, left, error }));
        }
        let Some(left) = left else { return Ok(None) };
        let cleared = clear(&left, &out, self.contents).err();
        Ok(cleared.map(|error| Error::Leftover { out, left, reason: error.to_string() }))
    }

    /// Moves the folder to `out`; gives where the old one is then.
    fn replace(&self, out: &Path) -> Result<Option<PathBuf>, Error> {
        // Does where there is no old dataset, or an empty folder.
        if fs::rename(&self.path, out).is_ok() {
            return Ok(None);
        }
        // What is put aside is marked, for a folder without a manifest would not be known as one.
        let marked = mark(out);
        if exchange(&self.path, out).is_ok() {
            return Ok(Some(self.path.clone()));
        }
        // A file system that cannot exchange two folders takes two steps; a kill between them is mended by whoever comes
        // next, see `recover`.
        let old = beside(out, "old");
        let moved = marked.and_then(|()| fs::rename(out, &old));
        if let Err(error) = moved {
            let _ = unmark(out);
            return Err(Error::io(out)(error));
        }
        if let Err(error) = fs::rename(&self.path, out) {
            let back = fs::rename(&old, out);
            back.map_err(|error| Error::Aside { path: out.to_owned(), old, error })?;
            let _ = unmark(out);
            return Err(Error::io(out)(error));
        }
        Ok(Some(old))
    }
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        if !self.is_swapped {
            // Nothing to be done about an error here; the next run tries again.
            let _ = remove(&self.path);
        }
    }
}

/// Removes the old dataset, which is at `left`, unless something came into it in the moment before the swap.
fn clear(left: &Path, out: &Path, contents: Contents) -> Result<(), Error> {
    keep_hidden(left, out)?;
    contents.check(left)?;
    remove(left).map_err(Error::io(left))
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

//! What a killed run left beside an output folder: taken away, or brought back.

use std::fs;
use std::path::{Path, PathBuf};

use super::contents::Contents;
use super::lock::OutputLock;
use super::mark::{is_folder, is_marked, remove, unmark};
use super::place::{beside, resolve};
use crate::dataset::error::Error;

/// Brings the dataset back that a killed run had put aside, and removes what it was writing. A folder that no run put aside
/// stays where it is.
///
/// # Errors
/// [`Error::InTheWay`] when something that no run made stands where a run writes; [`Error::Io`] when something cannot be
/// moved or removed.
pub(super) fn recover(lock: &OutputLock, contents: Contents) -> Result<(), Error> {
    let out = lock.out();
    let (partial, old) = (beside(out, "partial"), beside(out, "old"));
    if !is_left(&partial, lock, contents) {
        return Err(in_the_way(partial, out));
    }
    remove(&partial).map_err(Error::io(&partial))?;
    if is_marked(&old) {
        if out.exists() {
            remove(&old).map_err(Error::io(&old))?;
        } else {
            fs::rename(&old, out).map_err(Error::io(out))?;
        }
    }
    if is_folder(out) { unmark(out).map_err(Error::io(out)) } else { Ok(()) }
}

/// The error that says that `path` is needed and is not ours.
pub(super) fn in_the_way(path: PathBuf, out: &Path) -> Error {
    let what = if is_folder(&path) { "a folder that no run of taojin left" } else { "no folder of taojin" };
    Error::InTheWay { path, out: out.to_owned(), what }
}

/// Whether a run wrote what is at `path`, or there is nothing that could be lost. A run that is about to move a dataset into
/// its place takes the mark off first; if it is killed then, its lock tells of it.
fn is_left(path: &Path, lock: &OutputLock, contents: Contents) -> bool {
    is_free(path) || is_marked(path) || lock.is_taken_over() && contents.fill(path)
}

/// Whether there is nothing at `path`, or an empty folder.
pub(super) fn is_free(path: &Path) -> bool {
    let is_empty = || fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none());
    fs::symlink_metadata(path).is_err() || is_folder(path) && is_empty()
}

/// Where the dataset `out`, which is not there, is to be read: a run that was killed in the middle of a swap had put it
/// aside. It is brought back, or read where it is when it cannot be, or nothing says that it was a run. None when there is
/// no such dataset.
///
/// # Errors
/// [`Error::Busy`] when a run is at work.
pub(in crate::dataset) fn find(out: &Path) -> Result<Option<PathBuf>, Error> {
    let Ok(place) = resolve(out) else { return Ok(None) };
    let old = beside(&place, "old");
    if !is_marked(&old) {
        return Ok(Contents::Dataset.fill(&old).then_some(old));
    }
    match OutputLock::take(&place).and_then(|lock| recover(&lock, Contents::Dataset)) {
        Ok(()) => Ok(Some(place)),
        Err(error @ Error::Busy { .. }) => Err(error),
        Err(_) => Ok(Some(old)),
    }
}

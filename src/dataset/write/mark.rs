//! The mark of a folder that a run made or put aside: such a folder may be moved and removed, any other belongs to the user.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Name of the file that marks a folder. No dataset at its place holds it for longer than a swap takes.
pub(super) const MARK: &str = ".taojin-working";

/// Marks `folder`.
pub(super) fn mark(folder: &Path) -> io::Result<()> {
    match File::create_new(folder.join(MARK)) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Takes the mark away, if there is one.
pub(super) fn unmark(folder: &Path) -> io::Result<()> {
    match fs::remove_file(folder.join(MARK)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Whether `folder` is a folder with the mark.
pub(super) fn is_marked(folder: &Path) -> bool {
    is_folder(folder) && fs::symlink_metadata(folder.join(MARK)).is_ok_and(|found| found.is_file())
}

/// Whether there is a folder at `path`, and not a link to one.
pub(super) fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

/// Removes a folder with all that is in it; none is no error. The mark goes last, so that what a kill leaves of it is known.
pub(super) fn remove(folder: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else if entry.file_name() != MARK {
            fs::remove_file(entry.path())?;
        }
    }
    unmark(folder)?;
    fs::remove_dir(folder)
}

//! The lock of an output folder: beside it, for the folder itself is replaced.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::place::beside;
use crate::dataset::error::Error;

/// Held from before the work until all is cleaned up. The system lets go of it when the process is killed; the file that
/// stays then is taken over by the next run.
pub(super) struct Lock {
    path: PathBuf,
    /// None where the file system has no locks: two runs would not notice each other there, which is no reason not to
    /// write.
    file: Option<File>,
}

/// Times that a lock is tried for that another run takes away in the moment between opening and locking.
const TRIES: usize = 100;

impl Lock {
    /// Takes the lock of `out`.
    ///
    /// # Errors
    /// [`Error::Busy`] when another run has it; [`Error::Io`] when the file cannot be made.
    pub(super) fn take(out: &Path) -> Result<Self, Error> {
        let path = beside(out, "lock");
        for _ in 0..TRIES {
            let file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&path);
            let mut file = file.map_err(Error::io(&path))?;
            match file.try_lock() {
                Ok(()) if is_at(&file, &path) => {
                    // Only for whoever asks who holds it.
                    let _ = file.set_len(0).and_then(|()| file.write_all(holder().as_bytes()));
                    return Ok(Self { path, file: Some(file) });
                }
                // The run that had it took the file away.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(Error::Busy { path: out.to_owned(), holder: read(&path) }),
                Err(TryLockError::Error(_)) => return Ok(Self { path, file: None }),
            }
        }
        Err(Error::Busy { path: out.to_owned(), holder: read(&path) })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is held: whoever opened this very file sees that it is no longer at its place.
        let _ = fs::remove_file(&self.path);
        drop(self.file.take());
    }
}

/// Who holds a lock, as its file says.
fn read(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    let line: String = line.chars().filter(|c| !c.is_control()).take(200).collect();
    if line.is_empty() { line } else { format!(" ({line})") }
}

fn holder() -> String {
    let since = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ");
    format!("process {}{} since {since}\n", std::process::id(), host())
}

#[cfg(unix)]
fn host() -> String {
    format!(" on {}", rustix::system::uname().nodename().to_string_lossy())
}

#[cfg(not(unix))]
fn host() -> String {
    String::new()
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let key = |found: io::Result<fs::Metadata>| found.map(|found| (found.dev(), found.ino())).ok();
    key(file.metadata()) == key(fs::metadata(path))
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

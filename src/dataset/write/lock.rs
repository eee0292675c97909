//! The lock of an output folder: beside it, for the folder itself may be replaced.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use super::place::{beside, create_parent, resolve};
use crate::dataset::error::Error;

/// The right to write to a folder, whatever is in it. Held from before the work until all is cleaned up. The system lets
/// go of it when the process is killed; the file that stays then is taken over by the next run.
#[derive(Debug)]
pub struct OutputLock {
    out: PathBuf,
    path: PathBuf,
    file: File,
    is_taken_over: bool,
    is_by_name: bool,
}

/// Begins the line that a lock file of ours holds. A file that holds anything else is never touched.
const TAG: &str = "taojin, ";

/// Ends the line of a lock that is held by being there.
const BY_NAME: &str = ", by name";

/// More bytes than any line of ours has.
const MOST: u64 = 1 << 10;

/// Times that a lock is tried for that another run takes away in the moment between opening and locking.
const TRIES: usize = 100;

impl OutputLock {
    /// Takes the lock of the folder `out`, which need not be there; the folders above it are made.
    ///
    /// # Errors
    /// [`Error::Busy`] when another run has it; [`Error::InTheWay`] when something else has the name of its file;
    /// [`Error::Place`] when `out` can be no folder; [`Error::Io`] when the file cannot be made or locked.
    pub fn take(out: &Path) -> Result<Self, Error> {
        let out = resolve(out)?;
        create_parent(&out)?;
        let path = beside(&out, "lock");
        for _ in 0..TRIES {
            if let Some(lock) = Self::try_take(&out, &path)? {
                lock.sign();
                return Ok(lock);
            }
        }
        Err(busy(&out, "", None))
    }

    /// None when another run took the file away, or made it, in the meantime.
    fn try_take(out: &Path, path: &Path) -> Result<Option<Self>, Error> {
        let in_the_way = || Error::InTheWay { path: path.to_owned(), out: out.to_owned(), what: "no lock of taojin" };
        let (mut file, is_new) = match open(path) {
            Ok(Some(opened)) => opened,
            Ok(None) => return Ok(None),
            Err(_) if is_other(path) => return Err(in_the_way()),
            Err(error) => return Err(Error::io(path)(error)),
        };
        let line = line(&mut file).map_err(Error::io(path))?.ok_or_else(in_the_way)?;
        let is_by_name = match file.try_lock() {
            Ok(()) if !is_at(&file, path) => return Ok(None),
            // Made on another machine, perhaps, that cannot lock files here.
            Ok(()) if line.ends_with(BY_NAME) => return Err(busy(out, &line, Some(path))),
            Ok(()) => false,
            Err(TryLockError::WouldBlock) => return Err(busy(out, &line, None)),
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Interrupted => return Ok(None),
            // Whoever made the file has it.
            Err(TryLockError::Error(error)) if is_unsupported(&error) && is_new => true,
            Err(TryLockError::Error(error)) if is_unsupported(&error) => return Err(busy(out, &line, Some(path))),
            Err(TryLockError::Error(error)) => return Err(Error::io(path)(error)),
        };
        let (out, path) = (out.to_owned(), path.to_owned());
        Ok(Some(Self { out, path, file, is_taken_over: !is_new, is_by_name }))
    }

    /// The folder, without links on the way to it.
    #[must_use]
    pub fn out(&self) -> &Path {
        &self.out
    }

    /// Whether a run that was killed had it before.
    pub(super) fn is_taken_over(&self) -> bool {
        self.is_taken_over
    }

    /// What whoever runs this should know: the file system has no locks.
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        let path = self.path.display();
        self.is_by_name.then(|| {
            format!(
                "the file system has no locks: {path} stands for one; remove it by hand if this run should be killed"
            )
        })
    }

    /// Says who holds it, for whoever asks: an error costs nothing but that.
    fn sign(&self) {
        let since = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ");
        let how = if self.is_by_name { BY_NAME } else { "" };
        let line = format!("{TAG}process {}{} since {since}{how}\n", std::process::id(), host());
        let mut file = &self.file;
        let _ =
            file.set_len(0).and_then(|()| io::Seek::rewind(&mut file)).and_then(|()| file.write_all(line.as_bytes()));
    }
}

impl Drop for OutputLock {
    fn drop(&mut self) {
        // While it is held: whoever opened this very file sees that it is no longer at its place. What somebody else put
        // there in the meantime is not ours.
        if is_at(&self.file, &self.path) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Opens the file of a lock, without following a link; tells whether it was made. None when it went away in between.
fn open(path: &Path) -> io::Result<Option<(File, bool)>> {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        // Nothing that has this name may make us wait, either.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        options.custom_flags(i32::try_from(flags.bits()).unwrap_or_default());
    }
    match options.clone().create_new(true).open(path) {
        Ok(file) => return Ok(Some((file, true))),
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        Err(_) => {}
    }
    match options.open(path) {
        Ok(file) => Ok(Some((file, false))),
        // A link to nothing is not gone.
        Err(error) if error.kind() == ErrorKind::NotFound && !is_other(path) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The line that a lock file of ours holds, empty when it was cut short; none in a file of somebody else.
fn line(file: &mut File) -> io::Result<Option<String>> {
    let found = file.metadata()?;
    if !found.is_file() || found.len() > MOST || found.len() == 0 && is_shared(&found) {
        return Ok(None);
    }
    let mut text = Vec::new();
    file.take(MOST).read_to_end(&mut text)?;
    let Ok(text) = String::from_utf8(text) else { return Ok(None) };
    let line = text.strip_suffix('\n').unwrap_or(&text);
    let is_ours = !line.contains(char::is_control) && (line.starts_with(TAG) || TAG.starts_with(&text));
    Ok(is_ours.then(|| line.to_owned()))
}

/// The error that says who has the lock, of whose file this is the line. One that is held by name stays when its run is killed.
fn busy(out: &Path, line: &str, by_name: Option<&Path>) -> Error {
    let holder = line.strip_prefix(TAG).map(|holder| format!(" ({holder})")).unwrap_or_default();
    let stale = by_name.map(|path| format!(", or remove {} if that run was killed", path.display()));
    Error::Busy { path: out.to_owned(), holder, stale: stale.unwrap_or_default() }
}

/// Whether `error` says that the file system, or the system, has no locks.
fn is_unsupported(error: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        let is = |errno: Errno| error.raw_os_error() == Some(errno.raw_os_error());
        // ENOLCK is how NFS without a lock server says it.
        if is(Errno::NOLCK) || is(Errno::NOTSUP) || is(Errno::OPNOTSUPP) || is(Errno::NOSYS) {
            return true;
        }
    }
    error.kind() == ErrorKind::Unsupported
}

/// Whether there is something at `path` that is no file.
fn is_other(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| !found.is_file())
}

#[cfg(unix)]
fn host() -> String {
    format!(" on {}", rustix::system::uname().nodename().to_string_lossy().replace(char::is_control, ""))
}

#[cfg(not(unix))]
fn host() -> String {
    String::new()
}

/// Whether the file has another name than that of the lock.
#[cfg(unix)]
fn is_shared(found: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(found) > 1
}

#[cfg(not(unix))]
fn is_shared(_: &fs::Metadata) -> bool {
    false
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let key = |found: io::Result<fs::Metadata>| found.map(|found| (found.dev(), found.ino())).ok();
    key(file.metadata()).is_some_and(|here| key(fs::symlink_metadata(path)) == Some(here))
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

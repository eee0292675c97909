//! Where a dataset is written, decided before any work is done.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::dataset::error::Error;

/// What is written beside a dataset, as the last part of a hidden name.
pub(super) const KINDS: [&str; 3] = ["partial", "old", "lock"];

/// Links that are followed before it is a loop.
const LINKS: usize = 40;

/// The place that `out` stands for, whether there is something or not. A link stays, and where it leads is meant.
pub(super) fn resolve(out: &Path) -> io::Result<PathBuf> {
    let mut at = std::path::absolute(out)?;
    for _ in 0..LINKS {
        if let Ok(found) = at.canonicalize() {
            return Ok(found);
        }
        // A link that leads to nothing yet.
        let Ok(target) = fs::read_link(&at) else {
            let folder = at.parent().and_then(|folder| folder.canonicalize().ok());
            return Ok(folder.zip(at.file_name()).map_or(at.clone(), |(folder, name)| folder.join(name)));
        };
        at = at.parent().unwrap_or(Path::new("")).join(target);
    }
    Err(io::Error::other("its links lead in a circle"))
}

/// `.NAME.KIND` in the folder of `out`.
pub(super) fn beside(out: &Path, kind: &str) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!(".{name}.{kind}"))
}

/// Refuses places that no folder can be put into by its name: it would be noticed after the work only.
pub(super) fn check(out: &Path) -> Result<(), Error> {
    let refuse = |reason| Err(Error::Place { path: out.to_owned(), reason });
    if out.file_name().is_none() {
        return refuse("is the root of a file system");
    }
    if std::env::current_dir().and_then(|folder| folder.canonicalize()).is_ok_and(|folder| folder.starts_with(out)) {
        return refuse("is, or holds, the folder that you are in, which would be taken from under you");
    }
    if is_mount_point(out) {
        return refuse("is a mount point, which cannot be replaced");
    }
    Ok(())
}

#[cfg(unix)]
fn is_mount_point(out: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| fs::metadata(path).map(|found| found.dev()).ok();
    let parent = out.parent().and_then(device);
    device(out).is_some_and(|device| parent.is_some_and(|parent| parent != device))
}

#[cfg(not(unix))]
fn is_mount_point(_: &Path) -> bool {
    false
}

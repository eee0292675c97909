//! Where an output is written, decided before any work is done.

use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::dataset::error::Error;

/// What is written beside a dataset, as the last part of a hidden name.
pub(super) const KINDS: [&str; 3] = ["partial", "old", "lock"];

/// Links that are followed before it is a loop.
const LINKS: usize = 40;

/// The place that `out` stands for, whether there is something or not. A link stays, and where it leads is meant.
///
/// # Errors
/// [`Error::Place`] when there is no such place: an empty name, a circle of links.
pub(super) fn resolve(out: &Path) -> Result<PathBuf, Error> {
    let refuse = |reason| Error::Place { path: out.to_owned(), reason };
    if out.as_os_str().is_empty() {
        return Err(refuse("is no name of a folder"));
    }
    let absolute = std::path::absolute(out).map_err(Error::io(out))?;
    // What is still to be walked, the next part last.
    let mut rest: Vec<OsString> = parts(&absolute);
    let (mut at, mut links) = (PathBuf::new(), 0);
    while let Some(part) = rest.pop() {
        if part == ".." {
            at.pop();
            continue;
        }
        let next = at.join(&part);
        // What is not there yet leads nowhere else.
        let Ok(target) = fs::read_link(&next) else {
            at = next;
            continue;
        };
        links += 1;
        if links > LINKS {
            return Err(refuse("cannot be reached, since its links lead in a circle"));
        }
        if target.is_absolute() {
            at = PathBuf::new();
        }
        rest.extend(parts(&target));
    }
    Ok(at)
}

/// The parts of a path, the first one last.
fn parts(path: &Path) -> Vec<OsString> {
    let parts = path.components().rev().filter(|part| !matches!(part, Component::CurDir));
    parts.map(|part| part.as_os_str().to_owned()).collect()
}

/// `.NAME.KIND` in the folder of `out`, whatever the bytes of its name are.
pub(super) fn beside(out: &Path, kind: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(out.file_name().unwrap_or_default());
    name.push(".");
    name.push(kind);
    out.with_file_name(name)
}

/// Makes the folder that `out` is in, and those above it.
pub(super) fn create_parent(out: &Path) -> Result<(), Error> {
    let Some(parent) = out.parent().filter(|_| out.file_name().is_some()) else {
        return Err(Error::Place { path: out.to_owned(), reason: "is the root of a file system" });
    };
    if is_file(parent) {
        return Err(Error::Place { path: parent.to_owned(), reason: FILE });
    }
    fs::create_dir_all(parent).map_err(Error::io(parent))
}

/// Refuses places that no folder can be put into by its name: it would be noticed after the work only.
pub(super) fn check(out: &Path) -> Result<(), Error> {
    let refuse = |reason| Err(Error::Place { path: out.to_owned(), reason });
    if out.file_name().is_none() {
        return refuse("is the root of a file system");
    }
    if is_file(out) {
        return refuse(FILE);
    }
    if std::env::current_dir().and_then(|folder| folder.canonicalize()).is_ok_and(|folder| folder.starts_with(out)) {
        return refuse("is, or holds, the folder that you are in, which would be taken from under you");
    }
    if is_mount_point(out) {
        return refuse("is a mount point, which cannot be replaced");
    }
    Ok(())
}

const FILE: &str = "is no folder but a file";

/// Whether something is at `path` that is no folder.
fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| !found.is_dir())
}

/// Whether another file system begins at `out`, or another part of the same one.
#[cfg(unix)]
fn is_mount_point(out: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| fs::metadata(path).map(|found| found.dev()).ok();
    let parent = out.parent().and_then(device);
    is_mount_root(out) || device(out).is_some_and(|device| parent.is_some_and(|parent| parent != device))
}

#[cfg(not(unix))]
fn is_mount_point(_: &Path) -> bool {
    false
}

/// What the system says of `out` itself: a bind mount is on the device of its parent. Systems before Linux 5.8 do not say.
#[cfg(target_os = "linux")]
fn is_mount_root(out: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    let found = statx(CWD, out, AtFlags::empty(), StatxFlags::BASIC_STATS);
    found.is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

#[cfg(all(unix, not(target_os = "linux")))]
fn is_mount_root(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_place_is_found_whether_it_is_there_or_not() {
        use std::os::unix::fs::symlink;
        let scratch = tempfile::tempdir().unwrap();
        let base = scratch.path().canonicalize().unwrap();
        fs::create_dir_all(base.join("deep/real")).unwrap();
        symlink("deep/real", base.join("link")).unwrap();
        symlink("deep/none", base.join("hanging")).unwrap();
        symlink(base.join("link"), base.join("deep/far")).unwrap();
        for (given, found) in [
            ("a/../a", "a"),
            ("a/./b/", "a/b"),
            ("link/..", "deep"),
            ("link/x", "deep/real/x"),
            ("hanging", "deep/none"),
            ("hanging/../x", "deep/x"),
            ("deep/far/../y", "deep/y"),
        ] {
            assert_eq!(resolve(&base.join(given)).unwrap(), base.join(found), "{given}");
        }
        symlink("round", base.join("round")).unwrap();
        assert!(resolve(&base.join("round/x")).is_err());
        assert!(resolve(Path::new("")).is_err());
        assert_eq!(resolve(Path::new("/..")).unwrap(), Path::new("/"));
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_utf8_are_kept_apart() {
        use std::os::unix::ffi::OsStrExt;
        let name = |bytes: &[u8]| beside(&Path::new("/x").join(std::ffi::OsStr::from_bytes(bytes)), "lock");
        assert_ne!(name(b"a\xff"), name(b"a\xfe"));
        assert_eq!(name(b"a\xff").file_name().unwrap().as_bytes(), b".a\xff.lock");
    }
}

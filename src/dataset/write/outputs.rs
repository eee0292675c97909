//! What a run must not read: the dataset that it writes, and others.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::place::{KINDS, beside, check, resolve};
use crate::dataset::error::Error;
use crate::dataset::manifest::{FORMAT, MANIFEST};

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
    ///
    /// # Errors
    /// [`Error::Place`] when no dataset can be put there.
    pub fn of(out: &Path) -> Result<Self, Error> {
        let out = resolve(out)?;
        check(&out)?;
        let beside = KINDS.map(|kind| beside(&out, kind));
        Ok(Self { own: std::iter::once(out).chain(beside).collect() })
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

//! A file to be read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::Disk;
use super::problem::Problem;
use super::store::{Found, Store};

/// A file to be read, or standard input. Nothing is opened before [`super::open()`].
#[derive(Clone, Debug)]
pub struct Input {
    /// Path below the folder given, with `/`; what the dataset shows and what rows are sorted by. `-` for standard input.
    pub path: String,
    /// Where it is.
    pub store: Arc<dyn Store>,
    /// Where the store finds it.
    pub at: PathBuf,
    /// Why it cannot be read, when that was seen while listing: a folder without permission, a loop of links.
    pub problem: Option<Problem>,
}

impl Input {
    /// What `store` found.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, found: Found) -> Self {
        Self { path: found.path, store, at: found.at, problem: found.problem }
    }

    /// The file `at` on the disk, shown as `path`.
    #[must_use]
    pub fn on_disk(path: &str, at: &Path) -> Self {
        Self { path: path.to_owned(), store: Arc::new(Disk), at: at.to_owned(), problem: None }
    }
}

//! Where inputs are: the trait.

use std::fmt::Debug;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::Error;
use super::globs::Globs;
use super::options::Options;
use super::problem::Problem;
use super::skipped::{Reason, Skipped};

/// A place that holds files.
pub trait Store: Debug + Send + Sync {
    /// The files that `root` stands for, in any order: itself, or all below it that `filter` admits. What cannot be entered
    /// is among them, with its problem.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is no such place.
    fn list(&self, root: &Path, filter: &Filter<'_>) -> Result<Listed, Error>;

    /// Opens the file at `at`, a place that [`Store::list`] named.
    ///
    /// # Errors
    /// What the system says.
    fn open(&self, at: &Path) -> io::Result<Stored>;
}

/// Tells why a file or folder is not to be read, if it is not: whoever writes datasets knows its own.
pub type Skip = dyn Fn(&Path) -> Option<Reason> + Send + Sync;

/// What of a folder is read.
pub struct Filter<'a> {
    /// The globs of the settings.
    pub globs: &'a Globs,
    /// The settings.
    pub options: &'a Options,
    /// What is left out besides.
    pub skip: Arc<Skip>,
}

/// What a store lists.
#[derive(Debug, Default)]
pub struct Listed {
    /// The files.
    pub found: Vec<Found>,
    /// What was left out.
    pub skipped: Skipped,
}

/// A file that a store lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Path below the root, with `/` on every system.
    pub path: String,
    /// Where the store finds it again.
    pub at: PathBuf,
    /// Why it cannot be read, when that was seen while listing.
    pub problem: Option<Problem>,
}

/// A file that was opened.
pub struct Stored {
    /// Its bytes.
    pub reader: Box<dyn Read>,
    /// How many there are, where that is known beforehand.
    pub bytes: Option<u64>,
}

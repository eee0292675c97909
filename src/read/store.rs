//! Where inputs are: the trait.

use std::fmt::Debug;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::error::Error;
use super::globs::Globs;
use super::options::Options;
use super::problem::Problem;

/// A place that holds files.
pub trait Store: Debug + Send + Sync {
    /// The files that `root` stands for, in any order: itself, or all below it that `globs` and `options` admit. What
    /// cannot be entered is among them, with its problem.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is no such place.
    fn list(&self, root: &Path, globs: &Globs, options: &Options) -> Result<Vec<Found>, Error>;

    /// Opens the file at `at`, a place that [`Store::list`] named.
    ///
    /// # Errors
    /// What the system says.
    fn open(&self, at: &Path) -> io::Result<Stored>;
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

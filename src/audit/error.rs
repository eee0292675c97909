//! What can be wrong with a proof or a question about a dataset.

use std::io;
use std::path::{Path, PathBuf};

use crate::dataset::{self, LedgerMode};

/// Why a dataset could not be read or an answer not be given.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The dataset could not be read.
    #[error(transparent)]
    Dataset(#[from] dataset::Error),
    /// A file could not be read or written.
    #[error("{}: {error}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A lock file that is none.
    #[error("{} is no lock file: {reason}; write it again with `taojin run --lock`", .path.display())]
    Lock {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// There is no document of that name.
    #[error("no document {0} in the dataset; `id` in the tables `data` and `rejected` names them")]
    Unknown(String),
    /// The ledger stores too little to rebuild a document.
    #[error(
        "the dataset was written with --ledger {} and does not hold what was removed; give the folder of the \
         sources, which must hold {path} as it was",
        .ledger.name()
    )]
    SourceNeeded {
        /// What the ledger stores.
        ledger: LedgerMode,
        /// Path of the input file.
        path: String,
    },
    /// The source file is not the one that was read.
    #[error("{} has changed since the dataset was written: its SHA-256 is {found}, not {expected}", .path.display())]
    SourceChanged {
        /// The file.
        path: PathBuf,
        /// Its checksum now.
        found: String,
        /// Its checksum then.
        expected: String,
    },
    /// A document cannot be rebuilt.
    #[error("document {id} cannot be rebuilt: {reason}")]
    Broken {
        /// Its identifier.
        id: String,
        /// What is wrong.
        reason: String,
    },
}

impl Error {
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Error::Io { path, error }
    }

    pub(super) fn lock<E: std::fmt::Display>(path: &Path) -> impl FnOnce(E) -> Self {
        let path = path.to_owned();
        move |reason| Error::Lock { path, reason: reason.to_string() }
    }
}

//! Why a run could not finish.

use std::io;
use std::path::{Path, PathBuf};

use super::pool::NoThread;
use crate::error::ErrorKind;
use crate::{annotate, audit, dataset, dedup, read};

/// Why a run could not finish. The dataset that was there before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The inputs cannot be listed.
    #[error(transparent)]
    Read(#[from] read::Error),
    /// The stages cannot be made as configured.
    #[error(transparent)]
    Config(#[from] crate::error::Error),
    /// The tokenizer cannot be made as configured.
    #[error(transparent)]
    Annotate(#[from] annotate::Error),
    /// The dataset cannot be written.
    #[error(transparent)]
    Write(#[from] dataset::Error),
    /// The working files beside the dataset cannot be written or read.
    #[error("working files in {}: {error}; free some space or write the dataset elsewhere", folder.display())]
    Scratch {
        /// The folder they are in.
        folder: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The documents cannot be compared.
    #[error(transparent)]
    Dedup(#[from] dedup::Error),
    /// There is nothing to read in the inputs; the second says what was left out.
    #[error(
        "no file to read in {0}{1}; check the path, --include and --exclude, or write a dataset without documents with \
         --allow-empty"
    )]
    NoInput(String, String),
    /// An input is in the folder that is to be replaced.
    #[error(
        "{}: is in the output folder {}, which is replaced as a whole; write elsewhere with -o",
        input.display(), out.display()
    )]
    InputInOutput {
        /// The input.
        input: PathBuf,
        /// The folder.
        out: PathBuf,
    },
    /// No document could be read, and a dataset that has some would go.
    #[error(
        "no document could be read{first}; the dataset in {} is left as it was: --allow-empty replaces it by an empty one",
        out.display()
    )]
    NoDocument {
        /// The dataset that was to be replaced.
        out: PathBuf,
        /// The first problem, in brackets; empty when there is none.
        first: String,
    },
    /// No row could be read, and tables that have some would go.
    #[error("no row could be read; the tables in {} are left as they were: --allow-empty replaces them by empty ones", out.display())]
    NoRow {
        /// The folder of the tables.
        out: PathBuf,
    },
    /// The system refuses to start a thread.
    #[error("no thread can be started: {0}; allow more processes (ulimit -u) or more memory")]
    Thread(io::Error),
    /// The dataset cannot be compared with the lock.
    #[error(transparent)]
    Audit(#[from] audit::Error),
    /// The run was stopped.
    #[error("interrupted; the dataset that was there before is untouched")]
    Interrupted,
}

impl Error {
    /// What the system said about the working files in `folder`.
    pub(super) fn scratch(folder: &Path, error: io::Error) -> Self {
        Self::Scratch { folder: folder.to_owned(), error }
    }
}

impl From<NoThread> for Error {
    fn from(NoThread(error): NoThread) -> Self {
        Self::Thread(error)
    }
}

impl From<Error> for crate::error::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Config(error) => error,
            Error::Read(error) => error.into(),
            Error::Annotate(error) => error.into(),
            Error::Write(error) => error.into(),
            Error::Dedup(error) => error.into(),
            Error::Audit(error) => error.into(),
            Error::NoInput(..) | Error::InputInOutput { .. } => Self::new(ErrorKind::Input, error),
            Error::NoDocument { .. } | Error::NoRow { .. } => Self::new(ErrorKind::Input, error),
            Error::Scratch { .. } | Error::Thread(_) => Self::new(ErrorKind::Path, error),
            Error::Interrupted => Self::new(ErrorKind::Interrupted, error),
        }
    }
}

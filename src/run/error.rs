//! Why a run could not finish.

use std::io;
use std::path::{Path, PathBuf};

use crate::{dataset, read};

/// Why a run could not finish. The dataset that was there before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The inputs cannot be listed.
    #[error(transparent)]
    Read(#[from] read::Error),
    /// A room cannot be furnished as configured.
    #[error("{0}")]
    Config(Box<dyn std::error::Error + Send + Sync>),
    /// The dataset cannot be written.
    #[error(transparent)]
    Write(#[from] dataset::Error),
    /// The working files beside the dataset cannot be written or read.
    #[error("working files in {}: {source}; free some space or write the dataset elsewhere", folder.display())]
    Scratch {
        /// The folder they are in.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The settings allow too little memory; the message says how much is enough.
    #[error("{0}")]
    Memory(io::Error),
    /// There is nothing to read.
    #[error(
        "no file to read in {0}; check the path, --include and --exclude, or write a dataset without documents with \
         --allow-empty"
    )]
    NoInput(String),
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
    /// The run was stopped.
    #[error("interrupted; the dataset that was there before is untouched")]
    Interrupted,
}

impl Error {
    /// What the system said about the working files in `folder`.
    pub(super) fn scratch(folder: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::OutOfMemory => Self::Memory(source),
            _ => Self::Scratch { folder: folder.to_owned(), source },
        }
    }
}

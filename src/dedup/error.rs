//! What may go wrong.

use std::io;
use std::path::{Path, PathBuf};

use super::memory::TooLittle;

/// Why documents could not be deduplicated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The settings allow too little memory.
    #[error(transparent)]
    Memory(#[from] TooLittle),
    /// More documents than can be numbered.
    #[error("more than two thousand million documents; deduplicate them in parts")]
    TooMany,
    /// The working files cannot be written or read.
    #[error("working files in {}: {error}; free some space or write elsewhere", folder.display())]
    Scratch {
        /// The folder they are in.
        folder: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// An input file cannot be used.
    #[error("{place}: {problem}")]
    Input {
        /// The path, and the line where that is known.
        place: String,
        /// What is wrong with it, and what to do where that is not plain.
        problem: String,
        /// What a library or the system said.
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// The inputs do not go together.
    #[error("{0}")]
    Inputs(&'static str),
    /// A result cannot be written.
    #[error("{}: cannot be written", path.display())]
    Output {
        /// The file or folder.
        path: PathBuf,
        /// What a library or the system said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Error {
    /// Says of an error of the system that it was about working files in `folder`.
    pub(crate) fn scratch(folder: &Path) -> impl Fn(io::Error) -> Self + Copy + '_ {
        move |error| Self::Scratch { folder: folder.to_owned(), error }
    }

    /// Something wrong with the input at `path`.
    pub(crate) fn input(path: &Path, problem: impl Into<String>) -> Self {
        Self::Input { place: path.display().to_string(), problem: problem.into(), source: None }
    }

    /// Says of an error of a library or the system what `problem` it is with the input at `path`.
    pub(crate) fn of_input<'a, E: Into<Box<dyn std::error::Error + Send + Sync>>>(
        path: &'a Path,
        problem: &'static str,
    ) -> impl Fn(E) -> Self + Copy + 'a {
        move |source| Self::Input {
            place: path.display().to_string(),
            problem: problem.to_owned(),
            source: Some(source.into()),
        }
    }

    /// Says of an error of a library or the system that it was met writing to `path`.
    pub(crate) fn output<E: Into<Box<dyn std::error::Error + Send + Sync>>>(
        path: &Path,
    ) -> impl Fn(E) -> Self + Copy + '_ {
        move |source| Self::Output { path: path.to_owned(), source: source.into() }
    }
}

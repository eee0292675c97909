//! What can go wrong while a dataset is written or read.

use std::io;
use std::path::{Path, PathBuf};

use parquet::errors::ParquetError;

use crate::document::Unbalanced;

/// Why a dataset could not be written or read. Whatever it is, the dataset that was there before is untouched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be written.
    #[error("cannot write {}: {error}; {}", .path.display(), remedy(.error))]
    Io {
        /// What was being written.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A table could not be encoded.
    #[error("cannot write {}: {error}; this is a bug, please report it", .path.display())]
    Encode {
        /// The file.
        path: PathBuf,
        /// What the Parquet writer says.
        error: ParquetError,
    },
    /// A setting that makes no sense.
    #[error("{0}; change it in the section [write] of the configuration")]
    Options(String),
    /// The output folder holds something else.
    #[error("{} holds {}, which taojin did not write there; choose another folder with -o, or take it away", .path.display(), some(.names))]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// What was found in it, sorted; folders end with `/`.
        names: Vec<String>,
    },
    /// Another run writes to the same place.
    #[error("another run is writing {}{holder}; wait for it or choose another folder with -o{stale}", .path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
        /// Who it is, in brackets, as far as is known.
        holder: String,
        /// What to do if it was killed, where nothing tells whether it was.
        stale: String,
    },
    /// Something that is not ours has a name that a run needs beside the output folder.
    #[error(
        "{} is {what}, and a run that writes {} needs its name; move it away or choose another folder with -o",
        .path.display(), .out.display()
    )]
    InTheWay {
        /// What has the name.
        path: PathBuf,
        /// The folder.
        out: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// The output folder is none that could be replaced.
    #[error("`{}` {reason}; choose another folder with -o", .path.display())]
    Place {
        /// The folder.
        path: PathBuf,
        /// What it is.
        reason: &'static str,
    },
    /// The new dataset is in its place; what was there before could not be removed.
    #[error(
        "the new dataset is in {}, but what is left of the work is still in {}: {reason}; remove it by hand",
        .out.display(), .left.display()
    )]
    Leftover {
        /// The dataset.
        out: PathBuf,
        /// What is left.
        left: PathBuf,
        /// Why it is.
        reason: String,
    },
    /// The new dataset is in its place, but perhaps on the disk only later.
    #[error(
        "the new dataset is in {}, but the system does not say that its name is on the disk: {error}; check the disk, and \
         run `taojin verify` after the machine was off{}",
        .out.display(), kept(.left)
    )]
    Unsynced {
        /// The dataset.
        out: PathBuf,
        /// Where the old one still is.
        left: Option<PathBuf>,
        /// What the system says.
        error: io::Error,
    },
    /// The old dataset was put aside and could not be put back.
    #[error(
        "{} could not be replaced: {error}; the old dataset is in {}: the next run moves it back, or you do",
        .path.display(), .old.display()
    )]
    Aside {
        /// The folder.
        path: PathBuf,
        /// Where the old dataset is.
        old: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A document longer than a Parquet value may be.
    #[error("{path}: a document of {bytes} bytes does not fit into a Parquet value (1 GiB); split the file")]
    TooLarge {
        /// Where the document comes from.
        path: String,
        /// Its length.
        bytes: usize,
    },
    /// A document whose text and ledger do not make its source.
    #[error("{path}: {error}; this is a bug in a stage, please report it")]
    Unbalanced {
        /// Where the document comes from.
        path: String,
        /// What does not add up.
        error: Unbalanced,
    },
    /// The folder is no dataset.
    #[error("{} is no dataset: {reason}; give the folder that `taojin run -o` wrote", .path.display())]
    NoDataset {
        /// The folder.
        path: PathBuf,
        /// What is missing or wrong.
        reason: String,
    },
    /// A file could not be read.
    #[error("{}: {error}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A table is damaged.
    #[error("{} is damaged: {reason}; write the dataset again", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Several documents have an identifier that begins so.
    #[error("{beginning} is the beginning of several ids, among them {} and {}; give more of it", .ids[0], .ids[1])]
    Ambiguous {
        /// What was asked for.
        beginning: String,
        /// The first two.
        ids: [String; 2],
    },
    /// A cell of a table holds what its column never does.
    #[error("{} is damaged: column `{column}` holds `{value}`, which this version does not know; write the dataset again", .path.display())]
    Value {
        /// The file.
        path: PathBuf,
        /// The column.
        column: &'static str,
        /// What it holds.
        value: String,
    },
}

/// The first few of `names`, and how many more there are.
fn some(names: &[String]) -> String {
    const SHOWN: usize = 3;
    let shown = names.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// Where the old dataset still is.
fn kept(left: &Option<PathBuf>) -> String {
    left.as_ref().map(|left| format!("; until the next run the old one is in {}", left.display())).unwrap_or_default()
}

fn remedy(error: &io::Error) -> &'static str {
    #[cfg(unix)]
    if matches!(rustix::io::Errno::from_io_error(error), Some(rustix::io::Errno::MFILE | rustix::io::Errno::NFILE)) {
        return "let more files be open at a time (ulimit -n); the previous dataset is untouched";
    }
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "free some space or choose another folder with -o; the previous dataset is untouched"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "choose a folder that can be written, with -o"
        }
        io::ErrorKind::NotADirectory => "a part of this path is a file; choose another folder with -o",
        io::ErrorKind::InvalidFilename => "choose a shorter name with -o: hidden names are made of it",
        _ => "the previous dataset is untouched",
    }
}

impl Error {
    /// An error of the system at `path`.
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Error::Io { path, error }
    }

    /// What the system says of a file that cannot be read.
    pub(crate) fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Error::Unreadable { path, error }
    }

    /// What is wrong with the file at `path`.
    pub(crate) fn damaged<E: std::fmt::Display>(path: &Path) -> impl FnOnce(E) -> Self {
        let path = path.to_owned();
        move |reason| Error::Damaged { path, reason: reason.to_string() }
    }

    /// An error of the Parquet writer at `path`; what the system said is dug out of it.
    pub(super) fn parquet(path: &Path) -> impl FnOnce(ParquetError) -> Self {
        let path = path.to_owned();
        move |error| match error {
            ParquetError::External(inner) => match inner.downcast::<io::Error>() {
                Ok(error) => Error::Io { path, error: *error },
                Err(inner) => Error::Encode { path, error: ParquetError::External(inner) },
            },
            error => Error::Encode { path, error },
        }
    }
}

//! Bytes in: files, folders, compressed files. Makes [`Raw`] documents: bytes and where they came from.

mod list;
mod open;
mod unpack;

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use crate::document::Status;
pub(crate) use list::globs;
pub use list::list;
pub use open::{Opened, open};

/// Settings of the `read` room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Globs of the files in a folder that are read; empty for all. A pattern without `/` matches names at any depth.
    pub include: Vec<String>,
    /// Globs of the files in a folder that are left out.
    pub exclude: Vec<String>,
    /// Whether files and folders whose names begin with a dot are read as well.
    pub hidden: bool,
    /// Whether files that `.gitignore` or `.taojinignore` name are read as well.
    pub ignored: bool,
    /// Whether symbolic links inside a folder are followed. Loops are noticed either way.
    pub follow_links: bool,
    /// Largest document that is read, in bytes after decompression: a guard against decompression bombs.
    pub max_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            include: Vec::new(),
            exclude: Vec::new(),
            hidden: false,
            ignored: false,
            follow_links: true,
            max_bytes: 1 << 30,
        }
    }
}

/// A file to be read, or standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Path below the folder given, with `/`; what the dataset shows and what rows are sorted by. `-` for standard input.
    pub path: String,
    /// Where the file is on this machine; none for standard input.
    pub file: Option<PathBuf>,
    /// Why it cannot be read, when that was seen while listing: a folder without permission, a loop of links.
    pub problem: Option<Problem>,
}

/// The bytes of one document and where they came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    /// Which document of a file that holds several; empty for one document a file.
    pub member: String,
    /// The document's bytes, decompressed.
    pub bytes: Vec<u8>,
    /// File name that tells the type where the content does not (`page.html` for `page.html.gz`).
    pub name: String,
    /// Encoding that the transport declares (an HTTP header), if any.
    pub charset: Option<String>,
}

/// Why an input, or one document in it, could not be read. It is recorded; the run goes on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// The kind of problem.
    pub status: Status,
    /// What is wrong and what to do, for people. Does not name the file: whoever shows it knows the file.
    pub message: String,
}

impl Problem {
    /// A problem of the kind `status`, described by `message`.
    #[must_use]
    pub fn new(status: Status, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    /// What the system said when reading failed, as a problem without any path of this machine in it.
    fn unreadable(error: &std::io::Error) -> Self {
        Self::new(Status::Unreadable, format!("cannot be read: {}; check its permissions", error.kind()))
    }
}

/// Why inputs cannot be listed at all: a mistake in the command line or the configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A path that was asked for is not there.
    #[error("{0}: no such file or folder; check the path (`-` reads standard input)")]
    Missing(String),
    /// A glob that does not parse.
    #[error("glob `{0}`: {1}; write it as in .gitignore, such as `*.txt` or `news/**`")]
    Glob(String, String),
}

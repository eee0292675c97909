//! Bytes in: files, folders, compressed files. Makes [`Raw`] documents: bytes and where they came from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of the `read` room.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {}

/// A file to be read, or standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Path below the folder given, with `/`; what the dataset shows and what rows are sorted by. `-` for standard input.
    pub path: String,
    /// Where the file is on this machine; none for standard input.
    pub file: Option<std::path::PathBuf>,
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

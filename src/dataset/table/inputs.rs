//! `inputs`: the files that were read, or could not be.

use super::some;
use crate::dataset::schema::{Column, Get, Table};

/// One row an input file.
pub struct Inputs;

/// An input file and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputRow {
    /// Path below the folder given, with `/`; `-` for standard input.
    pub path: String,
    /// SHA-256 of the file as it stands on disk, in lower-case hex; empty when it could not be read.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// `ok`, or what is wrong: `empty`, `binary`, `unreadable`, `damaged`.
    pub status: String,
    /// Encoding of its documents; empty when there are none or several.
    pub encoding: String,
    /// Number of documents found in it.
    pub documents: u32,
    /// What is wrong, in words; empty for `ok`.
    pub error: String,
}

impl Table for Inputs {
    type Row<'a> = InputRow;
    const NAME: &'static str = "inputs";
    const ABOUT: &'static str =
        "One row an input file: its status, encoding, size, and what is wrong with it if anything.";
    const COLUMNS: &'static [Column<Self>] = &[
        Column {
            name: "path",
            about: "Path below the folder given; `-` for standard input.",
            get: Get::Key(|row| &row.path),
        },
        Column {
            name: "sha256",
            about: "SHA-256 of the file as it stands on disk.",
            get: Get::MaybeKey(|row| some(&row.sha256)),
        },
        Column { name: "bytes", about: "Size of the file.", get: Get::Size(|row| row.bytes) },
        Column {
            name: "status",
            about: "`ok`, or what is wrong: `empty`, `binary`, `unreadable`, `damaged` and the like.",
            get: Get::Word(|row| &row.status),
        },
        Column {
            name: "encoding",
            about: "Character encoding of its documents, when it is one.",
            get: Get::MaybeWord(|row| some(&row.encoding)),
        },
        Column { name: "documents", about: "Number of documents found in it.", get: Get::Int(|row| row.documents) },
        Column { name: "error", about: "What is wrong, in words.", get: Get::MaybeText(|row| some(&row.error)) },
    ];
}

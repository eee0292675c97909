//! `inputs`: the files that were read, or could not be.

use super::super::column::{Column, Table, Value};
use super::shared::{put, some, text};
use crate::document::Status;

/// One row per input file.
pub struct Inputs;

/// An input file and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct InputRow {
    /// Path below the folder given, with `/`; `-` for standard input.
    pub path: String,
    /// SHA-256 of the file as it is on disk, in lower-case hex; empty when it could not be read.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Whether it could be read, else what is wrong.
    pub status: Status,
    /// Encoding of its documents; empty when there are none, `mixed` when there are several.
    pub encoding: String,
    /// Number of documents found in it.
    pub documents: u32,
    /// What is wrong, in words; empty for [`Status::Ok`].
    pub error: String,
}

impl Table for Inputs {
    type Row<'a> = InputRow;
    const NAME: &'static str = "inputs";
    const ABOUT: &'static str =
        "One row an input file: its status, encoding, size, and what is wrong with it if anything.";
    const COLUMNS: &'static [Column<Self>] = &[
        Column::key(
            "path",
            "Path below the folder given; `-` for standard input.",
            Value::Text(|row| &row.path, |row, path| row.path = path.to_owned()),
        ),
        Column::key(
            "sha256",
            "SHA-256 of the file as it stands on disk.",
            Value::MaybeText(|row| some(&row.sha256), |row, sha256| row.sha256 = text(sha256)),
        ),
        Column::new("bytes", "Size of the file.", Value::Size(|row| row.bytes, |row, bytes| row.bytes = bytes)),
        Column::new(
            "status",
            "`ok`, or what is wrong: `empty`, `binary`, `unreadable`, `damaged` and the like.",
            Value::Name(|row| row.status.name(), |row, name| put(&mut row.status, Status::parse(name))),
        ),
        Column::new(
            "encoding",
            "Character encoding of its documents, when it is one.",
            Value::MaybeText(|row| some(&row.encoding), |row, encoding| row.encoding = text(encoding)),
        ),
        Column::new(
            "documents",
            "Number of documents found in it.",
            Value::Int(|row| row.documents, |row, documents| row.documents = documents),
        ),
        Column::long(
            "error",
            "What is wrong, in words.",
            Value::MaybeText(|row| some(&row.error), |row, error| row.error = text(error)),
        ),
    ];
}

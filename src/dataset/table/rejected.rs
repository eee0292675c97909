//! `rejected`: the documents that are not kept.

use super::some;
use crate::dataset::Rejected;
use crate::dataset::schema::{Column, Get, Table};
use crate::document::Record;

/// One row a document not kept.
pub struct Rejects;

/// What a row of `rejected` is made from.
pub struct RejectedRow<'a> {
    /// The document.
    pub record: &'a Record,
    /// Its source text; none with `--ledger ranges` or `none`.
    pub source: Option<&'a str>,
    /// Code-point ranges of the source text that stand for other bytes than encoding it would give.
    pub ranges: &'a [(u32, u32)],
    /// Those bytes.
    pub bytes: &'a [Vec<u8>],
    /// Why it is not kept.
    pub why: &'a Rejected,
}

impl Table for Rejects {
    type Row<'a> = RejectedRow<'a>;
    const NAME: &'static str = "rejected";
    const ABOUT: &'static str = "One row a document not kept, with its full source text, the reason and the evidence.";
    const COLUMNS: &'static [Column<Self>] = &[
        Column {
            name: "id",
            about: "Identifier made of origin and content: 32 hex digits.",
            get: Get::Key(|row| &row.record.id),
        },
        Column { name: "rule", about: "The rule that rejects it.", get: Get::Word(|row| &row.why.rule) },
        Column {
            name: "evidence",
            about: "What the rule saw, in words.",
            get: Get::MaybeWord(|row| some(&row.why.evidence)),
        },
        Column {
            name: "kept_id",
            about: "For a duplicate: `id` of the kept document it matches.",
            get: Get::MaybeKey(|row| row.why.kept_id.as_deref()),
        },
        Column {
            name: "kept_path",
            about: "For a duplicate: `source_path` of that document.",
            get: Get::MaybeWord(|row| row.why.kept_path.as_deref()),
        },
        Column {
            name: "similarity",
            about: "For a duplicate: how similar the two are, 0 to 1.",
            get: Get::MaybeFloat(|row| row.why.similarity),
        },
        Column {
            name: "passage",
            about: "For a duplicate: a passage that both share.",
            get: Get::MaybeText(|row| row.why.passage.as_deref()),
        },
        Column { name: "title", about: "Title.", get: Get::MaybeWord(|row| row.record.title.as_deref()) },
        Column {
            name: "language",
            about: "Language as a BCP 47 tag.",
            get: Get::MaybeWord(|row| some(&row.record.language)),
        },
        Column {
            name: "source",
            about: "The whole source text, before any cleaning; null with `--ledger ranges` or `none`.",
            get: Get::MaybeText(|row| row.source),
        },
        Column {
            name: "source_path",
            about: "Path of the input file below the folder given.",
            get: Get::Word(|row| &row.record.origin.path),
        },
        Column {
            name: "member",
            about: "Which document of a file that holds several.",
            get: Get::MaybeWord(|row| some(&row.record.origin.member)),
        },
        Column {
            name: "source_sha256",
            about: "SHA-256 of the document's own bytes, after decompression.",
            get: Get::Key(|row| &row.record.origin.sha256),
        },
        Column { name: "source_bytes", about: "Number of those bytes.", get: Get::Size(|row| row.record.origin.bytes) },
        Column {
            name: "source_chars",
            about: "Length of the source text.",
            get: Get::Int(|row| row.record.source_chars),
        },
        Column {
            name: "format",
            about: "What the source was read as: `plain`, `markdown` or `html`.",
            get: Get::Word(|row| &row.record.format),
        },
        Column {
            name: "encoding",
            about: "Character encoding of the source, as the WHATWG spells it.",
            get: Get::Word(|row| &row.record.encoding),
        },
        Column { name: "chars", about: "Length of the text after cleaning.", get: Get::Int(|row| row.record.chars) },
        Column {
            name: "ranges",
            about: "Ranges of the source text that stand for other bytes than encoding it would give.",
            get: Get::Ranges(|row| row.ranges),
        },
        Column { name: "bytes", about: "The bytes of the file at each of `ranges`.", get: Get::Bytes(|row| row.bytes) },
    ];
}

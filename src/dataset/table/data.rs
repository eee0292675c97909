//! `data`: the documents that are kept.

use super::some;
use crate::dataset::Place;
use crate::dataset::schema::{Column, Get, Table};
use crate::document::Record;

/// One row a kept document.
pub struct Data;

/// What a row of `data` is made from.
pub struct KeptRow<'a> {
    /// The document.
    pub record: &'a Record,
    /// Its place among the others.
    pub place: &'a Place<'a>,
}

/// Share of a document's text from which it counts as word-segmented.
const SEGMENTED: f32 = 0.5;

impl Table for Data {
    type Row<'a> = KeptRow<'a>;
    const NAME: &'static str = "data";
    const ABOUT: &'static str = "One row a kept document.";
    const COLUMNS: &'static [Column<Self>] = &[
        Column {
            name: "id",
            about: "Identifier made of origin and content: 32 hex digits.",
            get: Get::Key(|row| &row.record.id),
        },
        Column {
            name: "text",
            about: "The body alone, paragraphs parted by one blank line.",
            get: Get::Text(|row| &row.record.text),
        },
        Column {
            name: "title",
            about: "Title, declared by the source or found in its first lines.",
            get: Get::MaybeWord(|row| row.record.title.as_deref()),
        },
        Column { name: "authors", about: "Authors in the order given.", get: Get::Texts(|row| &row.record.authors) },
        Column {
            name: "published",
            about: "Time of publication; a zone that had to be assumed is noted in `metadata`.",
            get: Get::MaybeTime(|row| row.record.published),
        },
        Column { name: "url", about: "Address of the document.", get: Get::MaybeWord(|row| row.record.url.as_deref()) },
        Column { name: "site", about: "Site or publication.", get: Get::MaybeWord(|row| row.record.site.as_deref()) },
        Column {
            name: "language",
            about: "Language as a BCP 47 tag: judged from the text, else declared.",
            get: Get::MaybeWord(|row| some(&row.record.language)),
        },
        Column {
            name: "script",
            about: "ISO 15924 code of the dominant script (`Hans`, `Hant`, `Latn`).",
            get: Get::MaybeWord(|row| some(&row.record.script)),
        },
        Column {
            name: "categories",
            about: "Categories and tags in the order given.",
            get: Get::Texts(|row| &row.record.categories),
        },
        Column {
            name: "metadata",
            about: "What else the source declared: a JSON object with sorted keys.",
            get: Get::Word(|row| &row.record.metadata),
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
        Column {
            name: "encoding_confidence",
            about: "How sure the detection was, 0 to 1.",
            get: Get::Float(|row| row.record.encoding_confidence),
        },
        Column {
            name: "was_segmented",
            about: "Whether at least half of the text had spaces between its words, which were taken out.",
            get: Get::Flag(|row| row.record.segmented >= SEGMENTED),
        },
        Column {
            name: "segmented",
            about: "Share of the text that was word-segmented, 0 to 1.",
            get: Get::Float(|row| row.record.segmented),
        },
        Column {
            name: "loss_marks",
            about: "Signs of text lost before it reached us: U+FFFD, 锟斤拷, `??` inside Chinese.",
            get: Get::Int(|row| row.record.loss_marks),
        },
        Column { name: "chars", about: "Length of `text`.", get: Get::Int(|row| row.record.chars) },
        Column {
            name: "removed_chars",
            about: "Characters of the source text that are not in `text`: markup, boilerplate, spaces.",
            get: Get::Int(|row| row.record.removed_chars),
        },
        Column {
            name: "paragraphs",
            about: "Number of blocks of the text, rows of the table `paragraphs`.",
            get: Get::Int(|row| row.record.paragraphs.len() as u32),
        },
        Column {
            name: "mean_line_chars",
            about: "Mean length of a line.",
            get: Get::Float(|row| row.record.shares[0]),
        },
        Column {
            name: "punctuation",
            about: "Share of punctuation, 0 to 1.",
            get: Get::Float(|row| row.record.shares[1]),
        },
        Column { name: "symbols", about: "Share of symbols, 0 to 1.", get: Get::Float(|row| row.record.shares[2]) },
        Column {
            name: "digits",
            about: "Share of decimal digits, 0 to 1.",
            get: Get::Float(|row| row.record.shares[3]),
        },
        Column { name: "latin", about: "Share of Latin letters, 0 to 1.", get: Get::Float(|row| row.record.shares[4]) },
        Column { name: "han", about: "Share of Han characters, 0 to 1.", get: Get::Float(|row| row.record.shares[5]) },
        Column {
            name: "duplicate_lines",
            about: "Share of lines that repeat an earlier line, 0 to 1.",
            get: Get::Float(|row| row.record.shares[6]),
        },
        Column {
            name: "cluster",
            about: "Cluster of near duplicates: the `id` of its kept document.",
            get: Get::MaybeKey(|row| row.place.cluster.as_deref()),
        },
        Column { name: "split", about: "Split the document belongs to.", get: Get::Word(|row| row.place.split) },
    ];
}

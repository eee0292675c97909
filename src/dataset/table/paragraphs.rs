//! `paragraphs`: the blocks of the kept documents.

use crate::dataset::schema::{Column, Get, Table};
use crate::document::Paragraph;

/// One row a kept block.
pub struct Paragraphs;

/// What a row of `paragraphs` is made from.
pub struct ParagraphRow<'a> {
    /// Identifier of the document.
    pub document: &'a str,
    /// Number of the block in it, from 0.
    pub number: u32,
    /// The block.
    pub paragraph: &'a Paragraph,
    /// What it says.
    pub text: &'a str,
}

impl Table for Paragraphs {
    type Row<'a> = ParagraphRow<'a>;
    const NAME: &'static str = "paragraphs";
    const ABOUT: &'static str =
        "One row a kept block: a paragraph, heading, list item, quote, code, table row or caption.";
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "document_id", about: "`id` of the document in `data`.", get: Get::Key(|row| row.document) },
        Column {
            name: "paragraph",
            about: "Number of the block in the document, from 0.",
            get: Get::Int(|row| row.number),
        },
        Column {
            name: "kind",
            about: "`heading`, `paragraph`, `list_item`, `quote`, `code`, `table_row`, `caption` or `comment`.",
            get: Get::Word(|row| &row.paragraph.kind),
        },
        Column {
            name: "level",
            about: "Level of a heading, 1 to 6; 0 for everything else.",
            get: Get::Int(|row| row.paragraph.level.into()),
        },
        Column { name: "text", about: "What it says.", get: Get::Text(|row| row.text) },
        Column {
            name: "start",
            about: "Where it begins in the document's `text`.",
            get: Get::Int(|row| row.paragraph.start),
        },
        Column {
            name: "end",
            about: "Where it ends in the document's `text`.",
            get: Get::Int(|row| row.paragraph.end),
        },
        Column {
            name: "source_start",
            about: "Where it begins in the source text.",
            get: Get::Int(|row| row.paragraph.source_start),
        },
        Column {
            name: "source_end",
            about: "Where it ends in the source text.",
            get: Get::Int(|row| row.paragraph.source_end),
        },
    ];
}

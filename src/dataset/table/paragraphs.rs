//! `paragraphs`: the blocks of the kept documents.

use super::super::column::{Column, Table, Value};
use super::shared::{self, OfDocument, put};
use crate::document::{Kind, Paragraph};

/// One row per kept block.
pub struct Paragraphs;

/// A row of `paragraphs`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParagraphRow<'a> {
    /// Identifier of the document.
    pub document: &'a str,
    /// Number of the block in it, from 0.
    pub number: u32,
    /// The block.
    pub paragraph: Paragraph,
    /// What it says.
    pub text: &'a str,
}

impl OfDocument for Paragraphs {
    fn document<'a>(row: &Self::Row<'a>) -> &'a str {
        row.document
    }

    fn document_mut<'r, 'a>(row: &'r mut Self::Row<'a>) -> &'r mut &'a str {
        &mut row.document
    }
}

impl Table for Paragraphs {
    type Row<'a> = ParagraphRow<'a>;
    const NAME: &'static str = "paragraphs";
    const ABOUT: &'static str =
        "One row a kept block: a paragraph, heading, list item, quote, code, table row or caption.";
    const COLUMNS: &'static [Column<Self>] = &[
        shared::document_id(),
        Column::new(
            "paragraph",
            "Number of the block in the document, from 0.",
            Value::Int(|row| row.number, |row, number| row.number = number),
        ),
        Column::new(
            "kind",
            "`heading`, `paragraph`, `list_item`, `quote`, `code`, `table_row`, `caption` or `comment`.",
            Value::Name(|row| row.paragraph.kind.name(), |row, name| put(&mut row.paragraph.kind, Kind::parse(name))),
        ),
        Column::new(
            "level",
            "Level of a heading, 1 to 6; 0 for everything else.",
            Value::Int(|row| row.paragraph.kind.level().into(), |row, level| set_level(&mut row.paragraph, level)),
        ),
        Column::long("text", "What it says.", Value::Text(|row| row.text, |row, text| row.text = text)),
        Column::new(
            "start",
            "Where it begins in the document's `text`.",
            Value::Int(|row| row.paragraph.start, |row, start| row.paragraph.start = start),
        ),
        Column::new(
            "end",
            "Where it ends in the document's `text`.",
            Value::Int(|row| row.paragraph.end, |row, end| row.paragraph.end = end),
        ),
        Column::new(
            "source_start",
            "Where it begins in the source text.",
            Value::Int(|row| row.paragraph.source_start, |row, start| row.paragraph.source_start = start),
        ),
        Column::new(
            "source_end",
            "Where it ends in the source text.",
            Value::Int(|row| row.paragraph.source_end, |row, end| row.paragraph.source_end = end),
        ),
    ];
}

/// The kind is read before the level. A level that it cannot have is left out.
fn set_level(paragraph: &mut Paragraph, level: u32) {
    if let Some(kind) = u8::try_from(level).ok().and_then(|level| paragraph.kind.with_level(level)) {
        paragraph.kind = kind;
    }
}

//! `sentences`: where the sentences of the kept documents begin and end.

use super::super::column::{Column, Table, Value};
use super::shared::{self, OfDocument};

/// One row per sentence.
pub struct Sentences;

/// A row of `sentences`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SentenceRow<'a> {
    /// Identifier of the document.
    pub document: &'a str,
    /// Number of the paragraph that it is in.
    pub paragraph: u32,
    /// Number of the sentence in the document, from 0.
    pub number: u32,
    /// What it says.
    pub text: &'a str,
    /// Where it begins and ends in the document's text.
    pub range: (u32, u32),
}

impl OfDocument for Sentences {
    fn document<'a>(row: &Self::Row<'a>) -> &'a str {
        row.document
    }

    fn document_mut<'r, 'a>(row: &'r mut Self::Row<'a>) -> &'r mut &'a str {
        &mut row.document
    }
}

impl Table for Sentences {
    type Row<'a> = SentenceRow<'a>;
    const NAME: &'static str = "sentences";
    const ABOUT: &'static str =
        "One row a sentence of a kept document. Nothing but white space stands between sentences.";
    const OPTION: Option<&'static str> = Some("--sentences");
    const COLUMNS: &'static [Column<Self>] = &[
        shared::document_id(),
        Column::rising(
            "paragraph",
            "Number of the paragraph in which it stands.",
            Value::Int(|row| row.paragraph, |row, paragraph| row.paragraph = paragraph),
        ),
        Column::rising(
            "sentence",
            "Number of the sentence in the document, from 0.",
            Value::Int(|row| row.number, |row, number| row.number = number),
        ),
        Column::long("text", "What it says.", Value::Text(|row| row.text, |row, text| row.text = text)),
        Column::rising(
            "start",
            "Where it begins in the document's `text`.",
            Value::Int(|row| row.range.0, |row, start| row.range.0 = start),
        ),
        Column::rising(
            "end",
            "Where it ends in the document's `text`.",
            Value::Int(|row| row.range.1, |row, end| row.range.1 = end),
        ),
    ];
}

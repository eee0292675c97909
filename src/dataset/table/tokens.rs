//! `tokens`: the words, numbers and marks of the kept documents.

use super::super::column::{Column, Table, Value};
use super::shared::{self, OfDocument};

/// One row per token.
pub struct Tokens;

/// A row of `tokens`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenRow<'a> {
    /// Identifier of the document.
    pub document: &'a str,
    /// Number of its sentence in the document, from 0.
    pub sentence: u32,
    /// Number of the token in the document, from 0.
    pub number: u32,
    /// The token.
    pub text: &'a str,
    /// Where it begins and ends in the document's text.
    pub range: (u32, u32),
}

impl OfDocument for Tokens {
    fn document<'a>(row: &Self::Row<'a>) -> &'a str {
        row.document
    }

    fn document_mut<'r, 'a>(row: &'r mut Self::Row<'a>) -> &'r mut &'a str {
        &mut row.document
    }
}

impl Table for Tokens {
    type Row<'a> = TokenRow<'a>;
    const NAME: &'static str = "tokens";
    const ABOUT: &'static str =
        "One row a word, number or mark of a kept document. Nothing but white space stands between tokens.";
    const OPTION: Option<&'static str> = Some("--tokens");
    const COLUMNS: &'static [Column<Self>] = &[
        shared::document_id(),
        Column::rising(
            "sentence",
            "Number of its sentence in the document, as in the table `sentences`.",
            Value::Int(|row| row.sentence, |row, sentence| row.sentence = sentence),
        ),
        Column::rising(
            "token",
            "Number of the token in the document, from 0.",
            Value::Int(|row| row.number, |row, number| row.number = number),
        ),
        Column::new("text", "The token itself.", Value::Text(|row| row.text, |row, text| row.text = text)),
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

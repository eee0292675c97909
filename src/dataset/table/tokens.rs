//! `tokens`: the words, numbers and marks of the kept documents.

use crate::dataset::schema::{Column, Get, Table};

/// One row a token.
pub struct Tokens;

/// What a row of `tokens` is made from.
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

impl Table for Tokens {
    type Row<'a> = TokenRow<'a>;
    const NAME: &'static str = "tokens";
    const ABOUT: &'static str =
        "One row a word, number or mark of a kept document. Nothing but white space stands between tokens.";
    const OPTION: Option<&'static str> = Some("--tokens");
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "document_id", about: "`id` of the document in `data`.", get: Get::Key(|row| row.document) },
        Column {
            name: "sentence",
            about: "Number of its sentence in the document, as in the table `sentences`.",
            get: Get::Rising(|row| row.sentence),
        },
        Column {
            name: "token",
            about: "Number of the token in the document, from 0.",
            get: Get::Rising(|row| row.number),
        },
        Column { name: "text", about: "The token itself.", get: Get::Word(|row| row.text) },
        Column {
            name: "start",
            about: "Where it begins in the document's `text`.",
            get: Get::Rising(|row| row.range.0),
        },
        Column { name: "end", about: "Where it ends in the document's `text`.", get: Get::Rising(|row| row.range.1) },
    ];
}

//! `sentences`: where the sentences of the kept documents begin and end.

use crate::annotate::Sentence;
use crate::dataset::schema::{Column, Get, Table};

/// One row a sentence.
pub struct Sentences;

/// What a row of `sentences` is made from.
pub struct SentenceRow<'a> {
    /// Identifier of the document.
    pub document: &'a str,
    /// Number of the sentence in it, from 0.
    pub number: u32,
    /// The sentence.
    pub sentence: Sentence,
    /// What it says.
    pub text: &'a str,
}

impl Table for Sentences {
    type Row<'a> = SentenceRow<'a>;
    const NAME: &'static str = "sentences";
    const ABOUT: &'static str =
        "One row a sentence of a kept document. Nothing but white space stands between sentences.";
    const OPTION: Option<&'static str> = Some("--sentences");
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "document_id", about: "`id` of the document in `data`.", get: Get::Key(|row| row.document) },
        Column {
            name: "paragraph",
            about: "Number of the paragraph in which it stands.",
            get: Get::Rising(|row| row.sentence.paragraph),
        },
        Column {
            name: "sentence",
            about: "Number of the sentence in the document, from 0.",
            get: Get::Rising(|row| row.number),
        },
        Column { name: "text", about: "What it says.", get: Get::Text(|row| row.text) },
        Column {
            name: "start",
            about: "Where it begins in the document's `text`.",
            get: Get::Rising(|row| row.sentence.start),
        },
        Column {
            name: "end",
            about: "Where it ends in the document's `text`.",
            get: Get::Rising(|row| row.sentence.end),
        },
    ];
}

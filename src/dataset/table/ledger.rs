//! `ledger`: what was taken out of the kept documents or changed in them.

use super::some;
use crate::dataset::schema::{Column, Get, Table};
use crate::document::Row;

/// One row a removal or change.
pub struct Ledger;

/// What a row of `ledger` is made from.
pub struct LedgerRow<'a> {
    /// Identifier of the document.
    pub document: &'a str,
    /// The entry.
    pub entry: &'a Row,
    /// Whether the removed text and bytes are stored, not only their ranges.
    pub full: bool,
}

impl LedgerRow<'_> {
    fn chars(&self) -> u32 {
        self.entry.ranges.iter().map(|(start, end)| end - start).sum()
    }
}

impl Table for Ledger {
    type Row<'a> = LedgerRow<'a>;
    const NAME: &'static str = "ledger";
    const ABOUT: &'static str =
        "One row for all that one rule did in one paragraph, or in one document outside its paragraphs.";
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "document_id", about: "`id` of the document in `data`.", get: Get::Key(|row| row.document) },
        Column { name: "rule", about: "The rule: its room, a dot, its name.", get: Get::Word(|row| &row.entry.rule) },
        Column {
            name: "action",
            about: "`removed`, `changed`, or `marked`: still in the text, only pointed at.",
            get: Get::Word(|row| &row.entry.action),
        },
        Column {
            name: "paragraph",
            about: "Number of the paragraph in which it happened; null outside of all.",
            get: Get::MaybeInt(|row| row.entry.paragraph),
        },
        Column {
            name: "ranges",
            about: "Ranges of the source text, sorted and disjoint.",
            get: Get::Ranges(|row| &row.entry.ranges),
        },
        Column { name: "chars", about: "Length of all ranges together.", get: Get::Int(|row| row.chars()) },
        Column {
            name: "removed",
            about: "Source text of the ranges, one after another; null with `--ledger ranges`.",
            get: Get::MaybeText(|row| row.full.then_some(row.entry.removed.as_str())),
        },
        Column {
            name: "replacements",
            about: "What stands in the place of each range; empty when nothing does.",
            get: Get::Texts(|row| &row.entry.replacements),
        },
        Column {
            name: "confidence",
            about: "How sure the rule was, 0 to 1.",
            get: Get::Float(|row| row.entry.confidence),
        },
        Column {
            name: "evidence",
            about: "What the rule saw, in words.",
            get: Get::MaybeWord(|row| some(&row.entry.evidence)),
        },
        Column {
            name: "bytes",
            about: "For `decode.bytes`: the bytes of the file at each range, which the decoded text does not stand for.",
            get: Get::Bytes(|row| if row.full { &row.entry.bytes } else { &[] }),
        },
    ];
}

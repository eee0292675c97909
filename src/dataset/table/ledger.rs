//! `ledger`: what was taken out of the kept documents or changed in them.

use std::borrow::Cow;

use super::super::column::{Column, Table, Value};
use super::shared::{self, OfDocument, put, some, text};
use crate::document::{Action, Row};

/// One row per removal or change.
pub struct Ledger;

/// A row of `ledger`.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct LedgerRow<'a> {
    /// Identifier of the document.
    pub document: &'a str,
    /// The entry.
    pub entry: Cow<'a, Row>,
    /// Whether the removed text and bytes are stored, not only their ranges.
    pub full: bool,
}

impl LedgerRow<'_> {
    fn chars(&self) -> u32 {
        self.entry.ranges.iter().map(|(start, end)| end - start).sum()
    }
}

impl OfDocument for Ledger {
    fn document<'a>(row: &Self::Row<'a>) -> &'a str {
        row.document
    }

    fn document_mut<'r, 'a>(row: &'r mut Self::Row<'a>) -> &'r mut &'a str {
        &mut row.document
    }
}

impl Table for Ledger {
    type Row<'a> = LedgerRow<'a>;
    const NAME: &'static str = "ledger";
    const ABOUT: &'static str =
        "One row for all that one rule did in one paragraph, or in one document outside its paragraphs.";
    const COLUMNS: &'static [Column<Self>] = &[
        shared::document_id(),
        Column::new(
            "rule",
            "The rule: its room, a dot, its name.",
            Value::Text(|row| &row.entry.rule, |row, rule| row.entry.to_mut().rule = rule.to_owned()),
        ),
        Column::new(
            "action",
            "`removed`, `changed`, or `marked`: still in the text, only pointed at.",
            Value::Name(
                |row| row.entry.action.name(),
                |row, name| put(&mut row.entry.to_mut().action, Action::parse(name)),
            ),
        ),
        Column::new(
            "paragraph",
            "Number of the paragraph in which it happened; null outside of all.",
            Value::MaybeInt(|row| row.entry.paragraph, |row, paragraph| row.entry.to_mut().paragraph = paragraph),
        ),
        Column::new(
            "ranges",
            "Ranges of the source text, sorted and disjoint.",
            Value::Ranges(|row| &row.entry.ranges, |row, ranges| row.entry.to_mut().ranges = ranges),
        ),
        Column::new("chars", "Length of all ranges together.", Value::Int(|row| row.chars(), |_, _| ())),
        Column::long(
            "removed",
            "Source text of the ranges, one after another; null with `--ledger ranges`.",
            Value::MaybeText(
                |row| row.full.then_some(row.entry.removed.as_str()),
                |row, removed| {
                    row.full = removed.is_some();
                    row.entry.to_mut().removed = text(removed);
                },
            ),
        ),
        Column::long(
            "shown",
            "What a reader saw of a paragraph that was removed, where that is not `removed`: without markup, entities \
             as what they stand for.",
            Value::MaybeText(
                |row| if row.full { some(&row.entry.shown) } else { None },
                |row, shown| row.entry.to_mut().shown = text(shown),
            ),
        ),
        Column::new(
            "replacements",
            "What stands in the place of each range; empty when nothing does.",
            Value::Texts(
                |row| &row.entry.replacements,
                |row, replacements| row.entry.to_mut().replacements = replacements,
            ),
        ),
        Column::new(
            "confidence",
            "How sure the rule was, 0 to 1.",
            Value::Float(|row| row.entry.confidence, |row, confidence| row.entry.to_mut().confidence = confidence),
        ),
        Column::new(
            "evidence",
            "What the rule saw, in words.",
            Value::MaybeText(
                |row| some(&row.entry.evidence),
                |row, evidence| row.entry.to_mut().evidence = text(evidence),
            ),
        ),
        Column::new(
            "bytes",
            "For `decode.bytes`: the bytes of the file at each range, which the decoded text does not stand for.",
            Value::Bytes(
                |row| if row.full { &row.entry.bytes } else { &[] },
                |row, bytes| row.entry.to_mut().bytes = bytes,
            ),
        ),
    ];
}

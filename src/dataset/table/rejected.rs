//! `rejected`: the documents that are not kept.

use std::borrow::Cow;

use super::super::column::{Column, Table, Value};
use super::shared::{self, OfRecord, some, text};
use crate::document::{Reason, Record, Row};

/// One row per document not kept.
pub struct Rejects;

/// A row of `rejected`.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct RejectedRow<'a> {
    /// The document.
    pub record: Cow<'a, Record>,
    /// Its source text; none with `--ledger ranges` or `none`.
    pub source: Option<&'a str>,
    /// The entry of its ledger that keeps the bytes which encoding the source text would not give.
    pub patches: Cow<'a, Row>,
    /// Why it is not kept.
    pub why: Cow<'a, Rejected>,
}

/// Why a document is not kept.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Rejected {
    /// The rule, and what it saw.
    pub reason: Reason,
    /// For a duplicate: what it repeats.
    pub duplicate: Option<Duplicate>,
}

/// What a duplicate repeats.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Duplicate {
    /// Identifier of the kept document that it matches.
    pub kept_id: Option<String>,
    /// Path of that document.
    pub kept_path: Option<String>,
    /// How similar the two are, 0 to 1.
    pub similarity: f32,
    /// A passage that both share.
    pub passage: Option<String>,
}

impl RejectedRow<'_> {
    fn duplicate(&self) -> Option<&Duplicate> {
        self.why.duplicate.as_ref()
    }

    /// Sets a part of the duplicate, which there is as soon as one part of it is set.
    fn set<V>(&mut self, value: Option<V>, part: fn(&mut Duplicate, V)) {
        if let Some(value) = value {
            part(self.why.to_mut().duplicate.get_or_insert_default(), value);
        }
    }
}

impl OfRecord for Rejects {
    fn record<'r>(row: &'r RejectedRow<'_>) -> &'r Record {
        &row.record
    }

    fn record_mut<'r>(row: &'r mut RejectedRow<'_>) -> &'r mut Record {
        row.record.to_mut()
    }
}

impl Table for Rejects {
    type Row<'a> = RejectedRow<'a>;
    const NAME: &'static str = "rejected";
    const ABOUT: &'static str = "One row a document not kept, with its full source text, the reason and the evidence.";
    const COLUMNS: &'static [Column<Self>] = &[
        shared::id(),
        Column::new(
            "rule",
            "The rule that rejects it.",
            Value::Text(|row| &row.why.reason.rule, |row, rule| row.why.to_mut().reason.rule = rule.to_owned()),
        ),
        Column::new(
            "evidence",
            "What the rule saw, in words.",
            Value::MaybeText(
                |row| some(&row.why.reason.evidence),
                |row, evidence| row.why.to_mut().reason.evidence = text(evidence),
            ),
        ),
        Column::key(
            "kept_id",
            "For a duplicate: `id` of the kept document it matches.",
            Value::MaybeText(
                |row| row.duplicate()?.kept_id.as_deref(),
                |row, id| row.set(id, |duplicate, id| duplicate.kept_id = Some(id.to_owned())),
            ),
        ),
        Column::new(
            "kept_path",
            "For a duplicate: `source_path` of that document.",
            Value::MaybeText(
                |row| row.duplicate()?.kept_path.as_deref(),
                |row, path| row.set(path, |duplicate, path| duplicate.kept_path = Some(path.to_owned())),
            ),
        ),
        Column::new(
            "similarity",
            "For a duplicate: how similar the two are, 0 to 1.",
            Value::MaybeFloat(
                |row| Some(row.duplicate()?.similarity),
                |row, similarity| row.set(similarity, |duplicate, similarity| duplicate.similarity = similarity),
            ),
        ),
        Column::long(
            "passage",
            "For a duplicate: a passage that both share.",
            Value::MaybeText(
                |row| row.duplicate()?.passage.as_deref(),
                |row, passage| row.set(passage, |duplicate, passage| duplicate.passage = Some(passage.to_owned())),
            ),
        ),
        Column::new(
            "title",
            "Title.",
            Value::MaybeText(
                |row| row.record.title.as_deref(),
                |row, title| row.record.to_mut().title = title.map(str::to_owned),
            ),
        ),
        Column::new(
            "language",
            "Language as a BCP 47 tag.",
            Value::MaybeText(
                |row| some(&row.record.signals.language),
                |row, language| row.record.to_mut().signals.language = text(language),
            ),
        ),
        Column::long(
            "source",
            "The whole source text, before any cleaning; null with `--ledger ranges` or `none`.",
            Value::MaybeText(|row| row.source, |row, source| row.source = source),
        ),
        shared::source_path(),
        shared::member(),
        shared::source_sha256(),
        shared::source_bytes(),
        shared::source_chars(),
        shared::format(),
        shared::encoding(),
        Column::new(
            "chars",
            "Length of the text after cleaning.",
            Value::Int(|row| row.record.chars, |row, chars| row.record.to_mut().chars = chars),
        ),
        Column::new(
            "ranges",
            "Ranges of the source text that stand for other bytes than encoding it would give.",
            Value::Ranges(|row| &row.patches.ranges, |row, ranges| row.patches.to_mut().ranges = ranges),
        ),
        Column::new(
            "bytes",
            "The bytes of the file at each of `ranges`.",
            Value::Bytes(|row| &row.patches.bytes, |row, bytes| row.patches.to_mut().bytes = bytes),
        ),
    ];
}

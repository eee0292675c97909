//! The documents: each rebuilt to the bytes of its source, and counted again.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::replay::replay;
use super::report::Report;
use crate::audit::annotations::Annotated;
use crate::audit::restore;
use crate::dataset::{Counts, Dataset, LedgerMode, Split};
use crate::document::Record;

/// What was seen of a dataset so far.
#[derive(Default)]
pub(super) struct Seen {
    /// Counted again, but for the inputs and for what only the run knew.
    pub counts: Counts,
    /// Number of documents by the path of their input.
    pub inputs: BTreeMap<String, u32>,
    /// Identifiers of the kept documents, and of all: 16 bytes each, for there may be millions.
    kept: HashSet<u128>,
    ids: HashSet<u128>,
}

impl Seen {
    /// Notes a document; says what is wrong with its name.
    fn note(&mut self, record: &Record) -> Option<String> {
        *self.inputs.entry(record.origin.path.clone()).or_default() += 1;
        if record.origin.identify() != record.id {
            return Some("its id is not that of its path and content".to_owned());
        }
        (!self.ids.insert(number(&record.id))).then(|| "its id is there twice".to_owned())
    }
}

/// An identifier as the number that its hex digits are; 0 for what is none.
fn number(id: &str) -> u128 {
    if id.len() == 32 { u128::from_str_radix(id, 16).unwrap_or(0) } else { 0 }
}

/// Whether documents come in the order of their inputs, with one start anew for every further split.
#[derive(Default)]
struct Order {
    last: String,
    breaks: usize,
}

impl Order {
    fn push(&mut self, path: &str) {
        self.breaks += usize::from(path < self.last.as_str());
        path.clone_into(&mut self.last);
    }
}

/// Checks the kept documents.
pub(super) fn check_kept(dataset: &Dataset, seen: &mut Seen, report: &mut Report) {
    let mut documents = dataset.documents();
    let mut annotated = Annotated::new(dataset);
    let mut order = Order::default();
    for record in documents.by_ref() {
        let record = match record {
            Ok(record) => record,
            Err(error) => return report.problem(error.to_string()),
        };
        report.kept += 1;
        order.push(&record.origin.path);
        let mut problem = |reason: String| report.problem(format!("{} ({}): {reason}", record.origin.path, record.id));
        seen.note(&record).into_iter().for_each(&mut problem);
        match annotated.check(&record) {
            Ok(reasons) => reasons.into_iter().for_each(&mut problem),
            Err(error) => return report.problem(error.to_string()),
        }
        match check_document(&record, dataset.manifest.ledger) {
            Ok(restored) => report.restored += u64::from(restored),
            Err(reason) => problem(reason),
        }
        seen.kept.insert(number(&record.id));
        seen.counts.kept(&record, Split::Train);
    }
    if order.breaks >= dataset.manifest.counts.splits.len().max(1) {
        report.problem("data: the documents are not in the order of their inputs");
    }
    let stray = annotated.stray().and_then(|found| Ok((found, documents.stray()?)));
    match stray {
        Ok((annotated, documents)) => {
            let rows = annotated.into_iter().chain(documents);
            rows.for_each(|(table, id)| report.problem(format!("{table}: rows of {id}, which is not in `data`")));
        }
        Err(error) => report.problem(error.to_string()),
    }
}

/// Checks a kept document; tells whether it was rebuilt.
fn check_document(record: &Record, ledger: LedgerMode) -> Result<bool, String> {
    let chars = record.text.chars().count();
    if chars != record.chars as usize {
        return Err(format!("`text` has {chars} characters, `chars` says {}", record.chars));
    }
    match serde_json::from_str(&record.metadata) {
        Ok(Value::Object(_)) => {}
        _ => return Err("`metadata` is no JSON object".to_owned()),
    }
    let wide = u64::from;
    let made = wide(record.source_chars) + wide(record.inserted_chars);
    let makes = wide(record.chars) + wide(record.removed_chars);
    if made != makes {
        return Err("`source_chars`, `removed_chars`, `inserted_chars` and `chars` do not add up".to_owned());
    }
    if !(0.0..=1.0).contains(&record.encoding_confidence) {
        return Err(format!("`encoding_confidence` is {}, which is no share", record.encoding_confidence));
    }
    if ledger == LedgerMode::None {
        return Ok(false);
    }
    let rows = record.ledger.iter().filter(|row| row.partitions());
    let removed: u64 = rows.flat_map(|row| &row.ranges).map(|(start, end)| u64::from(end.saturating_sub(*start))).sum();
    if removed != u64::from(record.removed_chars) {
        return Err(format!("the ledger removes {removed} characters, `removed_chars` says {}", record.removed_chars));
    }
    if ledger != LedgerMode::Full {
        return record.partition(|_| Ok(())).map(|()| false).map_err(|error| error.to_string());
    }
    let source = record.source().map_err(|error| error.to_string())?;
    let chars = source.chars().count();
    if chars != record.source_chars as usize {
        return Err(format!("its source has {chars} characters, `source_chars` says {}", record.source_chars));
    }
    replay(record, &source)?;
    restore::from_text(record, &source).map(|_| true).map_err(|error| error.to_string())
}

/// Checks the documents that are not kept.
pub(super) fn check_rejected(dataset: &Dataset, seen: &mut Seen, report: &mut Report) {
    let is_full = dataset.manifest.ledger == LedgerMode::Full;
    // What repeats a document of another dataset names that one.
    let against = dataset.manifest.config.pointer("/dedup/against").and_then(Value::as_array);
    let is_closed = against.is_none_or(Vec::is_empty);
    let mut order = Order::default();
    for rejection in dataset.rejected() {
        let rejection = match rejection {
            Ok(rejection) => rejection,
            Err(error) => return report.problem(error.to_string()),
        };
        report.rejected += 1;
        let record = &rejection.record;
        order.push(&record.origin.path);
        let mut problem = |reason: String| report.problem(format!("{} ({}): {reason}", record.origin.path, record.id));
        seen.note(record).into_iter().for_each(&mut problem);
        let kept = rejection.why.duplicate.as_ref().and_then(|duplicate| duplicate.kept_id.as_ref());
        if let Some(id) = kept.filter(|id| is_closed && !seen.kept.contains(&number(id))) {
            problem(format!("it is said to repeat {id}, which is not in `data`"));
        }
        match &rejection.source {
            Some(source) if is_full => {
                if source.chars().count() != record.source_chars as usize {
                    problem("`source_chars` is not the length of `source`".to_owned());
                }
                match restore::from_text(record, source) {
                    Ok(_) => report.restored += 1,
                    Err(error) => problem(error.to_string()),
                }
            }
            None if !is_full => {}
            Some(_) => problem("`source` is there, though the ledger is said not to be full".to_owned()),
            None => problem("`source` is missing, though the ledger is said to be full".to_owned()),
        }
        seen.counts.rejected(record, &rejection.why);
    }
    if order.breaks > 0 {
        report.problem("rejected: the documents are not in the order of their inputs");
    }
}

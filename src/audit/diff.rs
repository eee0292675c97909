//! `diff`: what one dataset has that another has not.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use xxhash_rust::xxh3::xxh3_128;

use super::error::Error;
use crate::dataset::Dataset;
use crate::document::{Record, Signals};

/// How one dataset differs from another. Documents are named by path, and by member where a file holds several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Documents kept only in the second.
    pub added: Vec<String>,
    /// Documents kept only in the first.
    pub lost: Vec<String>,
    /// Documents kept in both, whose text or metadata differ.
    pub changed: Vec<String>,
    /// Rules whose removals differ.
    pub rules: BTreeMap<String, RuleChange>,
}

/// What a rule removed, changed or marked in the first and in the second dataset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RuleChange {
    /// Ranges in the first.
    pub times_before: u64,
    /// Ranges in the second.
    pub times_after: u64,
    /// Characters in the first.
    pub chars_before: u64,
    /// Characters in the second.
    pub chars_after: u64,
}

impl RuleChange {
    fn is_none(&self) -> bool {
        (self.times_before, self.chars_before) == (self.times_after, self.chars_after)
    }
}

impl Changes {
    /// Whether the two are the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

/// Compares dataset `a` with dataset `b`, which came later.
///
/// # Errors
/// [`Error::Dataset`] when a table cannot be read.
pub fn diff(a: &Dataset, b: &Dataset) -> Result<Changes, Error> {
    let mut changes = Changes::default();
    let mut before = BTreeMap::new();
    for record in a.documents() {
        let record = record?;
        count(&mut changes, &record, |change| (&mut change.times_before, &mut change.chars_before));
        before.insert(name(&record), fingerprint(&record));
    }
    for record in b.documents() {
        let record = record?;
        count(&mut changes, &record, |change| (&mut change.times_after, &mut change.chars_after));
        let name = name(&record);
        match before.remove(&name) {
            None => changes.added.push(name),
            Some(old) if old != fingerprint(&record) => changes.changed.push(name),
            Some(_) => {}
        }
    }
    changes.lost.extend(before.into_keys());
    changes.added.sort();
    changes.changed.sort();
    changes.rules.retain(|_, change| !change.is_none());
    Ok(changes)
}

fn count(changes: &mut Changes, record: &Record, side: fn(&mut RuleChange) -> (&mut u64, &mut u64)) {
    for row in &record.ledger {
        let (times, chars) = side(changes.rules.entry(row.rule.clone()).or_default());
        *times += row.ranges.len() as u64;
        *chars += row.ranges.iter().map(|(start, end)| u64::from(end.saturating_sub(*start))).sum::<u64>();
    }
}

fn name(record: &Record) -> String {
    match record.origin.member.as_str() {
        "" => record.origin.path.clone(),
        member => format!("{}#{member}", record.origin.path),
    }
}

/// Hash of what the dataset says of a document, short enough to hold one for each.
fn fingerprint(record: &Record) -> u128 {
    let Record { text, title, authors, published, url, site, categories, metadata, signals, .. } = record;
    let Signals { language, script, .. } = signals;
    let said = (text, title, authors, published, url, site, categories, metadata, language, script);
    xxh3_128(format!("{said:?}").as_bytes())
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return write!(f, "no differences");
        }
        for (sign, names) in [('+', &self.added), ('-', &self.lost), ('~', &self.changed)] {
            for name in names {
                writeln!(f, "{sign} {name}")?;
            }
        }
        for (rule, change) in &self.rules {
            let RuleChange { times_before, times_after, chars_before, chars_after } = change;
            writeln!(f, "  {rule}: {times_before} -> {times_after} times, {chars_before} -> {chars_after} characters")?;
        }
        let (added, lost, changed) = (self.added.len(), self.lost.len(), self.changed.len());
        write!(f, "{added} added, {lost} lost, {changed} changed, {} rules differ", self.rules.len())
    }
}

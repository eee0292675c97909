//! How many rows of a table are what.

use crate::dedup::decisions::Decisions;
use crate::dedup::kind::DuplicateKind;

/// What came of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableCounts {
    /// Rows read.
    pub rows: u64,
    /// Rows kept.
    pub kept: u64,
    /// Rows dropped as exact duplicates.
    pub exact: u64,
    /// Rows dropped as near duplicates.
    pub near: u64,
    /// Rows dropped because a longer one holds them.
    pub contained: u64,
    /// Rows dropped because they hold a question of a benchmark.
    pub contaminated: u64,
    /// Lines that are no rows; `problems.parquet` tells of each.
    pub problems: u64,
}

impl TableCounts {
    /// Counts what was decided.
    pub(super) fn of(decisions: &Decisions) -> Self {
        let mut counts = Self::default();
        for index in decisions.indices() {
            counts.rows += 1;
            let count = match decisions.duplicate(index).map(|(_, kind, _)| kind) {
                None => &mut counts.kept,
                Some(DuplicateKind::ExactBytes | DuplicateKind::ExactText) => &mut counts.exact,
                Some(DuplicateKind::Near) => &mut counts.near,
                Some(DuplicateKind::Contained) => &mut counts.contained,
                Some(DuplicateKind::Contaminated) => &mut counts.contaminated,
            };
            *count += 1;
        }
        counts
    }
}

//! `report.html`: the dataset for human eyes, one self-contained page.

mod document;
mod page;

use std::collections::BTreeMap;

use document::{DocumentView, RejectedView};

use super::{InputRow, Options, Rejected, Tally};
use crate::document::Record;

/// How many rejected documents and problem inputs are listed.
const LISTED: usize = 200;

/// What the report shows besides the counts, gathered while the dataset is written.
pub(super) struct Report {
    documents: Vec<DocumentView>,
    rejected: Vec<RejectedView>,
    problems: Vec<InputRow>,
    max_documents: usize,
    max_chars: usize,
}

impl Report {
    pub(super) fn new(options: &Options) -> Self {
        let (max_documents, max_chars) = (options.report_documents, options.report_chars);
        Self { documents: Vec::new(), rejected: Vec::new(), problems: Vec::new(), max_documents, max_chars }
    }

    pub(super) fn kept(&mut self, record: &Record) {
        if self.documents.len() < self.max_documents {
            self.documents.push(DocumentView::new(record, self.max_chars));
        }
    }

    pub(super) fn rejected(&mut self, record: &Record, why: &Rejected) {
        if self.rejected.len() < LISTED {
            self.rejected.push(RejectedView::new(record, why));
        }
    }

    pub(super) fn input(&mut self, row: &InputRow) {
        if row.status != "ok" && self.problems.len() < LISTED {
            self.problems.push(row.clone());
        }
    }

    pub(super) fn page(&self, options: &Options, tally: &Tally, rules: &BTreeMap<String, String>) -> String {
        page::page(self, options, tally, rules)
    }
}

//! What the report shows besides the counts.

use super::document::{DocumentView, RejectedView};
use crate::dataset::options::Options;
use crate::dataset::table::{InputRow, Rejected};
use crate::document::{Record, Status};

/// How many rejected documents and problem inputs are listed.
const LISTED: usize = 200;

/// What the report shows besides the counts, gathered while the dataset is written.
pub(in crate::dataset) struct Report {
    pub(super) documents: Vec<DocumentView>,
    pub(super) rejected: Vec<RejectedView>,
    pub(super) problems: Vec<InputRow>,
    max_documents: usize,
    max_chars: usize,
}

impl Report {
    pub(in crate::dataset) fn new(options: &Options) -> Self {
        let (max_documents, max_chars) = (options.report_documents, options.report_chars);
        Self { documents: Vec::new(), rejected: Vec::new(), problems: Vec::new(), max_documents, max_chars }
    }

    pub(in crate::dataset) fn kept(&mut self, record: &Record) {
        if self.documents.len() < self.max_documents {
            self.documents.push(DocumentView::new(record, self.max_chars));
        }
    }

    pub(in crate::dataset) fn rejected(&mut self, record: &Record, why: &Rejected) {
        if self.rejected.len() < LISTED {
            self.rejected.push(RejectedView::new(record, why));
        }
    }

    pub(in crate::dataset) fn input(&mut self, row: &InputRow) {
        if row.status != Status::Ok && self.problems.len() < LISTED {
            self.problems.push(row.clone());
        }
    }
}

//! From a finished document and what was decided about it to its rows: the second half of a run.

use crate::annotate::Annotator;
use crate::config::Config;
use crate::dataset::{self, Duplicate, Place, Rejected, Writer};
use crate::document::{Annotations, Reason, Record};
use crate::read::{Problem, Status};

use super::fence::{at, bug, fence};
use super::gather::Decided;
use super::process::Processed;
use super::settle::settle;

/// What came out of an input, ready to be written.
pub(super) enum Completed {
    /// A document, what was decided about it, and what was found in its text.
    Document(Box<Record>, Decided, Annotations),
    /// See [`Processed::Problem`].
    Problem(Problem),
    /// See [`Processed::End`].
    End {
        /// Path of the input.
        path: String,
        /// SHA-256 of its bytes.
        sha256: String,
        /// Number of its bytes.
        bytes: u64,
    },
}

/// What is needed to complete documents. Shared by all threads.
pub(super) struct Completer<'a> {
    /// The settings.
    pub config: &'a Config,
    /// Finds sentences and words, where they are wanted.
    pub annotator: Option<&'a Annotator>,
}

impl Completer<'_> {
    /// Takes out of a document that is kept what others have, and annotates what is left.
    pub(super) fn complete(&self, processed: Processed, decided: Decided) -> Completed {
        let mut record = match processed {
            Processed::Document(record) => record,
            Processed::Problem(problem) => return Completed::Problem(problem),
            Processed::End { path, sha256, bytes } => return Completed::End { path, sha256, bytes },
        };
        if record.rejection.is_some() || decided.decision.duplicate.is_some() {
            return Completed::Document(record, decided, Annotations::default());
        }
        let (path, member) = (record.origin.path.clone(), record.origin.member.clone());
        let repeats = (self.config.dedup.templates, self.config.dedup.passages);
        let completed = fence(|| {
            at("strip.template");
            let path = |index| decided.paths.get(&index).map(String::as_str);
            settle(&mut record, &decided.decision, repeats, path).map_err(bug)?;
            at("annotate");
            let found = self.annotator.map(|annotator| annotator.annotate(&record)).unwrap_or_default();
            Ok(Completed::Document(record, decided, found))
        });
        completed.unwrap_or_else(|problem| Completed::Problem(problem.of(&path).in_member(&member)))
    }

    /// Writes a document to the tables of those that are kept, or of those that are not. Gives whether it is kept, or why it
    /// cannot be written through no fault of the disk.
    pub(super) fn write(
        &self,
        writer: &mut Writer,
        record: &Record,
        decided: Decided,
        found: &Annotations,
    ) -> Result<Result<bool, Problem>, dataset::Error> {
        let written = match rejected(record, &decided) {
            Some(why) => writer.rejected(record, &why).map(|()| false),
            None => {
                let split = self.config.write.split(decided.cluster.as_deref().unwrap_or(&record.id));
                writer.kept(record, &Place { cluster: decided.cluster, split }, found).map(|()| true)
            }
        };
        let problem = match written {
            Ok(is_kept) => return Ok(Ok(is_kept)),
            Err(dataset::Error::TooLarge { bytes, .. }) => {
                let message =
                    format!("a document of {bytes} bytes does not fit into a Parquet value (1 GiB); split the file");
                Problem::new(Status::TooLarge, message)
            }
            Err(dataset::Error::Unbalanced { error, .. }) => {
                at("write");
                bug(error)
            }
            Err(error) => return Err(error),
        };
        Ok(Err(problem.of(&record.origin.path).in_member(&record.origin.member)))
    }
}

/// Why a document is not kept, if it is not.
fn rejected(record: &Record, decided: &Decided) -> Option<Rejected> {
    if let Some(reason) = &record.rejection {
        return Some(Rejected { reason: reason.clone(), duplicate: None });
    }
    let found = decided.decision.duplicate.as_ref()?;
    let rule = found.kind.rule();
    Some(Rejected {
        reason: Reason { rule: rule.id.to_owned(), evidence: rule.about.to_owned() },
        duplicate: Some(Duplicate {
            kept_id: decided.kept_id.clone(),
            kept_path: decided.paths.get(&found.kept).cloned(),
            similarity: found.similarity,
            passage: Some(found.passage.clone()).filter(|passage| !passage.is_empty()),
        }),
    })
}

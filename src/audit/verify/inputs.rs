//! The input files: in the manifest as in their table, with as many documents as there are.

use super::documents::Seen;
use super::report::Report;
use crate::dataset::{Dataset, ManifestInput};

/// Checks the table of inputs against the manifest and against the documents that were seen.
pub(super) fn check(dataset: &Dataset, seen: &mut Seen, report: &mut Report) {
    let listed = match dataset.manifest_inputs() {
        Ok(listed) => listed,
        Err(error) => return report.problem(error.to_string()),
    };
    let mut listed = listed.into_iter();
    let mut last: Option<String> = None;
    for row in dataset.inputs() {
        let row = match row {
            Ok(row) => row,
            Err(error) => return report.problem(error.to_string()),
        };
        if last.as_ref().is_some_and(|last| *last >= row.path) {
            report.problem(format!("inputs: {:?} is out of order", row.path));
        }
        if listed.next().is_none_or(|input| input != ManifestInput::from(&row)) {
            report.problem(format!("inputs: {:?} is not what the manifest says of its inputs", row.path));
        }
        let documents = seen.inputs.remove(&row.path).unwrap_or(0);
        if documents != row.documents {
            let (path, says) = (&row.path, row.documents);
            report.problem(format!("inputs: {path:?} says {says} documents, the tables have {documents}"));
        }
        seen.counts.input(&row);
        last = Some(row.path);
    }
    if let Some(input) = listed.next() {
        report.problem(format!("inputs: {:?} is in the manifest and not in the table", input.path));
    }
    for path in std::mem::take(&mut seen.inputs).into_keys() {
        report.problem(format!("inputs: {path:?} has documents and no row"));
    }
}

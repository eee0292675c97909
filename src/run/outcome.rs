//! What a run led to.

use std::collections::BTreeMap;

use crate::audit::Lock;
use crate::read::{Problem, Skipped, Status};

/// What a run led to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Number of input files by status.
    pub inputs: BTreeMap<String, u64>,
    /// What was left out of the folders.
    pub skipped: Skipped,
    /// Documents kept.
    pub kept: u64,
    /// Documents rejected.
    pub rejected: u64,
    /// The dataset pinned, where that was asked for.
    pub pinned: Option<Lock>,
    /// How the dataset differs from the lock, a line each. It was not published when it does.
    pub differences: Vec<String>,
    /// What did not come to its end after the dataset was published, in words.
    pub leftover: Option<String>,
    /// Number of documents by the format that they look like though they were read as prose.
    pub unread: BTreeMap<&'static str, u64>,
    /// What is wrong with the first input files that have problems, twenty of each status at most.
    pub problems: Vec<Problem>,
}

/// How many input files of each status an [`Outcome`] tells about one by one.
pub const TOLD: u64 = 20;

impl Outcome {
    /// Number of input files that could not be read as text or cleaned, wholly or in part.
    #[must_use]
    pub fn problem_count(&self) -> u64 {
        let fine = ["ok", "empty"];
        self.inputs.iter().filter(|(status, _)| !fine.contains(&status.as_str())).map(|(_, count)| count).sum()
    }

    /// Number of input files that a bug kept from being cleaned, wholly or in part.
    #[must_use]
    pub fn failure_count(&self) -> u64 {
        self.inputs.get(Status::Failed.name()).copied().unwrap_or(0)
    }

    /// Counts an input file in.
    pub(super) fn input(&mut self, problem: Option<Problem>) {
        let status = problem.as_ref().map_or(Status::Ok, |problem| problem.status);
        let count = self.inputs.entry(status.name().to_owned()).or_default();
        *count += 1;
        if let Some(problem) = problem.filter(|_| *count <= TOLD) {
            self.problems.push(problem);
        }
    }
}

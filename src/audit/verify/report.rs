//! What a proof found.

use std::fmt;

use serde::Serialize;

/// What `verify` found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// SHA-256 of `manifest.json`. Whoever notes it elsewhere can tell later whether the dataset is still the same: a
    /// manifest that was made anew to fit changed tables has another.
    pub manifest_sha256: String,
    /// Files whose checksum was compared.
    pub files: u64,
    /// Kept documents looked at.
    pub kept: u64,
    /// Rejected documents looked at.
    pub rejected: u64,
    /// Documents rebuilt to the very bytes of their source.
    pub restored: u64,
    /// What is wrong, in words; empty when all is well.
    pub problems: Vec<String>,
    /// Problems beyond those.
    pub more: u64,
}

/// How many problems are told one by one.
const PROBLEMS: usize = 1000;

impl Report {
    /// Notes a problem. Of thousands of one kind the first are enough.
    pub(super) fn problem(&mut self, problem: impl Into<String>) {
        if self.problems.len() < PROBLEMS {
            self.problems.push(problem.into());
        } else {
            self.more += 1;
        }
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.problems {
            writeln!(f, "{problem}")?;
        }
        writeln!(f, "manifest.json has the SHA-256 {}", self.manifest_sha256)?;
        let (files, kept, rejected, restored) = (self.files, self.kept, self.rejected, self.restored);
        write!(f, "{files} files, {kept} kept and {rejected} rejected documents, {restored} rebuilt to the byte: ")?;
        match self.problems.len() as u64 + self.more {
            0 => write!(f, "all is well"),
            1 => write!(f, "1 problem"),
            count => write!(f, "{count} problems"),
        }
    }
}

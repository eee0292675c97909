//! What became of an input file.

use serde::{Deserialize, Serialize};

/// What became of an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Status {
    /// Read.
    #[default]
    Ok,
    /// No bytes at all.
    Empty,
    /// The system does not let us read it.
    Unreadable,
    /// A compressed file or an archive that is cut short or corrupt.
    Damaged,
    /// More than `read.max_bytes`, or more than a document can hold.
    TooLarge,
    /// Not text.
    Binary,
    /// Some of its documents were read, others could not be.
    Partial,
    /// A bug kept it, or a document in it, from being cleaned.
    Failed,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 8] = [
        Self::Ok,
        Self::Empty,
        Self::Unreadable,
        Self::Damaged,
        Self::TooLarge,
        Self::Binary,
        Self::Partial,
        Self::Failed,
    ];

    /// The name used in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Empty => "empty",
            Status::Unreadable => "unreadable",
            Status::Damaged => "damaged",
            Status::TooLarge => "too_large",
            Status::Binary => "binary",
            Status::Partial => "partial",
            Status::Failed => "failed",
        }
    }

    /// The status of that name, if there is one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

//! The kinds of duplicates, and the rules of deduplication.

use serde::{Deserialize, Serialize};

use crate::document::Rule;

/// How a duplicate is like the kept document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DuplicateKind {
    /// The same bytes.
    ExactBytes,
    /// The same text but for width, case, punctuation, white space, accents and traditional forms.
    ExactText,
    /// Most of either text is shared.
    Near,
    /// Nearly all of it is in the kept document, which says more.
    Contained,
    /// It holds a question of a benchmark.
    Contaminated,
}

impl DuplicateKind {
    /// All kinds, strongest first.
    pub const ALL: [Self; 5] = [Self::ExactBytes, Self::ExactText, Self::Near, Self::Contained, Self::Contaminated];

    /// The rule that drops a duplicate of this kind.
    #[must_use]
    pub fn rule(self) -> &'static Rule {
        match self {
            Self::ExactBytes => &EXACT_BYTES,
            Self::ExactText => &EXACT_TEXT,
            Self::Near => &NEAR,
            Self::Contained => &CONTAINED,
            Self::Contaminated => &CONTAMINATED,
        }
    }

    /// The name used in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ExactBytes => "exact_bytes",
            Self::ExactText => "exact_text",
            Self::Near => "near",
            Self::Contained => "contained",
            Self::Contaminated => "contaminated",
        }
    }
}

/// The same bytes as a kept document.
pub static EXACT_BYTES: Rule = Rule { id: "dedup.exact_bytes", about: "the same bytes as a kept document" };
/// The same text as a kept document.
pub static EXACT_TEXT: Rule = Rule {
    id: "dedup.exact_text",
    about: "the same text as a kept document but for width, case, punctuation, white space and script variants",
};
/// Nearly the same text as a kept document.
pub static NEAR: Rule = Rule { id: "dedup.near", about: "nearly the same text as a kept document" };
/// A part of a kept document.
pub static CONTAINED: Rule = Rule { id: "dedup.contained", about: "nearly all of it stands in a kept document" };

/// A passage that an earlier document has.
pub static PASSAGE: Rule = Rule {
    id: "dedup.passage",
    about: "a paragraph, or sentences on end within one, that an earlier kept document has already",
};
/// Holds a question of a benchmark.
pub static CONTAMINATED: Rule = Rule { id: "dedup.contaminated", about: "holds a question of a benchmark" };

//! What is decided about a document.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::kind::DuplicateKind;

/// Why a document is a duplicate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// Index of the kept document, or of the question.
    pub kept: u32,
    /// How they are alike.
    pub kind: DuplicateKind,
    /// 1 for exact duplicates; Jaccard resemblance of the shingles for near ones; the share of the text that is in
    /// the kept document for contained ones; the share of the question for contaminated ones.
    pub similarity: f32,
    /// A passage that both share, as this document has it. Empty when passages are switched off.
    pub passage: String,
}

/// What is decided about one document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Index of the kept document of its cluster; none when it is alone.
    pub cluster: Option<u32>,
    /// Set when the document is a duplicate of the kept one and is to be dropped.
    pub duplicate: Option<Match>,
    /// Paragraphs that other kept documents have too, in order.
    pub repeats: Vec<Repeat>,
    /// Consecutive sentences that an earlier kept document has too, in order; those of such paragraphs among them.
    pub passages: Vec<Passage>,
}

/// A paragraph of a document that other kept documents have too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    /// Which paragraph of the document.
    pub paragraph: u32,
    /// How many kept documents have it.
    pub documents: u32,
    /// Index of the first of them, which keeps it when repetitions are removed.
    pub first: u32,
    /// Whether so many have it that it belongs to none.
    pub is_template: bool,
}

/// Sentences of a document that an earlier kept document has in the same order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Which sentences, as [`crate::text::sentences`] finds them in the text.
    pub sentences: Range<u32>,
    /// How many kept documents have them, or the rarest of them.
    pub documents: u32,
    /// Index of the first of them, which keeps them when repetitions are removed.
    pub first: u32,
}

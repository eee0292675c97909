//! Duplicates across documents: exact, near, contained; which one of a cluster is kept, and why.
//!
//! Two halves. [`observe`] turns one document into a [`Summary`], in any thread. [`Corpus`] takes the summaries in
//! document order and decides. What is decided about a pair never rests on sketches alone: they only nominate pairs,
//! which are then compared shingle by shingle. A cluster is a star: every member has been compared with the kept
//! document itself, so that unlike documents cannot be chained together.
//!
//! The steps, each in a file of its own: fold the text (`fold`), cut it into shingles (`shingle`), set aside what is
//! shared by many documents (`template`), sketch the rest (`sketch`, `ranking`), nominate pairs (`bands`, `meeting`),
//! compare (`search`, `compare`), cluster (`cluster`), tell (`decisions`). What is proportional to the corpus is on disk
//! (`spill`, `sort`), but for some bytes of each document (`memory`).

mod bands;
mod benchmark;
mod bits;
mod cluster;
mod compare;
mod corpus;
mod decisions;
mod excerpt;
mod files;
mod fold;
mod meeting;
mod memory;
mod outlines;
mod parallel;
mod passage;
mod ranking;
mod reader;
mod repeats;
mod search;
mod sentences;
mod shingle;
mod sketch;
mod sort;
mod spill;
mod summary;
mod template;

pub use benchmark::{Benchmarks, Contamination};
pub use corpus::Corpus;
pub use decisions::Decisions;
pub use files::{Columns, Known, KnownRow, Tally, run_files};
pub use memory::Memory;
pub use repeats::Repeat;
pub use sentences::Passage;
pub(crate) use spill::Spill;
pub use summary::{Summary, observe};

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::document::Rule;

/// What happens to a document whose text stands almost whole inside a longer one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Containment {
    /// It is rejected in favour of the longer one.
    #[default]
    Drop,
    /// It is kept, in the cluster of the longer one.
    Mark,
    /// It is kept, and nothing is said.
    Keep,
}

/// What makes one of two like documents the better one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Keep {
    /// The longer text, templates not counted.
    Length,
    /// More metadata: title, authors, time, address, site, categories, others.
    Metadata,
    /// The earlier time of publication.
    Date,
    /// The first path; of rows in one file the first.
    Path,
}

/// What happens to a paragraph that other documents have too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Repeats {
    /// Nothing; it is not looked for.
    #[default]
    Off,
    /// It stays, and the ledger says so.
    Mark,
    /// It goes to the ledger.
    Remove,
}

/// Settings of the `dedup` room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Find documents whose texts are equal but for width, case, punctuation, white space, accents and traditional
    /// forms.
    pub exact: bool,
    /// Find documents whose texts are alike. Implies `exact`.
    pub near: bool,
    /// Two documents are near duplicates when at least this share of either text lies in passages that both share.
    pub resemblance: f32,
    /// A document is contained in a longer one when at least this share of its text lies in passages of that one.
    pub containment: f32,
    /// What happens to contained documents: `drop`, `mark` (keep, but in the cluster) or `keep`.
    pub contained: Containment,
    /// A passage is a template, set aside when documents are compared, when at least this many documents that are
    /// unlike otherwise share it. Raised by itself where passages recur often in the whole corpus; in one site or folder
    /// what one in ten of its documents has, but never less than this, is a template there. 0 switches it off.
    pub template_documents: u32,
    /// Quote a passage that a duplicate shares with the kept document. Costs disk and time.
    pub quote: bool,
    /// What happens to paragraphs, and to sentences on end within one, of 40 letters or ideographs and more that an earlier
    /// kept document has already: `off`, `mark` or `remove`.
    pub passages: Repeats,
    /// What happens to paragraphs that as many kept documents have as make a template (rule `strip.template`): `off`,
    /// `mark` or `remove`.
    pub templates: Repeats,
    /// Which of several like documents is kept: the first of these that tells them apart decides; `path` decides last
    /// in any case. Whatever the order, a document that stands inside a longer one gives way to it, unless others are
    /// its own duplicates.
    pub keep: Vec<Keep>,
    /// Dataset folders and Parquet files whose documents are not wanted again: what is a duplicate of one of them is
    /// dropped. See also `taojin run --against`.
    pub against: Vec<PathBuf>,
    /// Parquet files of benchmarks: documents that hold one of their questions are dropped. See also `--decontaminate`.
    pub benchmarks: Vec<PathBuf>,
    /// Column of the text in the files of `against` and `benchmarks`.
    pub against_column: String,
    /// Words on end by which questions are looked for (an ideograph is a word); of shorter questions all words at once.
    /// Questions of less than 8 words are not looked for.
    pub benchmark_words: u32,
    /// Share of a question's runs of words that a document holds at least when it is dropped.
    pub benchmark_overlap: f32,
    /// Memory that deduplication takes at most, such as `2GB`; what has no room waits on disk. Never changes the result.
    /// See also `--memory`.
    pub memory: Memory,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            exact: true,
            near: true,
            resemblance: 0.6,
            containment: 0.85,
            contained: Containment::Drop,
            template_documents: 5,
            quote: true,
            passages: Repeats::Off,
            templates: Repeats::Mark,
            keep: vec![Keep::Length, Keep::Metadata, Keep::Date, Keep::Path],
            against: Vec::new(),
            benchmarks: Vec::new(),
            against_column: "text".into(),
            benchmark_words: 13,
            benchmark_overlap: 0.5,
            memory: Memory::default(),
        }
    }
}

/// How a duplicate is like the kept document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// The same bytes.
    ExactBytes,
    /// The same text but for width, case, punctuation, white space, accents and traditional forms.
    ExactText,
    /// Most of either text is shared.
    Near,
    /// Nearly all of it stands in the kept document, which says more.
    Contained,
    /// It holds a question of a benchmark.
    Contaminated,
}

impl Kind {
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
            Kind::ExactBytes => "exact_bytes",
            Kind::ExactText => "exact_text",
            Kind::Near => "near",
            Kind::Contained => "contained",
            Kind::Contaminated => "contaminated",
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

/// Why a document is a duplicate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// Index of the kept document, or of the question.
    pub kept: u32,
    /// How they are alike.
    pub kind: Kind,
    /// 1 for exact duplicates; Jaccard resemblance of the shingles for near ones; the share of the text that stands in
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
    /// Sentences on end that an earlier kept document has too, in order; those of such paragraphs among them.
    pub passages: Vec<Passage>,
}

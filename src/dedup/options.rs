//! The settings of deduplication.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::memory::Memory;

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

/// Settings of `dedup`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Find documents whose texts are equal but for width, case, punctuation, white space, accents and traditional
    /// forms.
    pub exact: bool,
    /// Find documents whose texts are alike. Implies `exact`.
    pub near: bool,
    /// Two documents are near duplicates when at least this share of either text lies in passages that both share.
    #[schemars(range(min = 0, max = 1))]
    pub resemblance: f64,
    /// A document is contained in a longer one when at least this share of its text lies in passages of that one.
    #[schemars(range(min = 0, max = 1))]
    pub containment: f64,
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
    #[schemars(inner(length(min = 1)))]
    pub against: Vec<PathBuf>,
    /// Parquet files of benchmarks: documents that hold one of their questions are dropped. See also `--decontaminate`.
    #[schemars(inner(length(min = 1)))]
    pub benchmarks: Vec<PathBuf>,
    /// Column of the text in the files of `against` and `benchmarks`.
    #[schemars(length(min = 1))]
    pub against_column: String,
    /// Words on end by which questions are looked for (an ideograph is a word); of shorter questions all words at once.
    /// Questions of less than 8 words are not looked for.
    #[schemars(range(min = 8))]
    pub benchmark_words: u32,
    /// Share of a question's runs of words that a document holds at least when it is dropped.
    #[schemars(range(min = 0, max = 1))]
    pub benchmark_overlap: f64,
    /// Memory that a run takes at most, such as `2GB`, but for a document that needs more by itself; what has no room waits
    /// on disk. Never changes the result.
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

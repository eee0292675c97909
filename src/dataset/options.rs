//! Settings of `write`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the ledger stores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "Ledger")]
#[non_exhaustive]
pub enum LedgerMode {
    /// What was removed and where: `restore` needs nothing but the dataset.
    #[default]
    Full,
    /// Only where: `restore` asks for the source file and checks its hash.
    Ranges,
    /// Nothing.
    None,
}

impl LedgerMode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Full, Self::Ranges, Self::None];

    /// The name used in settings and in the manifest.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            LedgerMode::Full => "full",
            LedgerMode::Ranges => "ranges",
            LedgerMode::None => "none",
        }
    }

    /// The mode of that name, if there is one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// The part of a dataset that a document goes to. Sorted by name, as the files are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Split {
    /// What is held back to measure a model.
    Test,
    /// What models are trained on. Tables that are not split have nothing else.
    #[default]
    Train,
    /// What is held back to choose between models.
    Validation,
}

impl Split {
    /// Every split.
    pub const ALL: [Self; 3] = [Self::Test, Self::Train, Self::Validation];

    /// The name used in tables and file names.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Split::Train => "train",
            Split::Validation => "validation",
            Split::Test => "test",
        }
    }

    /// The split of that name, if there is one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|split| split.name() == name)
    }
}

/// Which of the tables are written that not every dataset has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OptionalTables {
    /// The table `sentences`.
    pub sentences: bool,
    /// The table `tokens`.
    pub tokens: bool,
}

/// Least size of a file or row group. Below it the description of the columns is more than what they hold.
const LEAST_BYTES: u64 = 64 << 10;

/// Settings of `write`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// What the ledger stores: `full` (removed text and its place), `ranges` (the place alone) or `none`.
    pub ledger: LedgerMode,
    /// Share of the documents that go to the split `validation`. Near duplicates stay together.
    #[schemars(range(min = 0, max = 1))]
    pub validation: f64,
    /// Share of the documents that go to the split `test`. Near duplicates stay together.
    #[schemars(range(min = 0, max = 1))]
    pub test: f64,
    /// Largest Parquet file, in bytes; what has no room goes into a next one. Only a single long row can exceed it.
    #[schemars(range(min = LEAST_BYTES))]
    pub shard_bytes: u64,
    /// Uncompressed size at which a row group ends, in bytes. A file has room for four at least.
    #[schemars(range(min = LEAST_BYTES))]
    pub row_group_bytes: u64,
    /// How many documents `report.html` shows with what was removed from them.
    pub report_documents: usize,
    /// How much of each of them it shows, in characters of the source text.
    pub report_chars: usize,
    /// Name of the dataset, for people.
    #[schemars(length(min = 1))]
    pub name: String,
    /// What the dataset is, in a sentence or more.
    pub description: String,
    /// License of the texts, as Hugging Face spells it (`cc-by-4.0`); `unknown` until somebody has looked.
    #[schemars(length(min = 1))]
    pub license: String,
    /// Address at which the dataset is published; empty when there is none.
    #[schemars(extend("format" = "url"))]
    pub url: String,
    /// Who made the dataset.
    #[schemars(inner(length(min = 1)))]
    pub creators: Vec<String>,
    /// Day of publication (`2026-11-22`); empty when it is not published. Never taken from the clock.
    #[schemars(extend("format" = "day"))]
    pub date_published: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            ledger: LedgerMode::Full,
            validation: 0.0,
            test: 0.0,
            shard_bytes: 500_000_000,
            row_group_bytes: 64 << 20,
            report_documents: 200,
            report_chars: 10_000,
            name: "A taojin dataset".to_owned(),
            description: "Text cleaned by taojin, with a ledger of everything that was taken out of it.".to_owned(),
            license: "unknown".to_owned(),
            url: String::new(),
            creators: Vec::new(),
            date_published: String::new(),
        }
    }
}

impl Options {
    /// Refuses shares that are more than the whole.
    ///
    /// # Errors
    /// A message that names the settings.
    pub fn check(&self) -> Result<(), String> {
        let (validation, test) = (self.validation, self.test);
        if [validation, test].iter().all(|share| (0.0..=1.0).contains(share)) && validation + test <= 1.0 {
            return Ok(());
        }
        Err(format!("`write.validation` is {validation} and `write.test` is {test}: together they must be at most 1"))
    }

    /// The split of a document: chosen by a hash of `key`, which near duplicates share.
    #[must_use]
    pub fn split(&self, key: &str) -> Split {
        // The upper 53 bits make an even share in 0..1 that a double holds exactly.
        let share = (xxhash_rust::xxh3::xxh3_64(key.as_bytes()) >> 11) as f64 / (1_u64 << 53) as f64;
        if share < self.test {
            Split::Test
        } else if share < self.test + self.validation {
            Split::Validation
        } else {
            Split::Train
        }
    }
}

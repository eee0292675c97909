//! Settings of `strip`.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of `strip`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// How sure a rule must be to remove. A removal less sure is only marked in the ledger.
    #[schemars(range(min = 0, max = 1))]
    pub confidence: f64,
    /// Folders of further rule packs (`*.toml`); see `taojin rules`.
    #[schemars(inner(length(min = 1)))]
    pub rules: Vec<PathBuf>,
    /// Rules that are not applied, such as `strip.copyright`: what they would take is kept.
    #[schemars(inner(length(min = 1)))]
    pub keep: Vec<String>,
    /// The only rules that are applied; empty for all.
    #[schemars(inner(length(min = 1)))]
    pub only: Vec<String>,
    /// Whether readers' comments on HTML pages stay, as blocks of kind `comment`.
    pub comments: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { confidence: 0.8, rules: Vec::new(), keep: Vec::new(), only: Vec::new(), comments: false }
    }
}

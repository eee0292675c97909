//! Removals: repeated titles and bodies, boilerplate by rules, navigation.
//!
//! The stages run in this order: [`Repeat`] finds a body that stands twice, [`Rules`] applies the rule packs (data in
//! `rules/*.toml`), [`Recurring`] takes what comes back twice in a row or beside page numbers, [`Title`] takes the title
//! out of the text once bylines no longer stand before it, [`Edge`] judges what is left at both ends. Every removal has a
//! confidence; one below [`Options::confidence`] is only marked.

pub mod edge;
mod form;
pub mod recurring;
mod repeat;
pub mod rules;
pub mod title;

use std::path::PathBuf;

pub mod page;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use edge::Edge;
pub use page::{Chance, Page, chances};
pub use recurring::Recurring;
pub use repeat::Repeat;
pub use rules::{Failure, RuleInfo, Rules, Trial, check_rules, rules};
pub use title::Title;

use crate::document::{Document, Removal, Rule};

/// Settings of the `strip` room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// How sure a rule must be to remove, 0 to 1. A removal less sure is only marked in the ledger.
    pub confidence: f32,
    /// Folders of further rule packs (`*.toml`); see `taojin rules`.
    pub rules: Vec<PathBuf>,
    /// Rules that are not applied, such as `strip.copyright`: what they would take is kept.
    pub keep: Vec<String>,
    /// The only rules that are applied; empty for all.
    pub only: Vec<String>,
    /// Whether readers' comments on HTML pages stay, as blocks of kind `comment`.
    pub comments: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { confidence: 0.8, rules: Vec::new(), keep: Vec::new(), only: Vec::new(), comments: false }
    }
}

/// Which rules may act, and how sure they must be.
#[derive(Clone, Debug)]
struct Policy {
    confidence: f32,
    keep: Vec<String>,
    only: Vec<String>,
}

impl Policy {
    fn new(options: &Options) -> Self {
        Self { confidence: options.confidence, keep: options.keep.clone(), only: options.only.clone() }
    }

    fn allows(&self, rule: &Rule) -> bool {
        let names = |list: &[String]| list.iter().any(|id| id == rule.id);
        !names(&self.keep) && (self.only.is_empty() || names(&self.only))
    }

    /// Whether `removal` would be carried out, not only marked.
    fn carries(&self, removal: &Removal) -> bool {
        self.allows(removal.rule) && removal.confidence >= self.confidence
    }

    /// Removes or marks block `index`, if the rule may act at all.
    fn remove(&self, document: &mut Document, index: usize, removal: Removal) {
        if self.allows(removal.rule) {
            document.remove(index, removal, self.confidence);
        }
    }

    /// Marks block `index`, however sure a rule must be to remove, if the rule may act at all.
    fn mark(&self, document: &mut Document, index: usize, removal: Removal) {
        if self.allows(removal.rule) {
            document.remove(index, removal, f32::INFINITY);
        }
    }
}

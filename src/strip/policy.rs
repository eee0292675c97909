//! Which rules of `strip` may act, and how sure they must be.

use super::options::Options;
use crate::document::{Document, Removal, Rule};

/// Which rules may act, and how sure they must be.
#[derive(Clone, Debug)]
pub(super) struct Policy {
    pub(super) confidence: f32,
    keep: Vec<String>,
    only: Vec<String>,
}

impl Policy {
    pub(super) fn new(options: &Options) -> Self {
        Self { confidence: options.confidence as f32, keep: options.keep.clone(), only: options.only.clone() }
    }

    pub(super) fn allows(&self, rule: &Rule) -> bool {
        let names = |list: &[String]| list.iter().any(|id| id == rule.id);
        !names(&self.keep) && (self.only.is_empty() || names(&self.only))
    }

    /// Whether `removal` would be carried out, not only marked.
    pub(super) fn carries(&self, removal: &Removal) -> bool {
        self.allows(removal.rule) && removal.confidence >= self.confidence
    }

    /// Removes or marks block `index`, if the rule may act at all.
    pub(super) fn remove(&self, document: &mut Document, index: usize, removal: Removal) {
        if self.allows(removal.rule) {
            document.remove(index, removal, self.confidence);
        }
    }

    /// Marks block `index`, however sure a rule must be to remove, if the rule may act at all.
    pub(super) fn mark(&self, document: &mut Document, index: usize, removal: Removal) {
        if self.allows(removal.rule) {
            document.remove(index, removal, f32::INFINITY);
        }
    }
}

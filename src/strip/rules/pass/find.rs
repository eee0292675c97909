//! What a rule takes.

use crate::strip::rules::field::Field;
use crate::strip::rules::rule::Loaded;

/// What a rule takes, and what it found out.
#[derive(Clone)]
pub(super) struct Find {
    pub(super) owner: usize,
    pub(super) confidence: f32,
    pub(super) evidence: String,
    pub(super) fields: Vec<Field>,
}

impl Find {
    pub(super) fn new(owner: usize, loaded: &Loaded) -> Self {
        Self { owner, confidence: loaded.definition.confidence, evidence: String::new(), fields: Vec::new() }
    }
}

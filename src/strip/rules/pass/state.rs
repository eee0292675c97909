//! The state of a pass over the lines of a document.

use super::find::Find;
use crate::document::{Block, Document};
use crate::strip::form::{bare, level};
use crate::strip::policy::Policy;
use crate::strip::rules::lines::{Line, lines};
use crate::strip::rules::packs::Packs;
use crate::strip::rules::rule::Loaded;

/// The most that a line counts for when the sides of a section are weighed, in half-width columns.
pub(super) const LONGEST: usize = 4000;

/// A document that is being gone through, and what was found in it.
pub(super) struct Pass<'a> {
    pub(super) document: &'a Document,
    pub(super) packs: &'a Packs,
    pub(super) policy: &'a Policy,
    pub(super) lines: Vec<Line>,
    /// What takes each line.
    pub(super) finds: Vec<Option<Box<Find>>>,
    pub(super) taken: usize,
    /// Where the name on a card is, above its motto, and the rule that found it.
    pub(super) cards: Vec<(usize, usize)>,
    /// Whether finds below their rule's confidence are taken.
    pub(super) doubtful: bool,
}

impl<'a> Pass<'a> {
    pub(super) fn new(document: &'a Document, packs: &'a Packs, policy: &'a Policy) -> Self {
        let lines = lines(document, packs);
        let finds = lines.iter().map(|_| None).collect();
        Self { document, packs, policy, lines, finds, taken: 0, cards: Vec::new(), doubtful: false }
    }

    pub(super) fn block(&self, at: usize) -> Option<&'a Block> {
        self.document.blocks.get(self.lines.get(at)?.index)
    }

    pub(super) fn value(&self, at: usize) -> &'a str {
        self.lines.get(at).map_or("", |line| bare(line.text(self.document)))
    }

    pub(super) fn is_taken(&self, at: usize) -> bool {
        self.finds.get(at).is_some_and(Option::is_some)
    }

    pub(super) fn take(&mut self, at: usize, find: Find) {
        if let Some(slot) = self.finds.get_mut(at).filter(|slot| slot.is_none()) {
            *slot = Some(Box::new(find));
            self.taken += 1;
        }
    }

    pub(super) fn owner(&self, at: usize) -> Option<usize> {
        self.finds.get(at)?.as_ref().map(|find| find.owner)
    }

    /// The definition that took line `at`.
    pub(super) fn taken_by(&self, at: usize) -> Option<&'a Loaded> {
        self.packs.definitions().get(self.owner(at)?)
    }

    pub(super) fn is_heading(&self, at: usize) -> bool {
        self.block(at).is_some_and(|block| level(block) > 0)
    }
}

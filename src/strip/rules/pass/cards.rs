//! The cards of accounts: a name, a motto and how much they have published.

use std::collections::HashMap;

use super::budget::HEAD;
use super::find::Find;
use super::state::Pass;
use crate::strip::form::ends_sentence;

/// Widest name and motto on the card of an account, in half-width columns.
const NAME: usize = 36;
const MOTTO: usize = 160;

impl Pass<'_> {
    /// Takes line `at`, and above it the name and the motto that its rule says belong to it.
    pub(super) fn take_card(&mut self, at: usize, find: Find) {
        let above = self.packs.definitions().get(find.owner).map_or(0, |loaded| loaded.definition.above);
        let card = at - self.card_above(at, above)..at;
        for line in card.clone() {
            self.take(line, Find { evidence: "the name above it".to_owned(), ..find.clone() });
        }
        self.cards.extend((card.len() > 1).then_some((card.start, find.owner)));
        self.take(at, find);
    }

    /// How many lines right above `at`, `most` at most, are a name or a name and a motto.
    fn card_above(&self, at: usize, most: usize) -> usize {
        let open = |line: &usize| !self.is_taken(*line);
        let name = |line: usize| {
            let value = self.value(line);
            let plain = !value.contains(['。', '，', '！', '？', '：', ':', ',']) && !ends_sentence(value);
            plain && self.lines[line].width <= NAME
        };
        let first = at.checked_sub(1).filter(open).filter(|&line| self.lines[line].width <= MOTTO);
        let second = at.checked_sub(2).filter(open).filter(|&line| name(line));
        // The head of a clipped page names the account.
        let known = |line: usize| (0..HEAD.lines.min(line)).any(|head| self.value(head).contains(self.value(line)));
        let count = match (first, second) {
            (Some(first), _) if name(first) && known(first) => 1,
            (Some(first), Some(second)) if !name(first) || !self.is_heading(second) => 2,
            (Some(first), _) if name(first) && !self.is_heading(first) => 1,
            _ => 0,
        };
        if count <= most { count } else { 0 }
    }

    /// Takes what says again what is on a card: its name and, right below, its motto.
    pub(super) fn cards(&mut self) {
        let mottos: HashMap<String, (usize, usize)> =
            self.cards.iter().map(|&(card, owner)| (self.value(card + 1).to_owned(), (card, owner))).collect();
        for at in 1..self.lines.len() {
            let Some(&(card, owner)) = mottos.get(self.value(at)) else { continue };
            if self.value(at - 1) == self.value(card) && !self.is_taken(at - 1) {
                let find = Find { owner, confidence: 0.95, evidence: "the card again".to_owned(), fields: Vec::new() };
                self.take(at - 1, find.clone());
                self.take(at, find);
            }
        }
    }
}

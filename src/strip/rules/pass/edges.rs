//! From the head of a document inwards, from its tail inwards, and over all lines for rules that act anywhere.

use super::budget::{HEAD, TAIL};
use super::find::Find;
use super::state::Pass;
use crate::strip::rules::definition::Position;
use crate::strip::rules::lines::Line;

impl Pass<'_> {
    pub(super) fn anywhere(&mut self) {
        for at in 0..self.lines.len() {
            if !self.is_taken(at)
                && let Some(find) = self.pick(at, Position::Anywhere)
            {
                self.take_card(at, find);
            }
        }
    }

    /// Takes rows of lines that the same rule matches, for rules that ask for a row.
    pub(super) fn rows(&mut self) {
        let rule = |line: &Line| {
            line.hits.iter().find_map(|&owner| {
                let loaded = self.packs.definitions().get(owner)?;
                (loaded.definition.at == Position::Run).then_some((owner, loaded))
            })
        };
        let mut at = 0;
        while let Some(line) = self.lines.get(at) {
            let Some((owner, loaded)) = rule(line) else {
                at += 1;
                continue;
            };
            let same = |line: &&Line| rule(line).is_some_and(|(_, other)| other.rule == loaded.rule);
            let end = at + self.lines[at..].iter().take_while(same).count();
            if end - at >= loaded.definition.min && self.policy.allows(loaded.rule) {
                for at in at..end {
                    if !loaded.spares(self.value(at), self.lines[at].width) {
                        self.take(at, Find::new(owner, loaded));
                    }
                }
            }
            at = end;
        }
    }

    /// The lines that are left, from the last one back, and whether the text ends with them.
    pub(super) fn ends(&self) -> Vec<(usize, bool)> {
        let left = (0..self.lines.len()).rev().filter(|&at| !self.is_taken(at));
        left.enumerate().map(|(number, at)| (at, number < TAIL.lines)).collect()
    }

    pub(super) fn head(&mut self) {
        let mut budget = HEAD;
        for at in 0..self.lines.len() {
            if self.is_taken(at) {
                continue;
            }
            match self.pick(at, Position::Head) {
                Some(find) => self.take_card(at, find),
                None if budget.spend(&self.lines[at]) => {}
                None => break,
            }
        }
    }

    pub(super) fn tail(&mut self) {
        let mut budget = TAIL;
        let mut at = self.lines.len();
        while at > 0 {
            at -= 1;
            if self.is_taken(at) {
                continue;
            }
            if let Some(find) = self.pick(at, Position::Tail) {
                self.take_card(at, find);
            } else if let Some(start) = self.run_before(at + 1) {
                at = start;
            } else if !budget.spend(&self.lines[at]) {
                break;
            }
        }
    }
}

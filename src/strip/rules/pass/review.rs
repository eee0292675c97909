//! What is seen once all walks have ended: lines shut in by others, and rules that would take the text itself.

use std::collections::BTreeMap;

use super::find::Find;
use super::state::{LONGEST, Pass};
use crate::strip::rules::definition::Kind;

/// Paragraphs from which on a rule may be taking the text itself.
const MANY: usize = 3;
/// Most and widest lines that may be shut in between lines that were taken.
const GAP: usize = 5;
const SHUT: usize = 60;

impl Pass<'_> {
    /// Takes the few short lines behind the body that are shut in between others that were taken.
    pub(super) fn enclosed(&mut self) {
        let body = self.lines.iter().rposition(|line| line.prose).map_or(0, |at| at + 1);
        let taken: Vec<usize> = (body..self.lines.len()).filter(|&at| self.is_taken(at)).collect();
        for pair in taken.windows(2) {
            let &[from, to] = pair else { continue };
            let gap = from + 1..to;
            let short = |at: usize| {
                let value = self.value(at);
                self.lines[at].width <= SHUT
                    && !self.is_heading(at)
                    && !value.contains('。')
                    && !value.ends_with(['：', ':'])
            };
            let (true, Some(owner)) = (gap.len() <= GAP && gap.clone().all(short), self.owner(to)) else { continue };
            for at in gap {
                let find =
                    Find { owner, confidence: 0.9, evidence: "shut in by others".to_owned(), fields: Vec::new() };
                self.take(at, find);
            }
        }
    }

    /// Gives back the paragraphs of a rule that would take much of the text: then they are what it is about.
    pub(super) fn release(&mut self) {
        let prose = |at: &usize| self.lines[*at].prose;
        let width = |at: usize| self.lines[at].width.min(LONGEST);
        let all: usize = (0..self.lines.len()).filter(prose).map(width).sum();
        let mut taken: BTreeMap<&str, (usize, Vec<usize>)> = BTreeMap::new();
        for at in (0..self.lines.len()).filter(prose) {
            let Some(loaded) = self.taken_by(at) else { continue };
            if loaded.definition.kind == Kind::Line {
                let (sum, lines) = taken.entry(loaded.rule.id).or_default();
                *sum += width(at);
                lines.push(at);
            }
        }
        for (sum, lines) in taken.into_values() {
            if lines.len() >= MANY && sum * 3 > all {
                for at in lines {
                    self.finds[at] = None;
                    self.taken -= 1;
                }
            }
        }
    }
}

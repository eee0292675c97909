//! The stage that leaves one copy of a repeated body.

use std::collections::BTreeMap;

use super::align::copies as find_copies;
use super::body::Judge;
use super::copy::{BODY, Copy};
use super::edges::Edges;
use super::folded::Folded;
use super::merge::merge;
use super::screen::may_repeat;
use super::stretch::structure;
use super::summary::is_summary;
use crate::document::{Document, Removal, Rule, Stage};
use crate::strip::options::Options;
use crate::strip::policy::Policy;

/// A second copy of the body.
static REPEATED_BODY: Rule = Rule { id: "strip.repeated_body", about: "the whole body a second time" };
/// The first paragraphs, standing before the body once more.
static SUMMARY: Rule = Rule { id: "strip.repeated_summary", about: "a summary that only repeats how the body begins" };

/// Share of a block, in percent, that has to be elsewhere too for the block to be marked.
const MOSTLY: usize = 50;
/// Confidence of what is only marked.
const DOUBT: f32 = 0.5;
/// Copies taken out of one document at most.
const ROUNDS: usize = 4;

/// The stage that leaves one copy of a repeated body.
pub struct Repeat {
    policy: Policy,
}

impl Repeat {
    /// The stage as configured.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        Self { policy: Policy::new(options) }
    }
}

impl Stage for Repeat {
    fn name(&self) -> &'static str {
        "strip.repeat"
    }

    fn rules(&self) -> Vec<&'static Rule> {
        vec![&REPEATED_BODY, &SUMMARY]
    }

    fn run(&self, document: &mut Document) {
        for _ in 0..ROUNDS {
            if !may_repeat(document) {
                return;
            }
            let folded = Folded::new(document);
            let copies = find_copies(&folded.letters);
            let twice = || copies.iter().filter(|copy| is_twice(&folded, copy));
            let removal = Removal::by(&REPEATED_BODY, 0.97).because("the copy that stays says the same");
            let body = (twice().next().is_some() && self.policy.carries(&removal)).then(|| {
                let edges = Edges::new(document, &folded);
                let judge = Judge { document, folded: &folded, copies: &copies, edges };
                twice().find_map(|copy| judge.body(copy))
            });
            let Some(body) = body.flatten() else {
                self.mark(document, &folded, &copies);
                return;
            };
            merge(document, &folded, &body, &removal);
        }
    }
}

impl Repeat {
    /// Marks the first passage that is there twice and is no body, or else the first summary.
    fn mark(&self, document: &mut Document, folded: &Folded, copies: &[Copy]) {
        let body = copies.iter().find(|copy| is_twice(folded, copy));
        let found = body.map(|copy| (copy, &REPEATED_BODY));
        let summary = || copies.iter().find(|copy| is_summary(document, folded, copy)).map(|copy| (copy, &SUMMARY));
        let Some((copy, rule)) = found.or_else(summary) else { return };
        let (earlier, later) = (copy.earlier(), copy.later());
        let first = body.is_none() || structure(document, folded, &earlier) < structure(document, folded, &later);
        let mut matched: BTreeMap<usize, usize> = BTreeMap::new();
        for found in &copy.matches {
            let start = if first { found.a } else { found.b };
            let range = start..start + found.len;
            for (index, letters) in folded.ranges(&range) {
                *matched.entry(index).or_default() += range.end.min(letters.end) - range.start.max(letters.start);
            }
        }
        for (index, letters) in folded.ranges(if first { &earlier } else { &later }) {
            let percent = matched.get(&index).copied().unwrap_or_default() * 100 / letters.len().max(1);
            if percent >= MOSTLY {
                let removal = Removal::by(rule, DOUBT).because(format!("{percent} % of it stands elsewhere"));
                self.policy.mark(document, index, removal);
            }
        }
    }
}

/// Whether `copy` is a good part of its document and repeated, but for gaps.
fn is_twice(folded: &Folded, copy: &Copy) -> bool {
    let longest = copy.earlier().len().max(copy.later().len());
    copy.matched >= BODY && copy.matched as f32 >= 0.8 * longest as f32 && copy.matched * 4 >= folded.letters.len()
}

//! `strip.repeated_body`: the whole body again, or its beginning again as a summary.
//!
//! Copies are found by alignment of folded text, so they may differ in spacing, punctuation, width, standard (simplified or
//! traditional) and paragraphs. The
//! copy with more structure stays; what only the other one holds moves to its place in reading order.

mod align;
mod bridge;
mod glance;
mod merge;
mod roll;
mod stream;

use std::collections::HashSet;
use std::ops::Range;

use align::Copy;
use bridge::is_digit;
use stream::Stream;

use super::form::{ends_sentence, is_link, is_prose};
use super::{Options, Policy};
use crate::document::{Block, Document, Kind, Removal, Rule, Stage};

/// A second copy of the body.
static REPEATED_BODY: Rule = Rule { id: "strip.repeated_body", about: "the whole body a second time" };
/// The first paragraphs, standing before the body once more.
static SUMMARY: Rule = Rule { id: "strip.repeated_summary", about: "a summary that only repeats how the body begins" };

/// Letters below which a repetition is too short to be a body.
const BODY: usize = 80;
/// Letters below which a repetition is too short to be a summary.
const BRIEF: usize = 40;
/// Letters that two readings of one text agree in for each place where they say different things.
const SELDOM: usize = 200;
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
            if !glance::may_repeat(document) {
                return;
            }
            let stream = Stream::new(document);
            let copies = align::copies(&stream.letters);
            let Some(finding) = copies.iter().find_map(|copy| judge(document, &stream, copy)) else { return };
            if !self.policy.allows(finding.removal.rule) {
                return;
            }
            let carried = self.policy.carries(&finding.removal);
            if carried {
                merge::merge(document, &stream, &finding);
            } else {
                self.mark(document, &stream, finding);
                return;
            }
        }
    }
}

impl Repeat {
    fn mark(&self, document: &mut Document, stream: &Stream, finding: Finding) {
        let (first, last) = (stream.block(finding.dropped.start), stream.block(finding.dropped.end.saturating_sub(1)));
        for index in first..=last {
            if document.blocks.get(index).is_some_and(|block| block.is_kept()) {
                self.policy.remove(document, index, finding.removal.clone());
            }
        }
    }
}

/// A copy judged to be no accident: what goes, what stays.
struct Finding<'a> {
    copy: &'a Copy,
    dropped: Range<usize>,
    /// Whether the earlier stretch is the one dropped.
    earlier: bool,
    removal: Removal,
}

/// Whether `copy` is the body again or a summary, and which stretch goes.
fn judge<'a>(document: &Document, stream: &Stream, copy: &'a Copy) -> Option<Finding<'a>> {
    let (earlier, later) = (copy.earlier(), copy.later());
    let covered = |range: &Range<usize>| copy.matched as f32 / range.len().max(1) as f32;
    let evidence = |range: &Range<usize>| format!("{:.0} % of it stands elsewhere", 100.0 * covered(range));
    let whole = copy.matched >= BODY
        && covered(&earlier).min(covered(&later)) >= 0.8
        && copy.matched * 2 >= stream.letters.len() / 2;
    if whole {
        let first = structure(document, stream, &earlier) < structure(document, stream, &later);
        let dropped = if first { earlier.clone() } else { later };
        let by_design = is_form(stream, copy)
            || (is_verse(document, stream, &earlier) && !is_long_list(document, stream, &dropped));
        let confidence = if by_design { 0.5 } else { 0.97 };
        let removal = Removal::by(&REPEATED_BODY, confidence).because(evidence(&dropped));
        return Some(Finding { copy, dropped, earlier: first, removal });
    }
    let blocks = stream.block_range(earlier.start).start..stream.block_range(earlier.end - 1).end;
    let after = later.start - earlier.end;
    let is_summary = copy.matched >= BRIEF
        && copy.matched as f32 >= 0.92 * blocks.len() as f32
        && blocks.start <= BODY
        && after <= 2 * BODY
        && stream.blocks(&earlier) <= 3
        && stream.letters.len() >= 4 * copy.matched;
    // What the match leaves of its blocks may be a word, but no other number.
    let left = [blocks.start..earlier.start, earlier.end..blocks.end];
    let numbered = || left.into_iter().any(|range| stream.letters[range].iter().any(is_digit));
    // A byline may stand before the body; where other paragraphs do, the first one comes back by design.
    let between = stream.block(earlier.end - 1) + 1..stream.block(later.start);
    let between = document.blocks.get(between).unwrap_or_default();
    let parted = || between.iter().any(|block| block.is_kept() && is_prose(block.value()));
    if !is_summary || parted() || is_form(stream, copy) || numbered() || is_verse(document, stream, &earlier) {
        return None;
    }
    let removal = Removal::by(&SUMMARY, 0.9).because(evidence(&earlier));
    Some(Finding { copy, dropped: earlier, earlier: true, removal })
}

/// The blocks that a stretch touches, from first to last.
fn blocks<'a>(document: &'a Document, stream: &Stream, range: &Range<usize>) -> &'a [Block] {
    &document.blocks[stream.block(range.start)..=stream.block(range.end - 1)]
}

/// How much structure a stretch has: its blocks, headings counted twice.
fn structure(document: &Document, stream: &Stream, range: &Range<usize>) -> usize {
    let blocks = blocks(document, stream, range);
    let headings = blocks.iter().filter(|block| block.is_kept() && block.kind.level() > 0).count();
    stream.blocks(range) + headings
}

/// Whether two stretches are one form filled in twice: now and then one has something else where the other has a name or
/// a number.
fn is_form(stream: &Stream, copy: &Copy) -> bool {
    let blanks = copy.gaps().filter(|(a, b)| {
        let (a, b) = (&stream.letters[a.clone()], &stream.letters[b.clone()]);
        // One character for another is more often the same word written otherwise.
        let filled = (a.len() > 1 && b.len() > 1) || a.iter().chain(b).any(is_digit);
        !a.is_empty() && !b.is_empty() && filled && !merge::is_reading(a, b)
    });
    blanks.count() * SELDOM > copy.matched
}

/// Whether a stretch is a list of many items, all of them different: such a list does not stand twice by design.
fn is_long_list(document: &Document, stream: &Stream, range: &Range<usize>) -> bool {
    const MANY: usize = 10;
    let blocks = blocks(document, stream, range);
    let items = blocks.iter().filter(|block| block.is_kept() && (block.kind == Kind::ListItem || is_link(block)));
    let items: Vec<&str> = items.map(Block::value).collect();
    let different: HashSet<&str> = items.iter().copied().collect();
    items.len() >= MANY && items.len() * 10 >= blocks.len() * 9 && different.len() == items.len()
}

/// Whether a stretch is made of short lines that are no sentences: verse, logs, lists, which repeat by design.
fn is_verse(document: &Document, stream: &Stream, range: &Range<usize>) -> bool {
    let blocks = blocks(document, stream, range);
    let kept = || blocks.iter().filter(|block| block.is_kept());
    let prose = |block: &&Block| !is_link(block) && is_prose(block.value());
    let short = kept().filter(|block| !prose(block) && !ends_sentence(block.value())).count();
    !kept().any(|block| prose(&block)) || short * 3 > kept().count() * 2
}

//! `strip.repeated_body`: the whole body again, or its beginning again as a summary.
//!
//! Copies are found by alignment of folded text, so they may differ in spacing, punctuation, width, standard (simplified or
//! traditional) and paragraphs. The
//! copy with more structure stays; a heading that only the other one holds moves to its place in reading order. Only a
//! whole body goes ([`body`]); a passage that stands twice and a summary are marked.

mod align;
mod body;
mod bridge;
mod edges;
mod glance;
mod merge;
mod roll;
mod stream;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use align::Copy;
use body::Judge;
use bridge::is_digit;
use edges::Edges;
use stream::Stream;

use super::form::{ends_sentence, is_link, is_prose};
use super::{Options, Policy};
use crate::document::{Block, Document, Kind, Removal, Rule};
use crate::pipeline::{Entry, Stage};

/// A second copy of the body.
static REPEATED_BODY: Rule = Rule { id: "strip.repeated_body", about: "the whole body a second time" };
/// The first paragraphs, standing before the body once more.
static SUMMARY: Rule = Rule { id: "strip.repeated_summary", about: "a summary that only repeats how the body begins" };

/// Letters below which a repetition is too short to be a body.
const BODY: usize = 80;
/// Letters below which a repetition is too short to be a summary.
const BRIEF: usize = 40;
/// Share of a block, in percent, that has to stand elsewhere for the block to be marked.
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
    /// The stage in the table of stages.
    pub const ENTRY: Entry = Entry {
        name: "strip.repeat",
        about: "removes a body that stands twice and marks a summary",
        rules: || vec![&REPEATED_BODY, &SUMMARY],
        build: |config| Ok(Some(Box::new(Self::new(&config.strip)))),
    };

    /// The stage as configured.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        Self { policy: Policy::new(options) }
    }
}

impl Stage for Repeat {
    fn run(&self, document: &mut Document) {
        for _ in 0..ROUNDS {
            if !glance::may_repeat(document) {
                return;
            }
            let stream = Stream::new(document);
            let copies = align::copies(&stream.letters);
            let twice = || copies.iter().filter(|copy| is_twice(&stream, copy));
            let removal = Removal::by(&REPEATED_BODY, 0.97).because("the copy that stays says the same");
            let body = (twice().next().is_some() && self.policy.carries(&removal)).then(|| {
                let edges = Edges::new(document, &stream);
                let judge = Judge { document, stream: &stream, copies: &copies, edges };
                twice().find_map(|copy| judge.body(copy))
            });
            let Some(body) = body.flatten() else {
                self.mark(document, &stream, &copies);
                return;
            };
            merge::merge(document, &stream, &body, &removal);
        }
    }
}

impl Repeat {
    /// Marks the first passage that stands twice and is no body, or else the first summary.
    fn mark(&self, document: &mut Document, stream: &Stream, copies: &[Copy]) {
        let body = copies.iter().find(|copy| is_twice(stream, copy));
        let found = body.map(|copy| (copy, &REPEATED_BODY));
        let summary = || copies.iter().find(|copy| is_summary(document, stream, copy)).map(|copy| (copy, &SUMMARY));
        let Some((copy, rule)) = found.or_else(summary) else { return };
        let (earlier, later) = (copy.earlier(), copy.later());
        let first = body.is_none() || structure(document, stream, &earlier) < structure(document, stream, &later);
        let mut matched: BTreeMap<usize, usize> = BTreeMap::new();
        for found in &copy.matches {
            let start = if first { found.a } else { found.b };
            let range = start..start + found.len;
            for (index, letters) in stream.ranges(&range) {
                *matched.entry(index).or_default() += range.end.min(letters.end) - range.start.max(letters.start);
            }
        }
        for (index, letters) in stream.ranges(if first { &earlier } else { &later }) {
            let percent = matched.get(&index).copied().unwrap_or_default() * 100 / letters.len().max(1);
            if percent >= MOSTLY {
                let removal = Removal::by(rule, DOUBT).because(format!("{percent} % of it stands elsewhere"));
                self.policy.mark(document, index, removal);
            }
        }
    }
}

/// Whether `copy` is a good part of its document and stands twice, but for gaps.
fn is_twice(stream: &Stream, copy: &Copy) -> bool {
    let longest = copy.earlier().len().max(copy.later().len());
    copy.matched >= BODY && copy.matched as f32 >= 0.8 * longest as f32 && copy.matched * 4 >= stream.letters.len()
}

/// Whether the earlier stretch of `copy` is a summary that the body begins with.
fn is_summary(document: &Document, stream: &Stream, copy: &Copy) -> bool {
    let (earlier, later) = (copy.earlier(), copy.later());
    let blocks = stream.block_range(earlier.start).start..stream.block_range(earlier.end - 1).end;
    let after = later.start - earlier.end;
    let is_brief = copy.matched >= BRIEF
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
    is_brief && !parted() && !numbered() && !is_verse(document, stream, &earlier)
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

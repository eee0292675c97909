//! Whether two copies are the whole body twice, so that one of them may go.
//!
//! Such copies begin and end with blocks or sentences, differ in nothing but headings, further whole sentences and
//! characters written otherwise, and make up the document between its head and its tail. Clauses, quotations, code, forms
//! that are filled in differently and passages that come back are not bodies.

use std::ops::Range;

use super::copy::{BODY, BRIEF, Copy, Match};
use super::edges::{Edge, Edges};
use super::folded::{Folded, Place};
use super::stretch::{is_long_list, is_verse, structure};
use crate::document::{Block, Document, Kind};
use crate::strip::form::{bare, ends_sentence, is_headline, is_prose};
use crate::text::{folded, width};

/// Farthest, in letters, that an end of a stretch or of a gap is moved to where a block or a sentence begins.
const SLIDE: usize = 64;
/// Characters that stand for one another within a standard, which folding keeps apart. Any other is another word.
const VARIANTS: [&str; 14] = [
    "账帐",
    "着著",
    "里裡裏",
    "于於",
    "么麽麼",
    "周週",
    "占佔",
    "才纔",
    "仿彷",
    "份分",
    "像象",
    "那哪",
    "采採",
    "台臺檯",
];
/// Share of the body, in percent, that may be prose beside its copies.
const BESIDE: usize = 25;
/// Widest heading or last line that moves from one copy to the other, in half-width columns.
const WIDEST: usize = 80;
/// Other copies that are looked at to find a third one of the same body.
const OTHERS: usize = 64;

pub(super) struct Body {
    /// The letters of the copy that goes, what only it holds among them.
    pub(super) dropped: Range<usize>,
    /// What only the copy that goes holds, in order.
    pub(super) moved: Vec<Moved>,
    /// The block of the other copy behind which what is left of the last line of the copy that goes belongs.
    pub(super) end: Option<usize>,
}

/// A heading that only the copy that goes holds, and the block of the other copy behind which it belongs.
pub(super) struct Moved {
    pub(super) range: Range<usize>,
    pub(super) behind: usize,
}

/// Finds the copies in a document that are its body.
pub(super) struct Judge<'a> {
    pub(super) document: &'a Document,
    pub(super) folded: &'a Folded,
    pub(super) copies: &'a [Copy],
    pub(super) edges: Edges,
}

impl Judge<'_> {
    /// The body, if `copy` is one.
    pub(super) fn body(&self, copy: &Copy) -> Option<Body> {
        let matches = match copy.matches.as_slice() {
            &[only] => self.trim(&[self.shift(only)])?,
            matches => self.trim(matches)?,
        };
        let matched: usize = matches.iter().map(|found| found.len).sum();
        if matched < BODY {
            return None;
        }
        let copy = Copy { matches, matched };
        let (earlier, later) = (copy.earlier(), copy.later());
        let (document, folded) = (self.document, self.folded);
        let first = structure(document, folded, &earlier) < structure(document, folded, &later);
        let dropped = if first { earlier.clone() } else { later.clone() };
        let by_design = || is_verse(document, folded, &earlier) && !is_long_list(document, folded, &dropped);
        if by_design()
            || !self.is_whole(&earlier, &later)
            || !self.is_telling(&earlier, &later)
            || !self.is_alone(&copy)
        {
            return None;
        }
        let moved = self.moved(&copy, first)?;
        let end = if first { self.rest(&earlier, &later)? } else { None };
        Some(Body { dropped, moved, end })
    }

    /// Of three copies in a row the alignment gives two stretches that may begin anywhere in the first copy, each as long as
    /// one copy: the same two from the first place on where both begin and end with blocks.
    fn shift(&self, found: Match) -> Match {
        let Match { a, b, len } = found;
        if a + len != b {
            return found;
        }
        let letters = &self.folded.letters;
        let goes_on = letters.iter().skip(b).zip(letters.iter().skip(b + len)).take_while(|(one, two)| one == two);
        let is_block = |by: &usize| [a, b, b + len].into_iter().all(|at| self.edges.at(at + by) == Edge::Block);
        let by = (0..=goes_on.count()).find(is_block).unwrap_or_default();
        Match { a: a + by, b: b + by, len }
    }

    /// `matches` from the first place to the last where a sentence begins and ends in both stretches, and in one of them
    /// a block; letters beyond agree by chance.
    fn trim(&self, matches: &[Match]) -> Option<Vec<Match>> {
        let is_edge = |&(a, b): &(usize, usize)| {
            let (a, b) = (self.edges.at(a), self.edges.at(b));
            a.min(b) >= Edge::Sentence && a.max(b) == Edge::Block
        };
        let along = |found: &Match| {
            let Match { a, b, len } = *found;
            (0..=len).map(move |by| (a + by, b + by))
        };
        let first = matches.iter().flat_map(along).take(SLIDE).find(is_edge)?;
        let last = matches.iter().rev().flat_map(|found| along(found).rev()).take(SLIDE).find(is_edge)?;
        let cut = |found: &Match| {
            let Match { a, b, len } = *found;
            let from = first.0.saturating_sub(a).max(first.1.saturating_sub(b)).min(len);
            let to = last.0.saturating_sub(a).min(last.1.saturating_sub(b)).min(len);
            (from < to).then_some(Match { a: a + from, b: b + from, len: to - from })
        };
        Some(matches.iter().filter_map(cut).collect())
    }

    /// Whether a stretch that begins or ends inside a block is flattened, so that it has fewer blocks than the other. Where
    /// one ends and the other begins a block may be cut: what goes leaves nothing there.
    fn is_whole(&self, earlier: &Range<usize>, later: &Range<usize>) -> bool {
        let (earlier_blocks, later_blocks) = (self.folded.blocks(earlier), self.folded.blocks(later));
        let is_cut = |at: usize| self.edges.at(at) < Edge::Block;
        let meet = earlier.end == later.start;
        let earlier_cut = is_cut(earlier.start) || (!meet && is_cut(earlier.end));
        let later_cut = is_cut(later.end) || (!meet && is_cut(later.start));
        (!earlier_cut || earlier_blocks < later_blocks) && (!later_cut || later_blocks < earlier_blocks)
    }

    /// Whether both stretches are text of the document's own: no code, and not for the greater part quotations.
    fn is_telling(&self, earlier: &Range<usize>, later: &Range<usize>) -> bool {
        [earlier, later].into_iter().all(|stretch| {
            let mut quoted = 0;
            for (block, letters) in self.blocks(stretch) {
                if block.kind == Kind::Code {
                    return false;
                }
                quoted += if is_quotation(block) { letters.len() } else { 0 };
            }
            quoted * 2 < stretch.len()
        })
    }

    /// Whether little prose stands beside the two stretches, and none of the document's own between them but
    /// further copies of the same.
    fn is_alone(&self, copy: &Copy) -> bool {
        let (earlier, later) = (copy.earlier(), copy.later());
        let others = self.others(&earlier, &later);
        let is_other = |range: &Range<usize>| others.iter().any(|other| overlap(range, other) * 5 >= range.len() * 4);
        let mut beside = 0;
        let (mut before, mut between) = (None, None);
        for (block, letters) in self.blocks(&(0..self.folded.letters.len())) {
            let copied = overlap(&letters, &earlier) + overlap(&letters, &later);
            let tells = is_prose(block.value()) || (block.kind == Kind::Paragraph && ends_sentence(block.value()));
            if is_other(&letters) || copied > 0 {
                let other: usize = others.iter().map(|other| overlap(&letters, other)).sum();
                beside += if tells && copied > 0 { letters.len().saturating_sub(copied + other) } else { 0 };
                continue;
            }
            if tells && letters.start >= earlier.end && letters.end <= later.start {
                return false;
            }
            beside += if tells { letters.len() } else { 0 };
            if letters.end <= earlier.start {
                before = Some(block);
            } else if letters.end <= later.start {
                between = Some(block);
            }
        }
        // The same under two headings is said of two things.
        let labels = before.zip(between).filter(|(before, between)| {
            is_headline(before.value())
                && is_headline(between.value())
                && folded(before.value()) != folded(between.value())
        });
        let is_labelled = labels.is_some() && !is_long_list(self.document, self.folded, &later);
        !is_labelled && beside * 100 <= (earlier.len() + later.len()) * BESIDE
    }

    /// Where there are further copies of what the two stretches say.
    fn others(&self, earlier: &Range<usize>, later: &Range<usize>) -> Vec<Range<usize>> {
        let mut known = vec![earlier.clone(), later.clone()];
        let candidates = || self.copies.iter().filter(|copy| copy.matched >= BRIEF).take(OTHERS);
        for copy in candidates().chain(candidates()) {
            let (one, two) = (copy.earlier(), copy.later());
            let is_known =
                |range: &Range<usize>| known.iter().any(|known| overlap(range, known) * 5 >= range.len() * 4);
            match (is_known(&one), is_known(&two)) {
                (true, false) => known.push(two),
                (false, true) => known.push(one),
                _ => {}
            }
        }
        // Of several copies in a row the alignment gives two: what the text goes on with is another, or the rest of one.
        let letters = &self.folded.letters;
        let ahead = letters.iter().skip(later.end).zip(letters.iter().skip(later.start));
        let ahead = ahead.take_while(|(one, two)| one == two).count();
        let (before, within) = (letters.get(..earlier.start), letters.get(..earlier.end));
        let back = before.unwrap_or_default().iter().rev().zip(within.unwrap_or_default().iter().rev());
        let back = back.take_while(|(one, two)| one == two).count();
        known.extend([later.end..later.end + ahead, earlier.start - back..earlier.start]);
        known.split_off(2)
    }

    /// What only the dropped copy holds, if it is nothing but headings, and if what the kept one holds beyond the other is
    /// whole sentences; none where the copies differ in anything else.
    fn moved(&self, copy: &Copy, earlier_goes: bool) -> Option<Vec<Moved>> {
        let mut moved: Vec<Moved> = Vec::new();
        for ((a, b), before) in copy.gaps().zip(&copy.matches) {
            let (gone, kept) = if earlier_goes { (a, b) } else { (b, a) };
            if gone.len() == 1 && kept.len() == 1 {
                if !self.is_variant(gone.start, kept.start) {
                    return None;
                }
                continue;
            }
            let room = before.len.min(SLIDE);
            if gone.is_empty() {
                let edge = |by: usize| {
                    let ends = self.edges.at(kept.start - by).min(self.edges.at(kept.end - by));
                    ends >= Edge::Sentence && self.edges.at(gone.start - by) >= Edge::Word
                };
                self.slide(&kept, room, edge)?;
                continue;
            }
            let edge = |by: usize| {
                self.edges.at(gone.start - by) >= Edge::Sentence
                    && self.edges.at(gone.end - by) >= Edge::Word
                    && self.edges.at(kept.start - by) == Edge::Block
            };
            let by = match kept.is_empty() {
                true => self.slide(&gone, room, edge)?,
                false => Some(0).filter(|&by| edge(by) && self.edges.at(kept.end) == Edge::Block)?,
            };
            let range = gone.start - by..gone.end - by;
            moved.push(Moved { range, behind: self.folded.block((kept.start - by).checked_sub(1)?) });
        }
        self.are_headings(&moved).then_some(moved)
    }

    /// How far `gap` has to be slid back until `edge` holds, over letters that allow it.
    fn slide(&self, gap: &Range<usize>, room: usize, edge: impl Fn(usize) -> bool) -> Option<usize> {
        let letters = &self.folded.letters;
        let slides = (1..=room).take_while(|&by| letters.get(gap.start - by) == letters.get(gap.end - by));
        std::iter::once(0).chain(slides).find(|&by| edge(by))
    }

    /// Whether two letters are one written in two ways.
    fn is_variant(&self, one: usize, two: usize) -> bool {
        let letter = |at: usize| self.folded.letters.get(at).and_then(|&letter| char::from_u32(letter.into()));
        let Some((one, two)) = letter(one).zip(letter(two)) else { return false };
        VARIANTS.iter().any(|group| group.contains(one) && group.contains(two))
    }

    /// Whether each of `moved`, which are sorted, is a heading, or several in a row.
    fn are_headings(&self, moved: &[Moved]) -> bool {
        let ends: Vec<usize> = moved.iter().flat_map(|moved| [moved.range.start, moved.range.end - 1]).collect();
        self.folded.places(self.document, &ends).chunks_exact(2).all(|ends| {
            let (from, to) = (ends[0], ends[1]);
            (from.block..=to.block).all(|index| {
                let Some(block) = self.document.blocks.get(index).filter(|block| block.is_kept()) else { return true };
                let value = block.value();
                let start = if index == from.block { from.offset } else { 0 };
                let end = if index == to.block { behind(value, to) } else { value.len() };
                let piece = value.get(start..end).unwrap_or_default().trim();
                let clauses = piece.contains(['，', '；', ';']) || piece.ends_with(['.', ',', '、', '：', ':']);
                is_headline(piece) && width(piece) <= WIDEST && !clauses
            })
        })
    }

    /// Where the rest of the last line of an earlier copy that goes belongs: behind that block of the later one. None where
    /// the rest is no short line, such as an address of the author.
    #[expect(clippy::option_option, reason = "a refusal is not an empty rest")]
    fn rest(&self, earlier: &Range<usize>, later: &Range<usize>) -> Option<Option<usize>> {
        let places = self.folded.places(self.document, &[earlier.end.checked_sub(1)?]);
        let &last = places.first()?;
        let stop = line_end(self.document, last.block);
        let line = self.document.blocks.get(last.block..=stop)?;
        let values = line.iter().enumerate().filter(|(_, block)| block.is_kept()).map(|(number, block)| {
            let from = if number == 0 { behind(block.value(), last) } else { 0 };
            width(block.value().get(from..).unwrap_or_default().trim())
        });
        match values.sum() {
            0 => Some(None),
            1..=WIDEST if stop < self.folded.block(later.start) => {
                Some(Some(self.folded.block(later.end.checked_sub(1)?)))
            }
            _ => None,
        }
    }

    /// The kept blocks that `range` touches, each with its letters.
    fn blocks(&self, range: &Range<usize>) -> impl Iterator<Item = (&Block, Range<usize>)> {
        let blocks = self.folded.ranges(range);
        blocks.filter_map(|(index, letters)| Some((self.document.blocks.get(index)?, letters)))
    }
}

/// Where the mark or letter at `place` ends, with the marks that close it.
fn behind(value: &str, place: Place) -> usize {
    let rest = value.get(place.offset..).unwrap_or_default();
    let next = rest.char_indices().skip(1).find(|(_, c)| c.is_alphanumeric() || c.is_whitespace());
    next.map_or(value.len(), |(at, _)| place.offset + at)
}

/// How many letters two ranges share.
fn overlap(one: &Range<usize>, two: &Range<usize>) -> usize {
    one.end.min(two.end).saturating_sub(one.start.max(two.start))
}

/// Whether a block is a quotation: set apart as one, or from the first mark to the last between quotation marks.
fn is_quotation(block: &Block) -> bool {
    let value = block.value().trim();
    let line = bare(value);
    let closed = line.starts_with(['“', '"', '「', '『', '‘']) && line.ends_with(['”', '"', '」', '』', '’']);
    block.kind == Kind::Quote || value.starts_with('>') || closed
}

/// Index of the last block of the line of block `index`: blocks that only white space parts, as a flattened paragraph
/// that was cut into its own.
pub(super) fn line_end(document: &Document, index: usize) -> usize {
    let source = document.source();
    let pairs = document.blocks.get(index..).unwrap_or_default().windows(2).take_while(|pair| {
        let (from, to) = (pair[0].text.span().end as usize, pair[1].text.span().start as usize);
        source.get(from..to).is_some_and(|between| between.chars().all(|c| c.is_whitespace() && c != '\n'))
    });
    index + pairs.count()
}

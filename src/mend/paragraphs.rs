//! Paragraph ends of a flattened body, found again from its second copy.
//!
//! Some sources give a body twice: once as one paragraph, all paragraph ends lost, and once as it was. The paragraphs of
//! the second copy are looked up in the first, which is cut at their ends. What is between two of them (a heading
//! that only the first copy has) becomes a block of its own. Spacing, punctuation and the width of characters may differ
//! between the two. Removing the repetition is left to `strip`.

use std::collections::HashMap;
use std::ops::Range;

use crate::document::{Change, Document, Kind, Rule, Stage};
use crate::text::{Letter, boundary, contains, letters, opens_paragraph};

/// White space where a flattened body lost a paragraph end.
static PARAGRAPH: Rule =
    Rule { id: "mend.paragraphs", about: "white space where a flattened body has lost a paragraph end" };

/// A flattened body is at least this long, in bytes, and at least this share of its document.
const SHORTEST_BODY: usize = 200;
const SMALLEST_SHARE: usize = 5;
/// Letters and digits at the start of a paragraph by which it is looked up.
const ANCHOR: usize = 10;
/// How many of the other blocks are looked for, each by a piece without punctuation of so many bytes.
const PROBES: usize = 3;
const PROBE: std::ops::RangeInclusive<usize> = 12..=48;
/// Share of a body that its second copy must cover, in percent.
const COVER: usize = 60;

/// The stage `mend.paragraphs`.
pub struct Paragraphs;

impl Stage for Paragraphs {
    fn name(&self) -> &'static str {
        "mend.paragraphs"
    }

    fn rules(&self) -> Vec<&'static Rule> {
        vec![&PARAGRAPH]
    }

    fn run(&self, document: &mut Document) {
        let total: usize = document.blocks.iter().map(|block| block.value().len()).sum();
        let is_body = |index: &usize| {
            let block = &document.blocks[*index];
            let long = block.value().len() >= SHORTEST_BODY.max(total / SMALLEST_SHARE);
            long && block.is_kept() && block.kind == Kind::Paragraph && has_copy(document, *index)
        };
        let bodies: Vec<usize> = (0..document.blocks.len()).filter(is_body).collect();
        if bodies.is_empty() {
            return;
        }
        let copies = Copies::of(document);
        let found = bodies.into_iter().filter_map(|body| Some((body, copies.ends_in(document, body)?)));
        let cuts: Vec<(usize, Vec<usize>)> = found.collect();
        let cuts = cuts.into_iter().map(|(body, ends)| (body, clear(document, body, &ends))).collect::<Vec<_>>();
        document.split(&cuts);
    }
}

/// A fast look whether block `body` may be a flattened copy: it holds the middle of the longest of the other blocks
/// near it, which may be as long as itself at most.
fn has_copy(document: &Document, body: usize) -> bool {
    let value = document.blocks[body].value();
    let mut others: Vec<&str> = (0..document.blocks.len())
        .filter(|&index| index != body && document.blocks[index].value().len() < value.len())
        .map(|index| document.blocks[index].value())
        .collect();
    if others.len() > PROBES {
        others.select_nth_unstable_by_key(PROBES, |other| std::cmp::Reverse(other.len()));
    }
    let mut probes = others.iter().take(PROBES).filter_map(|other| {
        let middle = (other.len() / 2..other.len()).find(|&at| other.is_char_boundary(at))?;
        let mut pieces = other[middle..].split(|c: char| !(c.is_alphanumeric() || c == ' ')).map(str::trim);
        let piece = pieces.find(|piece| piece.len() >= *PROBE.start())?;
        Some(&piece[..boundary(piece, *PROBE.end())])
    });
    probes.any(|probe| contains(value, probe))
}

/// The blocks of a document by the characters with which they begin.
struct Copies {
    /// Hash of the first [`ANCHOR`] letters and digits, and the blocks that begin so, in order.
    by_anchor: HashMap<u64, Vec<usize>>,
}

impl Copies {
    fn of(document: &Document) -> Self {
        let mut by_anchor: HashMap<u64, Vec<usize>> = HashMap::new();
        for (index, block) in document.blocks.iter().enumerate() {
            if let Some((_, hash)) = anchors(block.value()).next() {
                by_anchor.entry(hash).or_default().push(index);
            }
        }
        Self { by_anchor }
    }

    /// Byte offsets in block `body` at which the paragraphs of its second copy begin and end, when it has one.
    fn ends_in(&self, document: &Document, body: usize) -> Option<Vec<usize>> {
        let value = document.blocks[body].value();
        let mut found: Vec<Range<usize>> = Vec::new();
        let (mut at, mut next) = (0, None);
        // Paragraphs that begin alike and then differ must not make the search slow.
        let mut budget = value.len() * 8;
        let mut anchors = anchors(value).peekable();
        while at < value.len() {
            // Most often the next paragraph of the copy simply continues here, however short it is.
            let follows =
                next.and_then(|index| end_of(document, body, index, at, &mut budget).map(|end| (index, at, end)));
            let hit = follows.or_else(|| {
                while anchors.next_if(|&(start, _)| start < at).is_some() {}
                anchors.by_ref().find_map(|(start, hash)| {
                    let blocks = self.by_anchor.get(&hash)?;
                    // Boilerplate may begin many blocks alike: the first few are enough.
                    let ahead = blocks.iter().filter(|&&index| next.is_none_or(|next| index >= next)).take(4);
                    ahead.into_iter().find_map(|&index| {
                        end_of(document, body, index, start, &mut budget).map(|end| (index, start, end))
                    })
                })
            });
            let Some((index, start, end)) = hit else { break };
            found.push(reach_back(value, at, start)..end);
            (at, next) = (end, Some(index + 1));
        }
        let covered: usize = found.iter().map(Range::len).sum();
        if found.len() < 2 || covered * 100 < value.len() * COVER {
            return None;
        }
        let mut ends: Vec<usize> = found.iter().flat_map(|range| [range.start, range.end]).collect();
        ends.dedup();
        ends.retain(|&end| end > 0 && !value[end..].trim().is_empty());
        Some(ends)
    }
}

/// Where block `index` ends in `body`, if all its letters and digits are there from `at` on, with the punctuation behind
/// them. Every character compared is taken from `budget`.
fn end_of(document: &Document, body: usize, index: usize, at: usize, budget: &mut usize) -> Option<usize> {
    let copy = document.blocks.get(index).filter(|_| index != body)?.value();
    let value = document.blocks[body].value();
    let mut rest = letters(&value[at..]);
    let mut last = None;
    for (_, wanted) in letters(copy) {
        *budget = budget.checked_sub(1)?;
        let (offset, c) = rest.next()?;
        if c != wanted {
            return None;
        }
        last = Some(at + offset);
    }
    let tail = &value[last?..];
    let mut chars = tail.char_indices().skip(1);
    let next = chars.find(|(_, c)| c.is_whitespace() || c.is_alphanumeric() || opens_paragraph(*c));
    next.map_or(Some(value.len()), |(offset, _)| Some(last? + offset))
}

/// Where the paragraph begins, marks before its letters included, whose first letter is the first from `start` on; not
/// before `at`.
fn reach_back(value: &str, at: usize, start: usize) -> usize {
    let letter = value[start..].find(char::is_alphanumeric).map_or(start, |blank| start + blank);
    at + value[at..letter].trim_end_matches(|c: char| opens_paragraph(c) || c == '"').len()
}

/// Rolling hashes (Rabin and Karp 1987) of every [`ANCHOR`] letters and digits, with the offset of the first of them.
fn anchors(text: &str) -> impl Iterator<Item = (usize, u64)> {
    Anchors { head: letters(text), tail: letters(text), hash: 0, primed: false }
}

struct Anchors<I> {
    head: I,
    tail: I,
    hash: u64,
    primed: bool,
}

const BASE: u64 = 0x0100_0000_01b3;

impl<I: Iterator<Item = (usize, Letter)>> Iterator for Anchors<I> {
    type Item = (usize, u64);

    fn next(&mut self) -> Option<(usize, u64)> {
        let fresh = if self.primed { 1 } else { ANCHOR };
        for _ in 0..fresh {
            let (_, c) = self.head.next()?;
            self.hash = self.hash.wrapping_mul(BASE).wrapping_add(u64::from(c));
        }
        self.primed = true;
        let (at, oldest) = self.tail.next()?;
        let item = (at, self.hash);
        let weight = BASE.wrapping_pow(ANCHOR as u32 - 1);
        self.hash = self.hash.wrapping_sub(u64::from(oldest).wrapping_mul(weight));
        Some(item)
    }
}

/// Takes out the white space of block `body` at `ends`, and gives the offsets of the same places afterwards.
fn clear(document: &mut Document, body: usize, ends: &[usize]) -> Vec<usize> {
    let value = document.blocks[body].value();
    let (mut changes, mut cuts): (Vec<Change>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut removed = 0;
    for &end in ends {
        let before = value[..end].trim_end().len();
        let after = end + (value[end..].len() - value[end..].trim_start().len());
        if changes.last().is_some_and(|last| last.range.end >= after) {
            continue;
        }
        cuts.push(before - removed);
        if before < after {
            changes.push(Change::removal(before..after));
            removed += after - before;
        }
    }
    cuts.dedup();
    document.change(body, &changes, &PARAGRAPH);
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::snapshot::show;
    use crate::parse::plain;

    const PIECES: [&str; 5] = [
        "清晨的集市上，卖菜的老人把新摘的黄瓜码得整整齐齐，一边等着客人，一边和邻居说起昨夜的雨。",
        "集市的来历",
        "这条街从前是运河的码头，船工们在这里卸货，也在这里吃一碗热面，久而久之就有了早市。",
        "如今码头没有了，早市还在。附近的居民习惯了每天来走一走，买不买东西倒在其次。",
        "天色渐亮，人声渐稠。",
    ];

    #[test]
    fn a_flattened_body_is_cut_as_its_copy_is() {
        let copy = [PIECES[0], PIECES[2], PIECES[3]].join("\n\n");
        let mut document = plain(format!("{}\n\n{copy}\n", PIECES.join(" ")));
        Paragraphs.run(&mut document);
        let values: Vec<&str> = document.blocks.iter().map(|block| block.value()).collect();
        assert_eq!(values[..5], PIECES);
        assert_eq!(values.len(), 8);
        assert!(document.settle().is_ok());
    }

    #[test]
    fn punctuation_and_spacing_may_differ() {
        let half = |text: &str| text.replace('，', ",").replace('。', ".");
        let copy = PIECES.map(|piece| format!("“{}”", half(piece))).join("\n");
        let mut document = plain(format!("{}\n{copy}\n", PIECES.map(|piece| format!("“{piece}”")).join("　")));
        Paragraphs.run(&mut document);
        let values: Vec<&str> = document.blocks.iter().map(|block| block.value()).collect();
        assert_eq!(values[..5], PIECES.map(|piece| format!("“{piece}”")));
        assert!(document.settle().is_ok());
    }

    #[test]
    fn a_body_without_a_copy_is_left_alone() {
        let mut document = plain(format!("{}\n\n{}\n", PIECES.join(" ").repeat(3), PIECES[1]));
        Paragraphs.run(&mut document);
        assert_eq!(document.blocks.len(), 2);
    }

    #[test]
    fn the_rule_as_a_snapshot() {
        let mut document = plain(format!("{}\n\n{}\n", PIECES.join(" "), PIECES.join("\n\n")));
        Paragraphs.run(&mut document);
        insta::assert_snapshot!(PARAGRAPH.id, show(&document));
    }
}

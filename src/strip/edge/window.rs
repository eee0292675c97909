//! Which lines of a document are at its edges, and what is beside them.

use crate::document::Document;
use crate::text::is_letter_or_digit;

/// A block that says something, at an edge or near it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Line {
    /// Index of the block.
    pub index: usize,
    /// Whether a rule took it.
    pub taken: bool,
    /// Whether it is kept and is in the head or in the tail: only there may it be taken.
    pub edge: bool,
    /// What is kept before it and behind it.
    pub around: [Size; 2],
}

/// Lines and bytes of text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Size {
    pub lines: usize,
    pub bytes: usize,
}

impl Size {
    fn plus(self, other: Self) -> Self {
        Self { lines: self.lines + other.lines, bytes: self.bytes + other.bytes }
    }

    fn minus(self, other: Self) -> Self {
        Self { lines: self.lines - other.lines, bytes: self.bytes - other.bytes }
    }
}

/// How far an edge reaches at most in lines, in bytes, and as a part of the text where that is more bytes.
struct Reach {
    lines: usize,
    bytes: usize,
    part: usize,
}

const HEAD: Reach = Reach { lines: 24, bytes: 1000, part: 20 };
const TAIL: Reach = Reach { lines: 40, bytes: 2400, part: 8 };
/// No edge is longer than this, in bytes.
const LONGEST: usize = 12_000;
/// Kept lines of the body that are looked at beside an edge.
const BESIDE: usize = 12;
/// Consecutive lines that rules took; further ones say nothing new.
const TAKEN: usize = 24;

impl Reach {
    /// Whether a line is in the edge that has `outside` between itself and the end, in a text of `total`.
    fn holds(&self, outside: Size, total: Size) -> bool {
        let bytes = self.bytes.max((total.bytes / self.part).min(LONGEST));
        outside.lines < self.lines && outside.bytes <= bytes
    }

    /// How many of the lines that follow from the end inwards are in the edge.
    fn count(&self, sizes: impl Iterator<Item = Size>, total: Size) -> usize {
        let mut outside = Size::default();
        let held = |own: &Size| {
            let holds = self.holds(outside, total);
            outside = outside.plus(*own);
            holds
        };
        sizes.take_while(held).map(|own| own.lines).sum()
    }
}

/// The edges of a document with what is beside them.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Window {
    /// In reading order; between the edges of a long document lines are missing.
    pub lines: Vec<Line>,
    /// All that is kept.
    pub total: Size,
}

impl Window {
    /// Finds the edges of `document`.
    pub(super) fn of(document: &Document) -> Self {
        let says = |index: &usize| document.blocks[*index].value().contains(is_letter_or_digit);
        let all = || (0..document.blocks.len()).filter(says);
        let size = |index: usize| {
            let block = &document.blocks[index];
            if block.is_kept() { Size { lines: 1, bytes: block.value().len() } } else { Size::default() }
        };
        let total = all().map(size).fold(Size::default(), Size::plus);
        let head = HEAD.count(all().map(size), total) + BESIDE;
        let tail = TAIL.count(all().rev().map(size), total) + BESIDE;
        let (mut lines, mut before, mut row) = (Vec::new(), Size::default(), 0);
        for index in all() {
            let own = size(index);
            let taken = own.lines == 0;
            let around = [before, total.minus(before.plus(own))];
            before = before.plus(own);
            row = if taken { row + 1 } else { 0 };
            if row <= TAKEN && (around[0].lines < head || around[1].lines < tail) {
                let edge = !taken && (HEAD.holds(around[0], total) || TAIL.holds(around[1], total));
                lines.push(Line { index, taken, edge, around });
            }
        }
        Self { lines, total }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::plain;

    #[test]
    fn the_middle_of_a_long_text_is_no_edge_and_is_not_looked_at() {
        let text = "山路上走来一个挑着担子的人，他把斗笠压得很低，谁也没有看清他的脸。\n".repeat(400);
        let document = plain(text);
        let window = Window::of(&document);
        let edges: Vec<usize> = window.lines.iter().filter(|line| line.edge).map(|line| line.index).collect();
        assert_eq!(window.total.lines, 400);
        assert!(window.lines.len() < 120, "{}", window.lines.len());
        assert!(edges.contains(&0) && edges.contains(&399) && !edges.contains(&200), "{edges:?}");
        let counts = window.lines.iter().map(|line| line.around[0].lines + line.around[1].lines);
        assert!(counts.eq(std::iter::repeat_n(399, window.lines.len())));
    }
}

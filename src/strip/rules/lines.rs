//! The kept blocks of a document as lines for rules to look at: a paragraph with line breaks is several.

use std::cell::OnceCell;
use std::ops::Range;

use super::field::{self, Field};
use super::packs::Packs;
use crate::document::{Block, Document, Kind};
use crate::strip::form::{bare, is_link, is_link_line, is_prose};
use crate::text::{is_letter_or_digit, width};

/// Bytes from which the width of a line is only estimated, from below.
const LONG: usize = 2048;

/// A line of a kept block that is not empty.
pub(super) struct Line {
    /// Index of the block.
    pub(super) index: usize,
    /// Where it is in the block's value.
    pub(super) range: Range<usize>,
    /// Length in half-width columns; [`usize::MAX`] for a block too long to be looked at.
    pub(super) width: usize,
    /// Whether it reads as prose.
    pub(super) prose: bool,
    /// Whether it is nothing but links.
    pub(super) link: bool,
    /// Definitions that act anywhere and whose patterns match it.
    pub(super) hits: Vec<usize>,
    /// The same with those that act at the edges only, once a pass has come by.
    edge_hits: OnceCell<Vec<usize>>,
    /// The fields that it is made of, once it has been read as fields.
    fields: OnceCell<Option<Vec<Field>>>,
}

impl Line {
    /// The line as it is in `document`.
    pub(super) fn text<'a>(&self, document: &'a Document) -> &'a str {
        document.blocks.get(self.index).and_then(|block| block.value().get(self.range.clone())).unwrap_or_default()
    }

    /// All definitions that may act on it at the edge of a text; `value` is the bare line.
    pub(super) fn edge_hits(&self, packs: &Packs, value: &str) -> &[usize] {
        self.edge_hits.get_or_init(|| packs.edge_hits(value, self.width, &self.hits))
    }

    /// The line's `value` as fields; none when anything in it is no field.
    pub(super) fn fields(&self, packs: &Packs, value: &str) -> Option<&[Field]> {
        // Every field has a mark behind or around its key, and a date has digits.
        let mark = |c: char| matches!(c, ':' | '：' | '/' | '／' | '|' | '｜' | '丨' | '】' | ']' | '〕' | '0'..='9' | '０'..='９');
        // No field holds a full stop; that is looked for first because it is found faster.
        let may = !value.contains('。') && value.contains(mark);
        let read = || if may { field::read(packs, value) } else { None };
        self.fields.get_or_init(read).as_deref()
    }
}

/// All lines of kept blocks that say something, in reading order.
pub(super) fn lines(document: &Document, packs: &Packs) -> Vec<Line> {
    let kept = document.blocks.iter().enumerate().filter(|(_, block)| block.is_kept());
    let lines = |(index, block)| {
        // Looked at once for all the lines of a block: a block may have as many as the document.
        let link = is_link(block);
        pieces(block).filter_map(move |range| line(index, block, range, link, packs))
    };
    kept.flat_map(lines).collect()
}

/// The lines of a block; code and rows of tables are never split.
fn pieces(block: &Block) -> impl Iterator<Item = Range<usize>> {
    let parted = !matches!(block.kind, Kind::Code | Kind::TableRow);
    let mut rest = Some(0);
    std::iter::from_fn(move || {
        let start = rest?;
        let value = block.value().get(start..)?;
        let end = value.find('\n').filter(|_| parted).map_or(block.value().len(), |at| start + at);
        rest = Some(end + 1).filter(|&next| next < block.value().len());
        Some(start..end)
    })
}

/// A line, if it says something; `link` tells whether its block is nothing but links.
fn line(index: usize, block: &Block, range: Range<usize>, link: bool, packs: &Packs) -> Option<Line> {
    let whole = block.value().get(range.clone())?;
    let text = bare(whole);
    // Rulers and the like say nothing; they neither are boilerplate nor part it.
    if !text.contains(is_letter_or_digit) {
        return None;
    }
    let link = link || (range.len() < block.value().len() && is_link_line(whole));
    // A column is at most two bytes: for long lines that is exact enough, and they need not be counted.
    let width = match text.len() {
        long if long > packs.longest => usize::MAX,
        long if long >= LONG => long / 2,
        _ => width(text),
    };
    let searched = width < usize::MAX && block.kind != Kind::Code;
    Some(Line {
        index,
        range,
        width,
        prose: !link && (width == usize::MAX || is_prose(text)),
        link,
        hits: if searched { packs.hits(text, width) } else { Vec::new() },
        edge_hits: if searched { OnceCell::new() } else { OnceCell::from(Vec::new()) },
        fields: OnceCell::new(),
    })
}

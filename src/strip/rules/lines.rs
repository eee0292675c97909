//! The kept blocks of a document as lines for rules to look at.

use std::cell::OnceCell;

use super::field::{self, Field};
use super::pack::Packs;
use crate::document::{Document, Kind};
use crate::letters::is_letter_or_digit;
use crate::strip::form::{bare, is_link, is_prose, width};

/// Bytes from which the width of a line is only estimated, from below.
const LONG: usize = 2048;

/// A kept block that is not empty.
pub(super) struct Line {
    /// Index of the block.
    pub(super) index: usize,
    /// Length in half-width columns; [`usize::MAX`] for a block too long to be looked at.
    pub(super) width: usize,
    /// Whether it reads as prose.
    pub(super) prose: bool,
    /// Whether it is nothing but links.
    pub(super) link: bool,
    /// Definitions that act anywhere and whose patterns match it.
    pub(super) hits: Vec<usize>,
    /// The same with those that act at the edges only, once a walk has come by.
    edge_hits: OnceCell<Vec<usize>>,
    /// The fields that it is made of, once it has been read as fields.
    fields: OnceCell<Option<Vec<Field>>>,
}

impl Line {
    /// A line that no pattern is asked about.
    fn unsearched(index: usize, width: usize, prose: bool, link: bool) -> Self {
        let (edge_hits, fields) = (OnceCell::from(Vec::new()), OnceCell::new());
        Self { index, width, prose, link, hits: Vec::new(), edge_hits, fields }
    }

    /// All definitions that may act on it at the edge of a text; `value` is the bare block.
    pub(super) fn edge_hits(&self, packs: &Packs, value: &str) -> &[usize] {
        self.edge_hits.get_or_init(|| packs.edge_hits(value, self.width, &self.hits))
    }

    /// The block's `value` as fields; none when anything in it is no field.
    pub(super) fn fields(&self, packs: &Packs, value: &str) -> Option<&[Field]> {
        // Every field has a mark behind or around its key, and a date has digits.
        let mark = |c: char| matches!(c, ':' | '：' | '/' | '／' | '|' | '｜' | '丨' | '】' | ']' | '〕' | '0'..='9' | '０'..='９');
        // No field holds a full stop; that is looked for first because it is found faster.
        let may = !value.contains('。') && value.contains(mark);
        let read = || if may { field::read(packs, value) } else { None };
        self.fields.get_or_init(read).as_deref()
    }
}

/// All kept blocks that say something, in reading order.
pub(super) fn lines(document: &Document, packs: &Packs) -> Vec<Line> {
    let kept = document.blocks.iter().enumerate().filter(|(_, block)| block.is_kept());
    let line = |(index, block): (usize, &crate::document::Block)| {
        let value = block.value();
        let line = bare(value);
        // Rulers and the like say nothing; they neither are boilerplate nor part it.
        if !line.contains(is_letter_or_digit) {
            return None;
        }
        let link = is_link(block);
        if line.len() > packs.longest {
            return Some(Line::unsearched(index, usize::MAX, !link, link));
        }
        // A column is at most two bytes: for long lines that is exact enough, and they need not be counted.
        let width = if line.len() < LONG { width(line) } else { line.len() / 2 };
        let found = Line::unsearched(index, width, !link && is_prose(line), link);
        if block.kind == Kind::Code {
            return Some(found);
        }
        Some(Line { hits: packs.hits(line, width), edge_hits: OnceCell::new(), ..found })
    };
    kept.filter_map(line).collect()
}

//! Lines broken at a fixed width, proved by the greedy-fill test, and joined.
//!
//! A program that wraps text puts as much on a line as fits. So in wrapped text the first word of a line never fits on
//! the line before, except where a paragraph ends. Lines that an author broke pass that test only by chance.

mod fill;
mod glue;

use self::fill::{Fill, Line};
use super::segmentation::{Style, learn};
use crate::document::{Change, Document, Format, Rule};
use crate::pipeline::{Entry, Stage};

/// Line breaks that a program put in at a fixed width.
static WRAP: Rule = Rule { id: "mend.wraps", about: "line breaks put in at a fixed width" };
/// Hyphens that broke a word at the end of a line.
static HYPHEN: Rule = Rule { id: "mend.hyphen", about: "hyphens that broke a word at the end of a line" };

/// The stage `mend.wraps`.
pub struct Wraps;

impl Wraps {
    /// The row of this stage in the table of stages.
    pub const ENTRY: Entry = Entry {
        name: "mend.wraps",
        about: "lines broken at a fixed width, joined",
        rules: || vec![&WRAP, &HYPHEN],
        build: |config| super::stage(config.mend.wraps, Wraps),
    };
}

impl Stage for Wraps {
    fn run(&self, document: &mut Document) {
        if document.format != Format::Plain || !fill::is_plausible(document) {
            return;
        }
        let lines: Vec<Line> = (0..document.blocks.len()).map(|index| Line::of(document, index)).collect();
        let style = learn(document.blocks.iter().map(|block| block.value()));
        let Some(fill) = Fill::prove(&lines, style) else { return };
        let breaks: Vec<usize> = (1..lines.len()).filter(|&index| fill.is_wrap(&lines, index)).map(|i| i - 1).collect();
        drop(lines);
        join(document, &breaks, style);
    }
}

/// Joins each block of `breaks` with the one after it.
fn join(document: &mut Document, breaks: &[usize], style: Style) {
    let habits = glue::Habits::of(document, breaks, style);
    let mut hyphens = Vec::new();
    let mut glues = Vec::with_capacity(breaks.len());
    for &index in breaks {
        let (left, right) = (document.blocks[index].value(), document.blocks[index + 1].value());
        if habits.breaks_word(left, right) {
            hyphens.push(index);
            glues.push((index, ""));
        } else {
            glues.push((index, habits.glue(left, right)));
        }
    }
    for index in hyphens {
        let end = document.blocks[index].value().len();
        document.change(index, &[Change::removal(end - 1..end)], &HYPHEN);
    }
    document.join(&glues, &WRAP);
}

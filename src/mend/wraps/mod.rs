//! Lines broken at a fixed width, proved by the greedy-fill test, and joined.
//!
//! A program that wraps text puts as much on a line as fits. So in wrapped text the first word of a line never fits on
//! the line before, except where a paragraph ends. Lines that an author broke pass that test only by chance.

mod ends;
mod fill;
mod glue;
mod hyphen;
mod layout;
mod line;
mod passages;

use self::glue::Joint;
use self::line::Line;
use self::passages::Passage;
use super::segmentation::learn;
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
        let style = learn(document.blocks.iter().map(|block| block.value()));
        let lines = Line::all(document, style);
        let mut joints = Vec::new();
        for Passage { lines: range, layout, column } in passages::find(&lines) {
            let inner = &lines[range.clone()];
            let breaks = ends::breaks(inner, &layout, column);
            let found = glue::joints(inner, &breaks, column, style).into_iter();
            joints.extend(found.map(|joint| Joint { index: joint.index + range.start, ..joint }));
        }
        drop(lines);
        join(document, &joints);
    }
}

/// Joins blocks with the blocks after them.
fn join(document: &mut Document, joints: &[Joint]) {
    for joint in joints.iter().filter(|joint| joint.hyphen) {
        let value = document.blocks[joint.index].value();
        let hyphen = value.char_indices().next_back().map_or(0, |(at, _)| at)..value.len();
        document.change(joint.index, &[Change::removal(hyphen)], &HYPHEN);
    }
    let glues: Vec<(usize, &str)> = joints.iter().map(|joint| (joint.index, joint.glue)).collect();
    document.join(&glues, &WRAP);
}

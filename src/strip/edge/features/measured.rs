//! What is measured of the lines before their features are computed.

use crate::document::{Block, Document};
use crate::strip::edge::counts::Counts;
use crate::strip::edge::window::{Line, Window};
use crate::strip::edge::words::{Weight, Words};
use crate::strip::form::{bare, is_prose, level};

/// Widths beyond this are all the same, in half-width columns.
const WIDEST: f32 = 1000.0;

/// What is measured of a line.
pub(super) struct MeasuredLine<'a> {
    pub block: &'a Block,
    /// Its text without decoration.
    pub text: &'a str,
    pub counts: Counts,
    /// What its words say.
    pub words: Weight,
    /// Its level as a heading; 0 when it is none.
    pub level: usize,
    /// Whether it reads as sentences.
    pub is_prose: bool,
    /// Whether a rule took it.
    pub taken: bool,
    /// The share of its characters that are in links.
    pub link_share: f32,
}

impl MeasuredLine<'_> {
    /// Its width in half-width columns.
    pub(super) fn width(&self) -> f32 {
        self.counts.width.min(WIDEST)
    }
}

/// What is measured of the edges of a document.
pub(super) struct MeasuredLines<'a> {
    pub document: &'a Document,
    pub window: &'a Window,
    pub lines: Vec<MeasuredLine<'a>>,
    /// How many kept lines of prose there are before each line, and in all.
    pub prose: Sums,
    /// How many lines that rules took there are before each line, and in all.
    pub taken: Sums,
}

impl<'a> MeasuredLines<'a> {
    /// Measures the lines of `window` in `document`.
    pub(super) fn of(document: &'a Document, window: &'a Window, words: &Words) -> Self {
        let measure = |line: &Line| {
            let block = &document.blocks[line.index];
            let text = bare(block.value());
            let counts = Counts::of(text);
            let link_share = (block.features.link_chars as f32 / counts.chars.max(1.0)).min(1.0);
            let is_prose = link_share < 0.5 && is_prose(text);
            let (words, level) = (words.weigh(text), level(block));
            MeasuredLine { block, text, counts, words, level, is_prose, taken: line.taken, link_share }
        };
        let lines: Vec<MeasuredLine> = window.lines.iter().map(measure).collect();
        let prose = Sums::of(&lines, |line| f32::from(line.is_prose && !line.taken));
        let taken = Sums::of(&lines, |line| f32::from(line.taken));
        Self { document, window, lines, prose, taken }
    }
}

/// The sums of a value before each line, and over all.
pub(super) struct Sums(Vec<f32>);

impl Sums {
    /// The sums of `value`.
    pub(super) fn of(lines: &[MeasuredLine], value: impl Fn(&MeasuredLine) -> f32) -> Self {
        let running = lines.iter().scan(0.0, |sum, line| {
            *sum += value(line);
            Some(*sum)
        });
        Self(std::iter::once(0.0).chain(running).collect())
    }

    /// The sum before line `at`.
    pub(super) fn before(&self, at: usize) -> f32 {
        self.0[at]
    }

    /// The sum behind line `at`.
    pub(super) fn behind(&self, at: usize) -> f32 {
        self.all() - self.0[at + 1]
    }

    /// The sum over all lines.
    pub(super) fn all(&self) -> f32 {
        self.0.last().copied().unwrap_or_default()
    }

    /// The mean over line `at` and up to `reach` on either side.
    pub(super) fn mean(&self, at: usize, reach: usize) -> f32 {
        let (from, to) = (at.saturating_sub(reach), (at + reach + 1).min(self.0.len() - 1));
        (self.0[to] - self.0[from]) / (to - from).max(1) as f32
    }
}

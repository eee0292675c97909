//! The lines before and after each line.

use super::measured::{MeasuredLine, MeasuredLines, Sums};

/// The features of this file.
pub(super) const NAMES: [&str; 11] = [
    "before_width",
    "before_closed",
    "before_words",
    "before_link",
    "after_width",
    "after_closed",
    "after_words",
    "after_link",
    "near_words",
    "wide_words",
    "near_width",
];

/// What is said of a line that does not exist.
const NONE: f32 = -1.0;

/// The weight of words beyond which a line counts no more in a mean.
const LOUDEST: f32 = 3.0;

/// The features of each line.
pub(super) fn rows(measured: &MeasuredLines) -> Vec<[f32; NAMES.len()]> {
    let lines = &measured.lines;
    let loudness = |line: &MeasuredLine| if line.taken { 1.0 } else { line.words.sum.clamp(-LOUDEST, LOUDEST) };
    let (words, widths) = (Sums::of(lines, loudness), Sums::of(lines, |line| line.width()));
    let width = |line: Option<&MeasuredLine>| line.map_or(NONE, MeasuredLine::width);
    let closed = |line: Option<&MeasuredLine>| line.map_or(NONE, |line| f32::from(line.counts.closed));
    let said = |line: Option<&MeasuredLine>| line.map_or(0.0, |line| line.words.sum);
    let links = |line: Option<&MeasuredLine>| line.map_or(NONE, |line| line.link_share);
    let row = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| lines.get(before));
        let after = lines.get(at + 1);
        [
            width(before),
            closed(before),
            said(before),
            links(before),
            width(after),
            closed(after),
            said(after),
            links(after),
            words.mean(at, 2),
            words.mean(at, 6),
            widths.mean(at, 3),
        ]
    };
    (0..lines.len()).map(row).collect()
}

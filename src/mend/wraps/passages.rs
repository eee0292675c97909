//! Passages wrapped at a column of their own, in a text that as a whole is not.

use std::ops::Range;

use super::fill;
use super::layout::Layout;
use super::line::{Line, WIDEST};

/// How much more proof a passage needs than a whole text: it was chosen among many.
const CHOSEN: f32 = 2.0;

/// A stretch of lines wrapped at one column.
pub(super) struct Passage {
    /// Its lines.
    pub lines: Range<usize>,
    /// How it sets its paragraphs apart.
    pub layout: Layout,
    /// The column.
    pub column: usize,
}

/// The wrapped passages of a text: one when all of it is wrapped at one column.
pub(super) fn find(lines: &[Line]) -> Vec<Passage> {
    let layout = Layout::of(lines);
    if let Some(column) = fill::prove(lines, &layout, 1.0) {
        return vec![Passage { lines: 0..lines.len(), layout, column }];
    }
    let proven = cut(lines, &layout).into_iter().filter_map(|range| {
        let inner = lines.get(range.clone())?;
        let layout = Layout::of(inner);
        let column = fill::prove(inner, &layout, CHOSEN)?;
        Some(Passage { lines: range, layout, column })
    });
    proven.collect()
}

/// Cuts a text where no column is left that could explain all since the last cut, and at lines wider than any column.
fn cut(lines: &[Line], layout: &Layout) -> Vec<Range<usize>> {
    let mut cuts = Vec::new();
    let (mut start, mut columns) = (0, ANY);
    for run in runs(lines, layout) {
        let own = if lines[run.start].width > WIDEST { 0..0 } else { fill::columns(&lines[run.clone()], layout) };
        let shared = columns.start.max(own.start)..columns.end.min(own.end);
        if shared.is_empty() || own.is_empty() {
            cuts.push(start..run.start);
            (start, columns) = (run.start, own);
        } else {
            columns = shared;
        }
    }
    cuts.push(start..lines.len());
    cuts
}

/// Every column.
const ANY: Range<usize> = 0..usize::MAX;

/// Stretches of lines directly below each other, wide ones alone.
fn runs<'a>(lines: &'a [Line], layout: &'a Layout) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut start = 0;
    std::iter::from_fn(move || {
        let first = lines.get(start)?;
        let wide = |line: &Line| line.width > WIDEST;
        let goes_on = |line: &&Line| layout.follows(line) && !wide(first) && !wide(line);
        let length = 1 + lines[start + 1..].iter().take_while(goes_on).count();
        start += length;
        Some(start - length..start)
    })
}

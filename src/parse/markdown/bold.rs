//! Bold lines of their own that are headings in all but their marks.

use crate::document::{Block, Kind};
use crate::text::{is_clause_stop, width};

/// Columns that a heading has at most; longer bold lines are sentences that are stressed.
const LONGEST: usize = 60;

/// Whether the source of a paragraph is one bold line that could be a heading: short, without a label, not ended like a
/// sentence.
pub(super) fn is_bold_line(source: &str) -> bool {
    let line = source.trim();
    let inner = ["**", "__"].iter().find_map(|mark| {
        let inner = line.strip_prefix(mark)?.strip_suffix(mark)?;
        (!inner.contains(mark)).then_some(inner)
    });
    inner.is_some_and(|inner| {
        !inner.is_empty()
            && !inner.contains(['\n', ':', '：', '[', '`'])
            && width(inner) <= LONGEST
            && !inner.ends_with(is_clause_stop)
            && !inner.ends_with(['，', ',', '.', ';', '、', '…', '—', '”', '」'])
    })
}

/// Makes headings of those of the `bold` lines (indices, in order) that have prose before and behind them. A bold line
/// beside another is a verse, a list or a signature; the last of a text is one too.
pub(super) fn raise(blocks: &mut [Block], bold: &[usize]) {
    let is_bold = |at: usize| bold.binary_search(&at).is_ok();
    let is_prose = |at: usize| blocks.get(at).is_some_and(|block| block.kind == Kind::Paragraph) && !is_bold(at);
    let is_long = |at: usize| blocks.get(at).is_some_and(|block| width(block.value()) > LONGEST);
    let follows = |at: usize| at.checked_sub(1).is_some_and(|before| !is_bold(before));
    let headings: Vec<usize> =
        bold.iter().copied().filter(|&at| follows(at) && is_prose(at + 1) && is_long(at + 1)).collect();
    let (mut level, mut at) = (1, 0);
    for heading in headings {
        // The level of the last heading that was marked as one.
        let mut marked = blocks.get(at..heading).unwrap_or_default().iter().rev().map(|block| block.kind.level());
        level = marked.find(|level| *level > 0).unwrap_or(level);
        if let Some(block) = blocks.get_mut(heading) {
            block.kind = Kind::Heading((level + 1).min(6));
        }
        at = heading + 1;
    }
}

//! Whether a copy is a summary that only repeats how the body begins.

use super::bridge::is_digit;
use super::copy::{BODY, BRIEF, Copy};
use super::folded::Folded;
use super::stretch::is_verse;
use crate::document::Document;
use crate::strip::form::is_prose;

/// Whether the earlier stretch of `copy` is a summary that the body begins with.
pub(super) fn is_summary(document: &Document, folded: &Folded, copy: &Copy) -> bool {
    let (earlier, later) = (copy.earlier(), copy.later());
    let blocks = folded.block_range(earlier.start).start..folded.block_range(earlier.end - 1).end;
    let after = later.start - earlier.end;
    let is_brief = copy.matched >= BRIEF
        && copy.matched as f32 >= 0.92 * blocks.len() as f32
        && blocks.start <= BODY
        && after <= 2 * BODY
        && folded.blocks(&earlier) <= 3
        && folded.letters.len() >= 4 * copy.matched;
    // What the match leaves of its blocks may be a word, but no other number.
    let left = [blocks.start..earlier.start, earlier.end..blocks.end];
    let numbered = || left.into_iter().any(|range| folded.letters[range].iter().any(is_digit));
    // A byline may precede the body; where other paragraphs do, the first one comes back by design.
    let between = folded.block(earlier.end - 1) + 1..folded.block(later.start);
    let between = document.blocks.get(between).unwrap_or_default();
    let parted = || between.iter().any(|block| block.is_kept() && is_prose(block.value()));
    is_brief && !parted() && !numbered() && !is_verse(document, folded, &earlier)
}

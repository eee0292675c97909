//! What a stretch of a document is made of.

use std::collections::HashSet;
use std::ops::Range;

use super::folded::Folded;
use crate::document::{Block, Document, Kind};
use crate::strip::form::{ends_sentence, is_link, is_prose};

/// The blocks that a stretch touches, from first to last.
fn blocks<'a>(document: &'a Document, folded: &Folded, range: &Range<usize>) -> &'a [Block] {
    &document.blocks[folded.block(range.start)..=folded.block(range.end - 1)]
}

/// How much structure a stretch has: its blocks, headings counted twice.
pub(super) fn structure(document: &Document, folded: &Folded, range: &Range<usize>) -> usize {
    let blocks = blocks(document, folded, range);
    let headings = blocks.iter().filter(|block| block.is_kept() && block.kind.level() > 0).count();
    folded.blocks(range) + headings
}

/// Whether a stretch is a list of many items, all of them different: such a list is not repeated by design.
pub(super) fn is_long_list(document: &Document, folded: &Folded, range: &Range<usize>) -> bool {
    const MANY: usize = 10;
    let blocks = blocks(document, folded, range);
    let items = blocks.iter().filter(|block| block.is_kept() && (block.kind == Kind::ListItem || is_link(block)));
    let items: Vec<&str> = items.map(Block::value).collect();
    let different: HashSet<&str> = items.iter().copied().collect();
    items.len() >= MANY && items.len() * 10 >= blocks.len() * 9 && different.len() == items.len()
}

/// Whether a stretch is made of short lines that are no sentences: verse, logs, lists, which repeat by design.
pub(super) fn is_verse(document: &Document, folded: &Folded, range: &Range<usize>) -> bool {
    let blocks = blocks(document, folded, range);
    let kept = || blocks.iter().filter(|block| block.is_kept());
    let prose = |block: &&Block| !is_link(block) && is_prose(block.value());
    let short = kept().filter(|block| !prose(block) && !ends_sentence(block.value())).count();
    !kept().any(|block| prose(&block)) || short * 3 > kept().count() * 2
}

//! Lines near the title of a page, where it says who wrote it and when.

use crate::document::Block;

/// Bytes of a line beyond which it is text, not a byline.
pub(super) const LINE: usize = 260;

/// Blocks after the title in which a byline is looked for, and before it.
pub(super) const AFTER: usize = 14;
const BEFORE: usize = 4;

/// Lines near the title, those after it first.
pub(super) fn near(blocks: &[Block], title_at: Option<usize>) -> impl Iterator<Item = &Block> + Clone {
    let at = title_at.unwrap_or(0).min(blocks.len());
    let after = blocks[at..].iter().skip(usize::from(title_at.is_some())).take(AFTER);
    let before = blocks[..at].iter().rev().take(BEFORE);
    after.chain(before).filter(|block| block.value().len() <= LINE)
}

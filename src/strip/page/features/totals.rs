//! The page as a whole.

use super::measured::MeasuredPage;
use super::scale::{log, share};

/// The features of this file.
pub(super) const NAMES: [&str; 5] = ["page_prose", "page_links", "page_blocks", "page_han", "page_article"];

/// The features of the page, which are the same for each block.
pub(super) fn row(page: &MeasuredPage) -> [f32; NAMES.len()] {
    let (outline, whole) = (&page.outline, &page.outline.nodes[0]);
    let han: f32 = page.blocks.iter().map(|block| block.counts.han).sum();
    let chars: f32 = page.blocks.iter().map(|block| block.counts.chars).sum();
    let has_article = outline.places.iter().any(|place| outline.nodes[*place].is_in(0));
    [log(whole.prose), share(whole.linked, whole.width), log(whole.blocks), share(han, chars), f32::from(has_article)]
}

//! The blocks before and after each block.

use super::measured::{MeasuredBlock, MeasuredPage};
use super::scale::{log, share};

/// The features of this file.
pub(super) const NAMES: [&str; 10] = [
    "before_width",
    "before_links",
    "before_prose",
    "after_width",
    "after_links",
    "after_prose",
    "near_prose",
    "near_links",
    "wide_prose",
    "wide_links",
];

/// How many blocks on either side the features `near_*` and `wide_*` look at.
const NEAR: usize = 2;
const WIDE: usize = 6;

/// The features of each block.
pub(super) fn rows(page: &MeasuredPage) -> Vec<[f32; NAMES.len()]> {
    let width = |block: Option<&MeasuredBlock>| log(block.map_or(0.0, |block| block.weight.width));
    let links = |block: Option<&MeasuredBlock>| block.map_or(1.0, |block| block.link_share);
    let prose = |block: Option<&MeasuredBlock>| log(block.map_or(0.0, |block| block.weight.prose));
    let row = |index: usize| {
        let before = index.checked_sub(1).and_then(|before| page.blocks.get(before));
        let after = page.blocks.get(index + 1);
        let within = |reach: usize| page.between(index.saturating_sub(reach), index + reach + 1);
        let (near, wide) = (within(NEAR), within(WIDE));
        [
            width(before),
            links(before),
            prose(before),
            width(after),
            links(after),
            prose(after),
            log(near.prose),
            share(near.linked, near.width),
            log(wide.prose),
            share(wide.linked, wide.width),
        ]
    };
    (0..page.blocks.len()).map(row).collect()
}

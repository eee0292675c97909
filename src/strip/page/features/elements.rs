//! What the elements around each block hold: its parent, the parents of that one, and the core of the page.

use super::measured::MeasuredPage;
use super::scale::{log, share};

/// The features of this file. The core is the innermost element that holds five (or eight) tenths of the page's prose.
pub(super) const NAMES: [&str; 15] = [
    "parent_width",
    "parent_links",
    "parent_share",
    "parent_blocks",
    "grand_width",
    "grand_links",
    "grand_share",
    "great_links",
    "great_share",
    "in_core5",
    "in_core8",
    "shared_core5",
    "shared_core8",
    "core5_share",
    "core5_links",
];

/// The features of each block.
pub(super) fn rows(page: &MeasuredPage) -> Vec<[f32; NAMES.len()]> {
    let outline = &page.outline;
    let (core5, core8) = (outline.core(0.5), outline.core(0.8));
    let node = |node: usize| &outline.nodes[node];
    let links = |at: usize| share(node(at).linked, node(at).width);
    let prose = |at: usize| share(node(at).prose, node(0).prose);
    let row = |(place, parent): (&usize, &usize)| {
        let (place, parent) = (*place, *parent);
        let grand = outline.around(parent, 1);
        let great = outline.around(grand, 1);
        [
            log(node(parent).width),
            links(parent),
            prose(parent),
            log(node(parent).blocks),
            log(node(grand).width),
            links(grand),
            prose(grand),
            links(great),
            prose(great),
            f32::from(outline.contains(core5, place)),
            f32::from(outline.contains(core8, place)),
            share(outline.shared(place, core5) as f32, node(core5).depth as f32),
            share(outline.shared(place, core8) as f32, node(core8).depth as f32),
            prose(core5),
            links(core5),
        ]
    };
    outline.places.iter().zip(&page.parents).map(row).collect()
}

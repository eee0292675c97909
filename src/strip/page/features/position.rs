//! Where each block is: on the page, and in which elements.

use super::measured::MeasuredPage;
use super::outline::TAGS;
use super::scale::{distance, log, share};

/// The features of this file.
pub(super) const NAMES: [&str; 19] = [
    "position",
    "position_width",
    "from_end",
    "after_title",
    "depth",
    "in_article",
    "in_main",
    "in_aside",
    "in_nav",
    "in_footer",
    "in_header",
    "in_form",
    "in_button",
    "in_li",
    "in_cell",
    "in_figure",
    "in_p",
    "same_parent_before",
    "same_parent_after",
];

/// The features of each block.
pub(super) fn rows(page: &MeasuredPage) -> Vec<[f32; NAMES.len()]> {
    let (outline, count) = (&page.outline, page.blocks.len());
    let whole = &outline.nodes[0];
    let row = |(index, place): (usize, &usize)| {
        let node = &outline.nodes[*place];
        let parent = outline.around(*place, 1);
        let has_same_parent =
            |other: Option<&usize>| f32::from(other.is_some_and(|other| outline.around(*other, 1) == parent));
        let [article, main, aside, nav, footer, header, form, button, li, td, th, figure, p]: [f32; TAGS.len()] =
            std::array::from_fn(|tag| f32::from(node.is_in(tag)));
        [
            share(index as f32, count as f32),
            share(page.before(index).width, whole.width),
            log((count - index) as f32),
            page.title.map_or(0.0, |title| distance(title, index)),
            node.depth as f32,
            article,
            main,
            aside,
            nav,
            footer,
            header,
            form,
            button,
            li,
            td.max(th),
            figure,
            p,
            has_same_parent(index.checked_sub(1).and_then(|before| outline.places.get(before))),
            has_same_parent(outline.places.get(index + 1)),
        ]
    };
    outline.places.iter().enumerate().map(row).collect()
}

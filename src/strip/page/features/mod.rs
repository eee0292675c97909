//! What is known of each block of a page, as numbers for the models.
//!
//! One file per group of features, with their names. A new feature goes into the group that it belongs to (its name into
//! `NAMES`, its value into the same place of the row); then the models are fitted again, see `models/page/MODEL.md`.

mod counts;
mod elements;
mod measured;
mod neighbours;
mod outline;
mod position;
mod repetition;
mod scale;
mod sections;
mod text;
mod totals;
mod wording;

use self::measured::MeasuredPage;
use super::words::{Names, Phrases};
use crate::document::Document;
use crate::text::contains;

/// How many features there are.
pub(super) const COUNT: usize = text::NAMES.len()
    + position::NAMES.len()
    + neighbours::NAMES.len()
    + elements::NAMES.len()
    + totals::NAMES.len()
    + repetition::NAMES.len()
    + sections::NAMES.len()
    + wording::NAMES.len();

/// One value per feature.
pub(super) type Row = [f32; COUNT];

/// The names of all features in the order of a row.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let own = text::NAMES.into_iter().chain(position::NAMES).chain(neighbours::NAMES);
    let around = elements::NAMES.into_iter().chain(totals::NAMES).chain(repetition::NAMES);
    own.chain(around).chain(sections::NAMES).chain(wording::NAMES)
}

/// What the models know of a page.
pub(super) struct Features {
    /// The features of each block.
    pub rows: Vec<Row>,
    /// The width of each block's text, an ideograph counting two.
    pub widths: Vec<f32>,
    /// For each block, the ranges of blocks in the three elements around it, innermost first.
    pub around: Vec<[(usize, usize); 3]>,
    /// Which blocks are in elements named for other articles.
    pub related: Vec<bool>,
    /// Which blocks are in elements named for comments, unless the page is a discussion, which consists of them.
    pub comments: Vec<bool>,
}

impl Features {
    /// Computes the features of the blocks of `document`.
    pub(super) fn of(document: &Document, names: &Names, phrases: &Phrases) -> Self {
        let page = MeasuredPage::of(document);
        let around = |parent: &usize| [0, 1, 2].map(|up| page.blocks_in(page.outline.around(*parent, up)));
        let nodes = || page.outline.places.iter().map(|place| &page.outline.nodes[*place]);
        let mut comments: Vec<bool> = nodes().map(|node| node.comments > 0).collect();
        if comments.contains(&true) && is_discussion(document.source()) {
            comments.fill(false);
        }
        Self {
            rows: rows(&page, names, phrases),
            widths: page.blocks.iter().map(|block| block.weight.width).collect(),
            around: page.parents.iter().map(around).collect(),
            related: nodes().map(|node| node.is_related).collect(),
            comments,
        }
    }
}

/// The rows of all groups side by side.
fn rows(page: &MeasuredPage, names: &Names, phrases: &Phrases) -> Vec<Row> {
    let (text, positions, neighbours) = (text::rows(page), position::rows(page), neighbours::rows(page));
    let (elements, totals, repetition) = (elements::rows(page), totals::row(page), repetition::rows(page));
    let (sections, wording) = (sections::rows(page), wording::rows(&page.document.blocks, names, phrases));
    (0..page.blocks.len())
        .map(|index| {
            let own = text[index].iter().chain(&positions[index]).chain(&neighbours[index]);
            let around = elements[index].iter().chain(&totals).chain(&repetition[index]);
            let values = own.chain(around).chain(&sections[index]).chain(&wording[index]);
            let mut row = [0.0; COUNT];
            row.iter_mut().zip(values).for_each(|(place, value)| *place = *value);
            row
        })
        .collect()
}

/// The types of schema.org by which a page says that it is a discussion.
const DISCUSSIONS: [&str; 2] = ["DiscussionForumPosting", "QAPage"];

/// Whether a page says that it is a thread of a forum, or a question with answers.
fn is_discussion(source: &str) -> bool {
    DISCUSSIONS.iter().any(|kind| contains(source, kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_name_of_its_own() {
        let mut names: Vec<&str> = names().collect();
        assert_eq!(names.len(), COUNT);
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), COUNT);
    }
}

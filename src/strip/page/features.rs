//! What is known of each block of a page, as numbers for the model.

use super::counts::{Counts, LOOK, count};
use super::outline::{Outline, Weight};
use super::words::{Phrases, Table, Words};
use super::{section, shape, signs};
use crate::document::{Block, Document, Kind};
use crate::text::contains;

/// How many features there are.
pub(super) const COUNT: usize = NAMES.len() + shape::NAMES.len() + section::NAMES.len() + signs::NAMES.len();

/// One value a feature.
pub(super) type Row = [f32; COUNT];

/// The names of all features in the order of a row.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    NAMES.into_iter().chain(shape::NAMES).chain(section::NAMES).chain(signs::NAMES)
}

/// The features of this file, which come first in a row.
const NAMES: [&str; 78] = [
    // The block's own text.
    "width",
    "link_share",
    "links",
    "ends",
    "commas",
    "punctuation",
    "digits",
    "upper",
    "han",
    "closed",
    "words",
    "symbols",
    "date",
    "heading",
    "level",
    "list",
    "quote",
    "code",
    "table",
    "caption",
    "lines",
    "repeats",
    "title",
    "colon",
    "short_words",
    "capitals",
    "particles",
    "letters",
    "sentence",
    // Where it stands.
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
    // The blocks around it.
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
    // The elements around it.
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
    // The page.
    "page_prose",
    "page_links",
    "page_blocks",
    "page_han",
    "page_article",
];

pub(super) fn log(value: f32) -> f32 {
    (1.0 + value.max(0.0)).ln()
}

pub(super) fn share(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// A block and what the others need to know of it.
pub(super) struct Seen<'a> {
    pub block: &'a Block,
    pub counts: Counts,
    pub weight: Weight,
    pub link_share: f32,
}

fn see(block: &Block) -> Seen<'_> {
    let counts = count(block.value());
    // Blocks longer than what is looked at weigh by their bytes, three to an ideograph.
    let bytes = block.value().len() as f32;
    let width = if counts.chars < LOOK as f32 {
        counts.chars + counts.han
    } else {
        bytes * share(counts.chars + counts.han, counts.chars + 2.0 * counts.han)
    };
    let chars = if counts.chars < LOOK as f32 {
        counts.chars
    } else {
        share(bytes * counts.chars, counts.chars + 2.0 * counts.han)
    };
    let link_share = share(block.features.link_chars as f32, chars).min(1.0);
    let linked = width * link_share;
    let reads = link_share < 0.5
        && (counts.ends + counts.commas >= 1.0)
        && width >= 40.0
        && !matches!(block.kind, Kind::Heading(_));
    let prose = if reads { width - linked } else { 0.0 };
    Seen { block, counts, weight: Weight { width, linked, prose }, link_share }
}

/// All that is known of the blocks of a page before a model is asked.
pub(super) struct Sight {
    /// The features of each block.
    pub rows: Vec<Row>,
    /// The width of each block's text, an ideograph counting two.
    pub widths: Vec<f32>,
    /// For each block, the ranges of blocks in the three elements around it, innermost first.
    pub around: Vec<[(usize, usize); 3]>,
    /// Which blocks lie in elements named for other articles.
    pub related: Vec<bool>,
    /// Which blocks lie in elements named for comments, unless the page is a discussion, which consists of them.
    pub comments: Vec<bool>,
}

/// The types of schema.org by which a page says that it is a discussion.
const DISCUSSIONS: [&str; 2] = ["DiscussionForumPosting", "QAPage"];

/// Whether a page says that it is a thread of a forum, or a question with answers.
fn is_discussion(source: &str) -> bool {
    DISCUSSIONS.iter().any(|kind| contains(source, kind))
}

/// Looks at the blocks of a page.
pub(super) fn look(document: &Document, words: &Words, phrases: &Phrases) -> Sight {
    let blocks = &document.blocks;
    let seen: Vec<Seen> = blocks.iter().map(see).collect();
    let weights: Vec<Weight> = seen.iter().map(|seen| seen.weight).collect();
    let outline = Outline::of(blocks, &weights);
    let repeats = repeats(blocks);
    let signs = signs::rows(blocks, words, phrases);
    let shapes = shape::rows(&seen, &outline);
    let sections = section::rows(document, &seen, &outline);
    let (core5, core8) = (outline.core(0.5), outline.core(0.8));
    let page = &outline.nodes[0];
    let han: f32 = seen.iter().map(|seen| seen.counts.han).sum();
    let chars: f32 = seen.iter().map(|seen| seen.counts.chars).sum();
    let has_article = outline.places.iter().any(|place| outline.nodes[*place].is_in(0));
    let title_at = document.metadata.title.as_deref().and_then(|title| title_block(blocks, title));

    let sums: Vec<Weight> = std::iter::once(Weight::default())
        .chain(weights.iter().scan(Weight::default(), |sum, weight| {
            sum.width += weight.width;
            sum.linked += weight.linked;
            sum.prose += weight.prose;
            Some(*sum)
        }))
        .collect();
    let window = |from: usize, to: usize| {
        let (a, b) = (sums[from.min(blocks.len())], sums[to.min(blocks.len())]);
        Weight { width: b.width - a.width, linked: b.linked - a.linked, prose: b.prose - a.prose }
    };

    // Elements are numbered as they begin, so that the blocks inside one are neighbours.
    let range = |node: usize| {
        let last = outline.nodes[node].last;
        (outline.places.partition_point(|place| *place < node), outline.places.partition_point(|place| *place <= last))
    };
    let parents: Vec<usize> = blocks
        .iter()
        .zip(&outline.places)
        .map(|(block, place)| {
            let is_leaf = matches!(block.kind, Kind::Heading(_) | Kind::Paragraph | Kind::ListItem);
            outline.around(*place, usize::from(is_leaf))
        })
        .collect();
    let around = parents.iter().map(|parent| [0, 1, 2].map(|up| range(outline.around(*parent, up)))).collect();
    let rows = seen
        .iter()
        .enumerate()
        .map(|(index, Seen { block, counts, weight, link_share })| {
            let place = outline.places[index];
            let parent = parents[index];
            let grand = outline.around(parent, 1);
            let great = outline.around(grand, 1);
            let holds = |node: usize| &outline.nodes[node];
            let before = index.checked_sub(1).map(|at| &seen[at]);
            let after = seen.get(index + 1);
            let near = window(index.saturating_sub(2), index + 3);
            let wide = window(index.saturating_sub(6), index + 7);
            let so_far = sums[index];
            let same = |other: Option<&usize>| {
                f32::from(other.is_some_and(|other| outline.around(*other, 1) == outline.around(place, 1)))
            };
            let density = |node: usize| share(holds(node).linked, holds(node).width);
            let of_page = |node: usize| share(holds(node).prose, page.prose);
            let kind = |kind: Kind| f32::from(block.kind == kind);
            let mut step = 0;
            let [article, main, aside, nav, footer, header, form, button, li, td, th, figure, p] = [(); 13].map(|()| {
                step += 1;
                f32::from(holds(place).is_in(step - 1))
            });
            let own = [
                log(weight.width),
                *link_share,
                log(block.features.links as f32),
                log(counts.ends),
                log(counts.commas),
                share(counts.punctuation, counts.chars),
                share(counts.digits, counts.chars),
                share(counts.upper, counts.chars),
                share(counts.han, counts.chars),
                f32::from(counts.closed),
                log(counts.words),
                share(counts.symbols, counts.chars),
                f32::from(counts.date),
                f32::from(matches!(block.kind, Kind::Heading(_))),
                f32::from(block.kind.level()),
                kind(Kind::ListItem),
                kind(Kind::Quote),
                kind(Kind::Code),
                kind(Kind::TableRow),
                kind(Kind::Caption),
                log(counts.lines),
                log(repeats[index]),
                f32::from(title_at == Some(index)),
                f32::from(counts.colon),
                share(counts.short, counts.latin),
                share(counts.capitals, counts.latin),
                share(counts.particles, counts.han),
                share(counts.letters, counts.latin),
                log(weight.width / (1.0 + counts.ends)),
                share(index as f32, blocks.len() as f32),
                share(so_far.width, page.width),
                log((blocks.len() - index) as f32),
                title_at.map_or(0.0, |at| (index as f32 - at as f32).signum() * log((index as f32 - at as f32).abs())),
                holds(place).depth as f32,
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
                same(index.checked_sub(1).and_then(|at| outline.places.get(at))),
                same(outline.places.get(index + 1)),
                log(before.map_or(0.0, |seen| seen.weight.width)),
                before.map_or(1.0, |seen| seen.link_share),
                log(before.map_or(0.0, |seen| seen.weight.prose)),
                log(after.map_or(0.0, |seen| seen.weight.width)),
                after.map_or(1.0, |seen| seen.link_share),
                log(after.map_or(0.0, |seen| seen.weight.prose)),
                log(near.prose),
                share(near.linked, near.width),
                log(wide.prose),
                share(wide.linked, wide.width),
                log(holds(parent).width),
                density(parent),
                of_page(parent),
                log(holds(parent).blocks),
                log(holds(grand).width),
                density(grand),
                of_page(grand),
                density(great),
                of_page(great),
                f32::from(outline.contains(core5, place)),
                f32::from(outline.contains(core8, place)),
                share(outline.shared(place, core5) as f32, holds(core5).depth as f32),
                share(outline.shared(place, core8) as f32, holds(core8).depth as f32),
                of_page(core5),
                density(core5),
                log(page.prose),
                share(page.linked, page.width),
                log(page.blocks),
                share(han, chars),
                f32::from(has_article),
            ];
            let mut row = [0.0; COUNT];
            let parts = own.iter().chain(&shapes[index]).chain(&sections[index]).chain(&signs[index]);
            row.iter_mut().zip(parts).for_each(|(value, part)| *value = *part);
            row
        })
        .collect();
    let mut comments: Vec<bool> = outline.places.iter().map(|place| outline.nodes[*place].comments > 0).collect();
    if comments.contains(&true) && is_discussion(document.source()) {
        comments.fill(false);
    }
    let related = outline.places.iter().map(|place| outline.nodes[*place].is_related).collect();
    Sight { rows, widths: weights.iter().map(|weight| weight.width).collect(), around, related, comments }
}

/// The block that is the title: a heading, else a block that says hardly more or less.
fn title_block(blocks: &[Block], title: &str) -> Option<usize> {
    let is_title = |block: &Block| {
        let value = block.value();
        (6..=600).contains(&value.len()) && (title.contains(value) || value.contains(title))
    };
    let is_near = |block: &Block| value_ratio(block.value().len(), title.len()) > 0.5 && is_title(block);
    let heading = blocks.iter().position(|block| matches!(block.kind, Kind::Heading(_)) && is_title(block));
    heading.or_else(|| blocks.iter().position(is_near)).or_else(|| blocks.iter().position(is_title))
}

/// The smaller of two lengths as a share of the larger.
fn value_ratio(a: usize, b: usize) -> f32 {
    share(a.min(b) as f32, a.max(b) as f32)
}

/// How often each block's text stands on the page, less one.
fn repeats(blocks: &[Block]) -> Vec<f32> {
    let mut counts: Table<&str, u32> = Table::default();
    blocks.iter().for_each(|block| *counts.entry(block.value()).or_default() += 1);
    let count = |block: &Block| counts.get(block.value()).copied().unwrap_or(1);
    blocks.iter().map(|block| count(block) as f32 - 1.0).collect()
}

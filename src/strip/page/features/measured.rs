//! What is measured of a page before its features are computed: each block, the elements around it, sums over the page.

use super::counts::{Counts, LOOK, count};
use super::outline::{Outline, Weight};
use super::scale::share;
use crate::document::{Block, Document, Kind};

/// Width below which a block does not read like sentences, an ideograph counting two.
const NARROW: f32 = 40.0;

/// What is measured of a block.
pub(super) struct MeasuredBlock<'a> {
    pub block: &'a Block,
    pub counts: Counts,
    pub weight: Weight,
    /// The share of its characters that are in links.
    pub link_share: f32,
}

impl<'a> MeasuredBlock<'a> {
    fn of(block: &'a Block) -> Self {
        let counts = count(block.value());
        // Blocks longer than what is counted weigh by their bytes, three to an ideograph.
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
        let is_prose = link_share < 0.5
            && (counts.ends + counts.commas >= 1.0)
            && width >= NARROW
            && !matches!(block.kind, Kind::Heading(_));
        let prose = if is_prose { width - linked } else { 0.0 };
        Self { block, counts, weight: Weight { width, linked, prose }, link_share }
    }

    /// Whether it is a heading.
    pub(super) fn is_heading(&self) -> bool {
        matches!(self.block.kind, Kind::Heading(_))
    }
}

/// What is measured of a page.
pub(super) struct MeasuredPage<'a> {
    pub document: &'a Document,
    pub blocks: Vec<MeasuredBlock<'a>>,
    pub outline: Outline,
    /// For each block, the element around it that may hold others too.
    pub parents: Vec<usize>,
    /// The block that is the title.
    pub title: Option<usize>,
    /// The weight of the blocks before each block, and of all.
    sums: Vec<Weight>,
}

impl<'a> MeasuredPage<'a> {
    /// Measures `document`.
    pub(super) fn of(document: &'a Document) -> Self {
        let blocks: Vec<MeasuredBlock> = document.blocks.iter().map(MeasuredBlock::of).collect();
        let weights: Vec<Weight> = blocks.iter().map(|block| block.weight).collect();
        let outline = Outline::of(&document.blocks, &weights);
        let parent = |(block, place): (&MeasuredBlock, &usize)| {
            let is_leaf = matches!(block.block.kind, Kind::Heading(_) | Kind::Paragraph | Kind::ListItem);
            outline.around(*place, usize::from(is_leaf))
        };
        let parents = blocks.iter().zip(&outline.places).map(parent).collect();
        let title = document.metadata.title.as_deref().and_then(|title| title_block(&document.blocks, title));
        let running = weights.iter().scan(Weight::default(), |sum, weight| {
            sum.width += weight.width;
            sum.linked += weight.linked;
            sum.prose += weight.prose;
            Some(*sum)
        });
        let sums = std::iter::once(Weight::default()).chain(running).collect();
        Self { document, blocks, outline, parents, title, sums }
    }

    /// The weight of the blocks before block `index`.
    pub(super) fn before(&self, index: usize) -> Weight {
        self.sums[index.min(self.blocks.len())]
    }

    /// The weight of the blocks from `from` up to `to`, as far as there are any.
    pub(super) fn between(&self, from: usize, to: usize) -> Weight {
        let (a, b) = (self.before(from), self.before(to));
        Weight { width: b.width - a.width, linked: b.linked - a.linked, prose: b.prose - a.prose }
    }

    /// The blocks inside element `node`. Elements are numbered as they begin, so that these are neighbours.
    pub(super) fn blocks_in(&self, node: usize) -> (usize, usize) {
        let (places, last) = (&self.outline.places, self.outline.nodes[node].last);
        (places.partition_point(|place| *place < node), places.partition_point(|place| *place <= last))
    }
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

//! Where each block is between headings, dates and comments, and what the description of the page says of it.

use super::measured::{MeasuredBlock, MeasuredPage};
use super::scale::{distance, log, share};
use crate::document::Document;

/// The features of this file.
pub(super) const NAMES: [&str; 16] = [
    // Readers' comments, as elements are named.
    "comments_around",
    "comments_share",
    "after_comments",
    // The heading above it and the one below.
    "above_distance",
    "above_level",
    "above_prose",
    "below_distance",
    // The last sentences and the last date before it.
    "prose_distance",
    "date_distance",
    "dates_before",
    // What the page says of itself.
    "described",
    "after_described",
    "type",
    // The page.
    "page_dates",
    "page_headings",
    "page_paragraph",
];

/// Widths beyond this count no more.
const WIDEST: f32 = 400.0;

/// No line with a date is wider.
const DATE_LINE: f32 = 120.0;

/// The distance to something that does not exist.
const NOWHERE: f32 = 99.0;

/// The features of each block.
pub(super) fn rows(page: &MeasuredPage) -> Vec<[f32; NAMES.len()]> {
    let blocks = &page.blocks;
    let comments: Vec<u8> = page.outline.places.iter().map(|place| page.outline.nodes[*place].comments).collect();
    let first_comment = comments.iter().position(|comments| *comments > 0);
    let described = described(page.document, blocks);
    let quoted = (0..blocks.len()).find(|index| described[*index] && blocks[*index].weight.prose > 0.0);
    let below = below(blocks);
    let own_type = own_type(page.document);
    let [comment_share, dates, headings, paragraph] = of_page(blocks, &comments);

    let (mut heading, mut section) = (None, 0.0_f32);
    let (mut last_prose, mut last_date, mut dates_before) = (None, None, 0.0_f32);
    let away = |index: usize, from: Option<usize>| from.map(|from| index as f32 - from as f32);
    let after = |index: usize, from: Option<usize>| from.map_or(0.0, |from| distance(from, index));
    let row = |(index, block): (usize, &MeasuredBlock)| {
        let row = [
            f32::from(comments[index]),
            comment_share,
            after(index, first_comment),
            log(away(index, heading).unwrap_or(index as f32 + 1.0)),
            heading.map_or(0.0, |heading: usize| f32::from(blocks[heading].block.kind.level())),
            log(section),
            log(below[index] as f32),
            log(away(index, last_prose).unwrap_or(NOWHERE)),
            log(away(index, last_date).map_or(0.0, |away| away + 1.0)),
            log(dates_before),
            f32::from(described[index]),
            after(index, quoted),
            own_type,
            dates,
            headings,
            paragraph,
        ];
        if block.is_heading() {
            (heading, section) = (Some(index), 0.0);
        }
        section += block.weight.prose;
        if block.weight.prose > 0.0 {
            last_prose = Some(index);
        }
        if is_date(block) {
            last_date = Some(index);
            dates_before += 1.0;
        }
        row
    };
    blocks.iter().enumerate().map(row).collect()
}

/// What is the same for each block: the share of the text that is in elements named for comments, and how many dates,
/// how many headings and how much prose per paragraph there are.
fn of_page(blocks: &[MeasuredBlock], comments: &[u8]) -> [f32; 4] {
    let width = |block: &MeasuredBlock, counts: bool| if counts { block.weight.width.min(WIDEST) } else { 0.0 };
    let commented: f32 = blocks.iter().zip(comments).map(|(block, comments)| width(block, *comments > 0)).sum();
    let all: f32 = blocks.iter().map(|block| width(block, true)).sum();
    let dates = blocks.iter().filter(|block| is_date(block)).count() as f32;
    let headings = blocks.iter().filter(|block| block.is_heading()).count() as f32;
    let prose = blocks.iter().map(|block| block.weight.prose).filter(|prose| *prose > 0.0);
    let (texts, paragraphs) = prose.fold((0.0_f32, 0.0_f32), |sum, prose| (sum.0 + prose, sum.1 + 1.0));
    [share(commented, all), log(dates), log(headings), log(texts / paragraphs.max(1.0))]
}

/// Whether a block is a line with a date.
fn is_date(block: &MeasuredBlock) -> bool {
    block.counts.date && block.weight.width < DATE_LINE
}

/// For each block how many there are to the next heading or the end.
fn below(blocks: &[MeasuredBlock]) -> Vec<usize> {
    let mut below = vec![0; blocks.len()];
    let mut next = blocks.len();
    for (index, block) in blocks.iter().enumerate().rev() {
        below[index] = next - index;
        if block.is_heading() {
            next = index;
        }
    }
    below
}

/// The types that pages give themselves for sharing.
const TYPES: [&str; 5] = ["article", "website", "product", "blog", "video"];

/// What the page says it is: the place in [`TYPES`] from one on, one more for other types, nothing when it does not say.
fn own_type(document: &Document) -> f32 {
    let Some(named) = document.metadata.extra.get("type").and_then(|value| value.as_str()) else { return 0.0 };
    let known = TYPES.iter().position(|kind| named.starts_with(kind));
    known.unwrap_or(TYPES.len()) as f32 + 1.0
}

/// Letters and digits by which a text and its description are compared.
const KEY: usize = 24;

/// Blocks narrower than this are not looked for in the description.
const NARROW: f32 = 24.0;

/// Which blocks the description of the page quotes, or quote it.
fn described(document: &Document, blocks: &[MeasuredBlock]) -> Vec<bool> {
    let description = document.metadata.extra.get("description").and_then(|value| value.as_str()).unwrap_or_default();
    let mut described = String::new();
    squeeze(description, 600, &mut described);
    let Some(key) = described.get(..end(&described, KEY)).filter(|key| key.len() >= KEY / 2) else {
        return vec![false; blocks.len()];
    };
    let mut text = String::new();
    let is_described = |block: &MeasuredBlock| {
        if block.weight.width < NARROW {
            return false;
        }
        text.clear();
        squeeze(block.block.value(), 200, &mut text);
        text.contains(key)
            || (text.len() >= KEY && text.get(..end(&text, KEY)).is_some_and(|start| described.contains(start)))
    };
    blocks.iter().map(is_described).collect()
}

/// Where the first `count` characters of `text` end.
fn end(text: &str, count: usize) -> usize {
    text.char_indices().nth(count).map_or(text.len(), |(at, _)| at)
}

/// Puts the letters and digits among the first `count` characters of `text`, in lower case, into `out`.
fn squeeze(text: &str, count: usize, out: &mut String) {
    out.extend(text.chars().take(count).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
}

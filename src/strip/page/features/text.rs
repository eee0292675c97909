//! What the text of each block is made of.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::measured::{MeasuredBlock, MeasuredPage};
use super::scale::{log, share};
use crate::document::{Block, Kind};

/// The features of this file.
pub(super) const NAMES: [&str; 29] = [
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
];

/// The features of each block.
pub(super) fn rows(page: &MeasuredPage) -> Vec<[f32; NAMES.len()]> {
    let repeats = repeats(&page.document.blocks);
    let row = |(index, measured): (usize, &MeasuredBlock)| {
        let (block, counts, width) = (measured.block, &measured.counts, measured.weight.width);
        let kind = |kind: Kind| f32::from(block.kind == kind);
        [
            log(width),
            measured.link_share,
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
            f32::from(measured.is_heading()),
            f32::from(block.kind.level()),
            kind(Kind::ListItem),
            kind(Kind::Quote),
            kind(Kind::Code),
            kind(Kind::TableRow),
            kind(Kind::Caption),
            log(counts.lines),
            log(repeats[index]),
            f32::from(page.title == Some(index)),
            f32::from(counts.colon),
            share(counts.short, counts.latin),
            share(counts.capitals, counts.latin),
            share(counts.particles, counts.han),
            share(counts.letters, counts.latin),
            log(width / (1.0 + counts.ends)),
        ]
    };
    page.blocks.iter().enumerate().map(row).collect()
}

/// How often each block's text is on the page, less one.
fn repeats(blocks: &[Block]) -> Vec<f32> {
    let mut counts: HashMap<&str, u32, FixedState> = HashMap::default();
    blocks.iter().for_each(|block| *counts.entry(block.value()).or_default() += 1);
    let count = |block: &Block| counts.get(block.value()).copied().unwrap_or(1);
    blocks.iter().map(|block| count(block) as f32 - 1.0).collect()
}

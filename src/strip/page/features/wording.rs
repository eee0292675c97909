//! What the words in and around each block say: class and id names of elements, words of its own text, of its neighbours
//! and of the heading above it.

use crate::document::{Block, Kind};
use crate::strip::page::words::{Names, Phrases};

/// The features of this file. They change with every fit, because the weights of words are fitted too.
pub(super) const NAMES: [&str; 17] = [
    // The names of the elements around it.
    "words_own",
    "words_parent",
    "words_all",
    "words_least",
    "words_most",
    // The words of short blocks.
    "phrase_mean",
    "phrase_least",
    "phrase_most",
    // Those of the heading above.
    "above_mean",
    "above_least",
    "above_words",
    // Those of the blocks before and after.
    "before_mean",
    "after_mean",
    "before_words",
    "after_words",
    "before_least",
    "after_least",
];

/// The features of each block.
pub(super) fn rows(blocks: &[Block], names: &Names, phrases: &Phrases) -> Vec<[f32; NAMES.len()]> {
    let names = names.scores(blocks);
    let said: Vec<[f32; 3]> = blocks.iter().map(|block| phrases.score(block.value())).collect();
    let mut above: Option<usize> = None;
    let row = |(index, block): (usize, &Block)| {
        let ([own, parent, all, least, most], [mean, low, high]) = (names[index], said[index]);
        let at = |index: Option<usize>| {
            let said = index.and_then(|index| Some((names.get(index)?, said.get(index)?)));
            said.map_or([0.0; 3], |(names, said)| [said[0], said[1], names[2]])
        };
        let (heading, before, after) = (at(above), at(index.checked_sub(1)), at(Some(index + 1)));
        if matches!(block.kind, Kind::Heading(_)) {
            above = Some(index);
        }
        [
            own, parent, all, least, most, mean, low, high, heading[0], heading[1], heading[2], before[0], after[0],
            before[2], after[2], before[1], after[1],
        ]
    };
    blocks.iter().enumerate().map(row).collect()
}

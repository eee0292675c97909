//! Paragraphs of a document, by which it is told which of them other documents have too.

use xxhash_rust::xxh3::xxh3_64;

use super::fold::fold;
use crate::dedup::options::{Options, Repeats};
use crate::document::Record;

/// Fewest units of folded text of a paragraph that counts as a template, and of one that counts as a passage: shorter
/// ones recur by chance.
const TEMPLATE: usize = 8;
pub(crate) const PASSAGE: usize = 40;
/// Marks the hashes of passages.
pub(crate) const IS_PASSAGE: u64 = 1;

/// Number and hash of the paragraphs of `record` that are long enough.
pub(crate) fn paragraphs(record: &Record, options: &Options) -> Vec<(u32, u64)> {
    if options.passages == Repeats::Off && options.templates == Repeats::Off {
        return Vec::new();
    }
    let mut chars = record.text.char_indices().map(|(at, _)| at).chain([record.text.len()]).enumerate();
    // Paragraphs come in text order: one walk finds them all.
    let mut byte = |point: u32| chars.find(|&(number, _)| number == point as usize).map(|(_, at)| at);
    let mut found = Vec::new();
    for (number, paragraph) in (0..).zip(&record.paragraphs) {
        if paragraph.start == paragraph.end {
            continue;
        }
        let (Some(start), Some(end)) = (byte(paragraph.start), byte(paragraph.end)) else { break };
        let folded = fold(record.text.get(start..end).unwrap_or_default());
        if folded.units.len() >= TEMPLATE {
            let hash = xxh3_64(folded.units.as_flattened()) & !IS_PASSAGE;
            found.push((number, hash | (u64::from(folded.units.len() >= PASSAGE) * IS_PASSAGE)));
        }
    }
    found
}

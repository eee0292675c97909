//! Sentences of a document, by which it is told which of them an earlier document has too.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use super::fold::fold;
use crate::dedup::options::{Options, Repeats};
use crate::document::Record;
use crate::text;

/// Bits of a hash that say how many units of folded text the sentence has.
pub(crate) const LENGTH: u64 = 0xffff;

/// Hashes of the sentences of `record`, with their lengths.
pub(crate) fn sentences(record: &Record, options: &Options) -> Vec<u64> {
    if options.passages == Repeats::Off {
        return Vec::new();
    }
    let hash = |range: Range<usize>| {
        let folded = fold(record.text.get(range).unwrap_or_default());
        xxh3_64(folded.units.as_flattened()) & !LENGTH | (folded.units.len() as u64).min(LENGTH)
    };
    text::sentences(&record.text, &record.signals.language).map(hash).collect()
}

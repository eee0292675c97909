//! A fast test whether anything in a document can be a copy at all. Most documents are done with here.

use super::copy::{BODY, BRIEF};
use super::seed::{limit, roll};
use crate::document::Document;
use crate::text::extend;

/// Seeds expected in a copy, so that the test misses none.
const EXPECTED: usize = 8;
/// Sparsest sample: copies with a change in every line keep few seeds whole.
const SPARSEST: usize = 256;
/// Seeds found twice when there is a copy.
const ENOUGH: usize = 2;

/// Whether some seeds are found twice.
///
/// A copy is a good part of the document, or begins near its head and is as long as half of what precedes the end of
/// its second stretch; so the sample may thin out from the head onwards.
pub(super) fn may_repeat(document: &Document) -> bool {
    let bytes: usize = document.kept().map(|block| block.value().len()).sum();
    if bytes < 2 * BRIEF {
        return false;
    }
    // Each copy of a body is a quarter of the letters, and a letter takes up to four bytes with what is around it.
    let quarter = |text: &str| if text.is_ascii() { text.len() / 5 } else { text.len() / 16 };
    let body: usize = document.kept().map(|block| quarter(block.value())).sum();
    let every = |passed: usize| {
        let summary = (passed.saturating_sub(3 * BODY) / 2).max(BRIEF);
        (summary.min(body) / EXPECTED).min(SPARSEST)
    };
    let mut seen = Sample::new(bytes);
    let (mut letters, mut hash, mut passed) = (Vec::new(), 0, 0);
    let mut bound = limit(every(0));
    for block in document.kept() {
        letters.clear();
        extend(&mut letters, block.value());
        for (at, &letter) in letters.iter().enumerate() {
            hash = roll(hash, letter);
            if hash < bound {
                seen.add(hash);
                bound = limit(every(passed + at));
            }
        }
        passed += letters.len();
    }
    seen.again >= ENOUGH
}

/// Which seeds were seen: a hash table that forgets, which costs a copy no more than a few of its seeds.
struct Sample {
    slots: Vec<u64>,
    again: usize,
}

impl Sample {
    /// Room for a sample of a document of so many bytes, with most slots empty.
    fn new(bytes: usize) -> Self {
        let size = (bytes / SPARSEST * 4).max(1 << 10).next_power_of_two();
        Self { slots: vec![0; size], again: 0 }
    }

    fn add(&mut self, hash: u64) {
        // The upper bits of sampled hashes are alike.
        let last = self.slots.len() - 1;
        if let Some(slot) = self.slots.get_mut(hash as usize & last) {
            self.again += usize::from(*slot == hash);
            *slot = hash;
        }
    }
}

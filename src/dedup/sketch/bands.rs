//! Locality-sensitive hashing: which pairs of documents are worth comparing.

use std::io;

use super::minhash::WIDTH;
use crate::dedup::hash::mix;
use crate::dedup::store::Bits;

/// Numbers of a sketch that must agree for two documents to be candidates.
const ROWS: usize = 3;

/// Chances that two documents have to be candidates. With resemblance 0.35 they become candidates with probability 0.88,
/// with 0.5 with 0.998, with 0.1 with 0.05.
pub(crate) const BANDS: usize = WIDTH / ROWS;

/// In a larger bucket not every pair is nominated: each document goes with the best ones and its neighbours only.
const LARGE_BUCKET: usize = 96;
const LEADERS: usize = 32;
const NEIGHBOURS: usize = 4;

/// Hashes of the bands of a sketch; documents with an equal hash in one band are candidates. None is 0.
pub(crate) fn keys(sketch: &[u32; WIDTH]) -> [u32; BANDS] {
    let (bands, _) = sketch.as_chunks::<ROWS>();
    let mut keys = [0; BANDS];
    for (key, &[a, b, c]) in keys.iter_mut().zip(bands) {
        let hash = mix(u64::from(a) << 32 | u64::from(b)) ^ u64::from(c);
        *key = (mix(hash) as u32).max(1);
    }
    keys
}

/// Visits the pairs of documents with a key in common, the better rank first. `entries` are keys (high half) and ranks of documents
/// (low half); `size` is the length of a document, and `may_pair` says of two lengths whether such documents are candidates.
pub(crate) fn pairs(
    mut entries: Vec<u64>,
    size: impl Fn(u32) -> u32,
    may_pair: impl Fn(u32, u32) -> bool,
    mut visit: impl FnMut(u32, u32) -> io::Result<()>,
) -> io::Result<()> {
    remove_unshared(&mut entries);
    entries.sort_unstable();
    // The lengths of a bucket beside each other: most pairs are settled by them, and any other memory is far away.
    let mut sizes = Vec::new();
    for bucket in entries.chunk_by(|a, b| a >> 32 == b >> 32) {
        sizes.clear();
        sizes.extend(bucket.iter().map(|&entry| size(entry as u32)));
        let is_large = bucket.len() > LARGE_BUCKET;
        for (at, (&first, &length)) in bucket.iter().zip(&sizes).enumerate() {
            let all = if is_large && at >= LEADERS { NEIGHBOURS } else { bucket.len() };
            let others = bucket.iter().zip(&sizes).skip(at + 1).take(all);
            for (&second, _) in others.filter(|&(second, &other)| *second != first && may_pair(length, other)) {
                visit(first as u32, second as u32)?;
            }
        }
    }
    Ok(())
}

/// Removes most of the entries whose key no other has: most documents have no key in common, and sorting costs more than this.
fn remove_unshared(entries: &mut Vec<u64>) {
    let size = (4 * entries.len()).next_power_of_two().max(64);
    let (mut once, mut twice) = (Bits::new(size), Bits::new(size));
    for &entry in &*entries {
        let key = (entry >> 32) as usize;
        if !once.set(key) {
            twice.set(key);
        }
    }
    entries.retain(|&entry| twice.holds((entry >> 32) as usize));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(entries: Vec<u64>, may_pair: impl Fn(u32, u32) -> bool) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        let visit = |first, second| {
            pairs.push((first, second));
            Ok(())
        };
        super::pairs(entries, |rank| rank, may_pair, visit).unwrap();
        pairs
    }

    #[test]
    fn documents_with_an_equal_key_are_candidates() {
        let entries = vec![7 << 32 | 4, 7 << 32 | 1, 9 << 32 | 2, 7 << 32 | 3];
        assert_eq!(all(entries.clone(), |_, _| true), [(1, 3), (1, 4), (3, 4)]);
        assert_eq!(all(entries, |a, b| a + b < 5), [(1, 3)]);
    }

    #[test]
    fn a_large_bucket_costs_no_square() {
        let entries: Vec<u64> = (0..10_000).collect();
        assert!(all(entries, |_, _| true).len() < 10_000 * (LEADERS + NEIGHBOURS));
    }
}

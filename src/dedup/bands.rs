//! Locality-sensitive hashing: which pairs of documents are worth comparing.

use xxhash_rust::xxh3::xxh3_64;

use super::bits::Bits;
use super::sketch::WIDTH;

/// Numbers of a sketch that must agree for two documents to meet.
const ROWS: usize = 3;

/// Chances that two documents have to meet. With resemblance 0.35 they meet with probability 0.88, with 0.5 with 0.998,
/// with 0.1 with 0.05.
pub(crate) const BANDS: usize = WIDTH / ROWS;

/// In a larger bucket not every pair is nominated: each document meets the best ones and its neighbours only.
const CROWD: usize = 96;
const LEADERS: usize = 32;
const NEIGHBOURS: usize = 4;

/// Hashes of the bands of a sketch; documents with an equal hash in one band meet.
pub(crate) fn keys(sketch: &[u32; WIDTH]) -> [u32; BANDS] {
    let (bands, _) = sketch.as_chunks::<ROWS>();
    let mut keys = [0; BANDS];
    for (key, band) in keys.iter_mut().zip(bands) {
        let mut bytes = [0; 4 * ROWS];
        for (bytes, value) in bytes.chunks_exact_mut(4).zip(band) {
            bytes.copy_from_slice(&value.to_le_bytes());
        }
        *key = xxh3_64(&bytes) as u32;
    }
    keys
}

/// The pairs of documents that meet in one round and are worth it. `entries` are keys (high half) and ranks of documents
/// (low half). Pairs are sorted and unlike, the better rank first.
pub(crate) fn nominate(mut entries: Vec<u64>, is_worth_it: impl Fn(u32, u32) -> bool) -> Vec<(u32, u32)> {
    remove_lonely(&mut entries);
    entries.sort_unstable();
    let mut pairs = Vec::new();
    for bucket in entries.chunk_by(|a, b| a >> 32 == b >> 32) {
        let crowded = bucket.len() > CROWD;
        for (at, &first) in bucket.iter().enumerate() {
            let all = if crowded && at >= LEADERS { NEIGHBOURS } else { bucket.len() };
            for &second in bucket.iter().skip(at + 1).take(all) {
                if first != second && is_worth_it(first as u32, second as u32) {
                    pairs.push(first << 32 | second & 0xffff_ffff);
                }
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs.into_iter().map(|pair| ((pair >> 32) as u32, pair as u32)).collect()
}

/// Removes most of the entries whose key no other has: most documents meet nobody, and sorting costs more than this.
fn remove_lonely(entries: &mut Vec<u64>) {
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

    #[test]
    fn documents_with_an_equal_key_meet() {
        let entries = vec![7 << 32 | 4, 7 << 32 | 1, 9 << 32 | 2, 7 << 32 | 3];
        assert_eq!(nominate(entries, |_, _| true), [(1, 3), (1, 4), (3, 4)]);
    }

    #[test]
    fn a_crowd_costs_no_square() {
        let entries: Vec<u64> = (0..10_000).collect();
        assert!(nominate(entries, |_, _| true).len() < 10_000 * (LEADERS + NEIGHBOURS));
    }
}

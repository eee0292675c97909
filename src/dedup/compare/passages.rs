//! Passages that a document shares with another one, and the share of it that they make.

use std::ops::Range;

use super::ranges::{overlap, unite};

/// A shared shingle adds this much to the score of a passage, any other takes 1: a passage is a stretch in which more
/// than one shingle in five is shared.
const HIT: i64 = 4;
/// A passage ends where its score has fallen by this much: so many consecutive shingles that are not shared.
const DROP: i64 = 32;
/// Least score of a passage: four consecutive shared shingles.
const LEAST: i64 = 16;
/// Text beyond templates decides by itself when it is at least this share of a document...
const SUBSTANCE: f32 = 0.1;
/// ...and at least so many shingles.
const SUBSTANTIAL: u32 = 16;

/// Shared passages of a document, and those of them that are templates in the other one.
#[derive(Default)]
pub(super) struct Passages {
    pub(super) all: Vec<Range<u32>>,
    pub(super) foreign: Vec<Range<u32>>,
    /// Which shingles the other document has, and which of them in templates; a bit each.
    pub(super) hits: Vec<u64>,
    pub(super) template: Vec<u64>,
}

impl Passages {
    /// Number of shingles that the other document has.
    pub(super) fn hits(&self) -> usize {
        self.hits.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Finds the passages in which hits are dense (an X-drop scan, as in BLAST), in one pass over runs of hits and of
    /// misses.
    pub(super) fn chain(&mut self, length: usize) {
        self.all.clear();
        let (mut score, mut best, mut start, mut end) = (0, 0, 0, 0);
        let mut at = 0;
        while at < length {
            let misses = run(&self.hits, at, false).min(length - at);
            if score > 0 {
                let left = score.min(score - best + DROP + 1);
                if misses as i64 >= left {
                    if best >= LEAST {
                        self.all.push(start..end);
                    }
                    (score, best) = (0, 0);
                } else {
                    score -= misses as i64;
                }
            }
            at += misses;
            let hits = run(&self.hits, at, true).min(length - at);
            if score == 0 {
                start = at as u32;
            }
            at += hits;
            score += HIT * hits as i64;
            if score >= best {
                best = score;
                end = at as u32;
            }
        }
        if best >= LEAST {
            self.all.push(start..end);
        }
    }
}

/// Length of the run of set bits that begins `at`, or of those not set.
fn run(words: &[u64], at: usize, set: bool) -> usize {
    let mut length = 0;
    let mut shift = at % 64;
    for &word in words.get(at / 64..).unwrap_or_default() {
        let ends = if set { !word } else { word } >> shift;
        if ends != 0 {
            return length + ends.trailing_zeros() as usize;
        }
        length += 64 - shift;
        shift = 0;
    }
    length
}

/// Number of bits set in `range`.
pub(super) fn count(words: &[u64], range: &Range<u32>) -> u32 {
    let (start, end) = (range.start as usize, range.end as usize);
    let bits = |(number, word): (usize, &u64)| {
        let first = number * 64;
        let above = u64::MAX << start.saturating_sub(first).min(63);
        let below = u64::MAX >> (64 - end.saturating_sub(first).clamp(1, 64));
        (word & above & below).count_ones()
    };
    (start / 64..end.div_ceil(64)).zip(words.get(start / 64..).unwrap_or_default()).map(bits).sum()
}

/// Share of a document of `length` shingles that lies in `passages`, and the number of shingles that do not.
///
/// Templates that are not shared are no difference: a text under another header is the same text. Templates that are
/// shared are no resemblance either, as long as there is text beyond them. What is a template in one of two documents is
/// one in the other, where edits or wrapped lines may hide it.
pub(super) fn share(passages: &Passages, templates: &[Range<u32>], length: u32) -> (f32, u32) {
    let union;
    let templates = if passages.foreign.is_empty() {
        templates
    } else {
        union = unite(templates, &passages.foreign);
        &union
    };
    let passages = &passages.all;
    let covered: u32 = passages.iter().map(|passage| passage.len() as u32).sum();
    let template: u32 = templates.iter().map(|template| template.len() as u32).sum();
    let common = overlap(passages, templates);
    let rest = length - template.min(length);
    if rest >= SUBSTANTIAL && rest as f32 >= SUBSTANCE * (rest + common) as f32 {
        ((covered - common) as f32 / rest as f32, rest - (covered - common))
    } else {
        // Nothing but templates: then all of them count, shared or not.
        (covered as f32 / length.max(1) as f32, length - covered.min(length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_and_counts_cross_words() {
        let words = [u64::MAX << 60, 0b1011];
        assert_eq!((run(&words, 0, false), run(&words, 60, true), run(&words, 66, false)), (60, 6, 1));
        assert_eq!((count(&words, &(0..128)), count(&words, &(61..66)), count(&words, &(64..66))), (7, 5, 2));
    }
}

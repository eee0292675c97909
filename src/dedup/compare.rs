//! Comparing two documents shingle by shingle.
//!
//! What counts is not how many shingles two texts share but how much of either lies in *shared passages*: stretches in
//! which shared shingles are dense. An edit of one character in ten breaks half of all shingles and hardly any passage,
//! while an unlike text under the same header shares many shingles in one passage and none elsewhere.

use std::ops::Range;

/// A shared shingle adds this much to the score of a passage, any other takes 1: a passage is a stretch in which more
/// than one shingle in five is shared.
const HIT: i64 = 4;
/// A passage ends where its score has fallen by this much: so many shingles that are not shared on end.
const DROP: i64 = 32;
/// Least score of a passage: four shared shingles on end.
const LEAST: i64 = 16;
/// Text beyond templates decides by itself when it is at least this share of a document...
const SUBSTANCE: f32 = 0.1;
/// ...and at least so many shingles.
const SUBSTANTIAL: u32 = 16;

/// A document as it is compared: shingles in text order, and which ranges of them are templates.
#[derive(Clone, Copy, Default)]
pub(crate) struct Side<'a> {
    pub(crate) shingles: &'a [u32],
    pub(crate) templates: &'a [Range<u32>],
}

/// What two documents share.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Comparison {
    /// Share of the first document that lies in shared passages, templates aside.
    pub(crate) first: f32,
    /// The same of the second.
    pub(crate) second: f32,
    /// The least number of shingles that either has of its own: outside shared passages, templates aside.
    pub(crate) own: u32,
    /// The most that either has.
    pub(crate) most: u32,
    /// Jaccard resemblance: shared shingles among all.
    pub(crate) jaccard: f32,
}

impl Comparison {
    /// The same, seen from the other document.
    pub(crate) fn turned(self) -> Self {
        Self { first: self.second, second: self.first, ..self }
    }
}

/// Compares documents with one that it holds. Its memory is used again.
#[derive(Default)]
pub(crate) struct Comparer {
    first: Loaded,
    second: Loaded,
    passages: Passages,
}

/// A document and the sets of its shingles.
#[derive(Default)]
struct Loaded {
    shingles: Vec<u32>,
    templates: Vec<Range<u32>>,
    all: Set,
    /// Those that stand in templates.
    template: Set,
}

/// A set of shingles: one bit each, found by some digits of the hash. Most sets stay in the nearest caches.
#[derive(Default)]
struct Set {
    words: Vec<u64>,
    /// Words that are not 0.
    used: Vec<u32>,
}

/// Places of a set for each shingle in it, so that one shingle in so many at most is found which is not there; fewest and
/// most places.
const SPARSE: usize = 512;
const PLACES: Range<usize> = 1 << 19..1 << 26;

impl Set {
    /// Empties the set and makes it large enough for `count` shingles.
    fn clear(&mut self, count: usize) {
        let size = (SPARSE * count).next_power_of_two().clamp(PLACES.start, PLACES.end) / 64;
        if self.words.len() == size {
            for word in self.used.drain(..) {
                if let Some(word) = self.words.get_mut(word as usize) {
                    *word = 0;
                }
            }
        } else {
            self.words.clear();
            self.words.resize(size, 0);
            self.used.clear();
        }
    }

    fn insert(&mut self, shingle: u32) {
        let place = self.place(shingle);
        if let Some(word) = self.words.get_mut(place / 64) {
            *word |= 1 << (place % 64);
            self.used.push(place as u32 / 64);
        }
    }

    /// The lowest bit of a hash flags lines.
    fn place(&self, shingle: u32) -> usize {
        (shingle >> 1) as usize & (self.words.len() * 64).wrapping_sub(1)
    }

    /// Puts into `hits` which of `shingles` are in the set, a bit each.
    fn look(&self, shingles: &[u32], hits: &mut Vec<u64>) {
        hits.clear();
        hits.extend(shingles.chunks(64).map(|shingles| {
            shingles.iter().rev().fold(0, |hits, &shingle| {
                let place = self.place(shingle);
                let word = self.words.get(place / 64).copied().unwrap_or_default();
                hits << 1 | (word >> (place % 64)) & 1
            })
        }));
    }
}

impl Loaded {
    fn load(&mut self, side: Side<'_>) {
        self.shingles.clear();
        self.shingles.extend_from_slice(side.shingles);
        self.templates.clear();
        self.templates.extend_from_slice(side.templates);
    }

    /// Makes the sets, by which others are looked for.
    fn index(&mut self) {
        self.all.clear(self.shingles.len());
        self.shingles.iter().for_each(|&shingle| self.all.insert(shingle));
        if !self.templates.is_empty() {
            self.template.clear(self.shingles.len());
            for range in &self.templates {
                let inside = self.shingles.get(range.start as usize..range.end as usize);
                inside.unwrap_or_default().iter().for_each(|&shingle| self.template.insert(shingle));
            }
        }
    }

    /// Finds the passages of this document that `other` shares.
    fn find(&self, other: &Self, passages: &mut Passages) {
        other.all.look(&self.shingles, &mut passages.hits);
        passages.chain(self.shingles.len());
        passages.foreign.clear();
        if !other.templates.is_empty() {
            let Passages { all, foreign, template, hits } = passages;
            other.template.look(&self.shingles, template);
            let is_foreign = |range: &&Range<u32>| 2 * count(template, range) > count(hits, range);
            foreign.extend(all.iter().filter(is_foreign).cloned());
        }
    }
}

/// Shared passages of a document, and those of them that are templates in the other one.
#[derive(Default)]
struct Passages {
    all: Vec<Range<u32>>,
    foreign: Vec<Range<u32>>,
    /// Which shingles the other document has, and which of them in templates; a bit each.
    hits: Vec<u64>,
    template: Vec<u64>,
}

impl Comparer {
    /// Takes `first` as the document that others are compared with.
    pub(crate) fn load(&mut self, first: Side<'_>) {
        self.first.load(first);
        self.first.index();
    }

    /// Compares the loaded document with `second`, unless less than `least` of that lies in shared passages.
    pub(crate) fn compare(&mut self, second: Side<'_>, least: f32) -> Option<Comparison> {
        let lengths = [self.first.shingles.len(), second.shingles.len()];
        if lengths.contains(&0) {
            return None;
        }
        let passages = &mut self.passages;
        self.second.load(second);
        self.second.find(&self.first, passages);
        let marked = passages.hits();
        let (second_share, second_own) = share(passages, second.templates, lengths[1] as u32);
        if second_share < least {
            return None;
        }
        self.second.index();
        self.first.find(&self.second, passages);
        let found = passages.hits();
        let (first_share, first_own) = share(passages, &self.first.templates, lengths[0] as u32);
        let (own, most) = (first_own.min(second_own), first_own.max(second_own));
        let dice = (marked + found) as f32 / (lengths[0] + lengths[1]) as f32;
        Some(Comparison { first: first_share, second: second_share, own, most, jaccard: dice / (2.0 - dice) })
    }

    /// The passages that a text of which `shingles` are the hashes shares with the loaded document.
    pub(crate) fn passages(&mut self, shingles: &[u32]) -> &[Range<u32>] {
        self.first.all.look(shingles, &mut self.passages.hits);
        self.passages.chain(shingles.len());
        &self.passages.all
    }
}

impl Passages {
    /// Number of shingles that the other document has.
    fn hits(&self) -> usize {
        self.hits.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Finds the passages in which hits are dense (an X-drop scan, as in BLAST), in one pass over runs of hits and of
    /// misses.
    fn chain(&mut self, length: usize) {
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
fn count(words: &[u64], range: &Range<u32>) -> u32 {
    let (start, end) = (range.start as usize, range.end as usize);
    let bits = |(number, word): (usize, &u64)| {
        let first = number * 64;
        let above = u64::MAX << start.saturating_sub(first).min(63);
        let below = u64::MAX >> (64 - end.saturating_sub(first).clamp(1, 64));
        (word & above & below).count_ones()
    };
    (start / 64..end.div_ceil(64)).zip(words.get(start / 64..).unwrap_or_default()).map(bits).sum()
}

/// Tells of ever later places whether they lie in one of several sorted ranges.
pub(crate) struct Inside<'a> {
    ranges: &'a [Range<u32>],
}

impl<'a> Inside<'a> {
    /// Starts at the first place.
    pub(crate) fn new(ranges: &'a [Range<u32>]) -> Self {
        Self { ranges }
    }

    /// Whether `at` lies in a range.
    pub(crate) fn holds(&mut self, at: u32) -> bool {
        while let Some((first, rest)) = self.ranges.split_first() {
            if at < first.end {
                return at >= first.start;
            }
            self.ranges = rest;
        }
        false
    }
}

/// Share of a document of `length` shingles that lies in `passages`, and the number of shingles that do not.
///
/// Templates that are not shared are no difference: a text under another header is the same text. Templates that are
/// shared are no resemblance either, as long as there is text beyond them. What is a template in one of two documents is
/// one in the other, where edits or wrapped lines may hide it.
fn share(passages: &Passages, templates: &[Range<u32>], length: u32) -> (f32, u32) {
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

/// All that lies in one of two lists of sorted, disjoint ranges.
fn unite(a: &[Range<u32>], b: &[Range<u32>]) -> Vec<Range<u32>> {
    let mut all: Vec<Range<u32>> = a.iter().chain(b).cloned().collect();
    all.sort_by_key(|range| range.start);
    let mut united: Vec<Range<u32>> = Vec::with_capacity(all.len());
    for range in all {
        match united.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => united.push(range),
        }
    }
    united
}

/// How much two lists of sorted, disjoint ranges have in common.
fn overlap(a: &[Range<u32>], b: &[Range<u32>]) -> u32 {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
        common += left.end.min(right.end).saturating_sub(left.start.max(right.start));
        if left.end < right.end { i += 1 } else { j += 1 }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(first: Side<'_>, second: Side<'_>) -> Comparison {
        let mut comparer = Comparer::default();
        comparer.load(first);
        comparer.compare(second, 0.0).unwrap()
    }

    /// Shingles are even.
    fn numbers(range: Range<u32>) -> Vec<u32> {
        range.map(|number| 2 * number).collect()
    }

    fn plain(shingles: &[u32]) -> Side<'_> {
        Side { shingles, templates: &[] }
    }

    #[test]
    fn runs_and_counts_cross_words() {
        let words = [u64::MAX << 60, 0b1011];
        assert_eq!((run(&words, 0, false), run(&words, 60, true), run(&words, 66, false)), (60, 6, 1));
        assert_eq!((count(&words, &(0..128)), count(&words, &(61..66)), count(&words, &(64..66))), (7, 5, 2));
    }

    #[test]
    fn scattered_edits_break_no_passage() {
        let a = numbers(0..600);
        let b: Vec<u32> = (0..600).map(|i| 2 * if i % 8 < 5 { i + 1000 } else { i }).collect();
        let result = compare(plain(&a), plain(&b));
        assert!(result.first > 0.95 && result.second > 0.95 && result.jaccard < 0.3, "{result:?}");
    }

    #[test]
    fn a_shared_part_covers_no_more_than_itself() {
        let a = numbers(0..600);
        let b = numbers(400..1600);
        let result = compare(plain(&a), plain(&b));
        assert!((result.first - 200.0 / 600.0).abs() < 0.01 && (result.second - 200.0 / 1200.0).abs() < 0.01);
        assert!((result.jaccard - 200.0 / 1600.0).abs() < 0.001);
    }

    #[test]
    fn a_shared_template_is_no_resemblance_and_a_foreign_one_no_difference() {
        let a = numbers(0..300);
        let b = [numbers(0..200), numbers(1000..1100)].concat();
        let template = 0..200;
        let header = std::slice::from_ref(&template);
        let sides = (Side { shingles: &a, templates: header }, Side { shingles: &b, templates: header });
        let result = compare(sides.0, sides.1);
        assert_eq!((result.first, result.second), (0.0, 0.0));
        let bare = numbers(200..300);
        let result = compare(plain(&bare), sides.0);
        assert_eq!((result.first, result.second), (1.0, 1.0));
    }
}

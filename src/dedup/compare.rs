//! Comparing two documents shingle by shingle.
//!
//! What counts is not how many shingles two texts share but how much of either lies in *shared passages*: stretches in
//! which shared shingles are dense. An edit of one character in ten breaks half of all shingles and hardly any passage,
//! while an unlike text under the same header shares many shingles in one passage and none elsewhere.

use std::ops::Range;

/// A shared shingle adds this much to the score of a passage, any other takes 1: a passage is a stretch in which more
/// than one shingle in five is shared.
const HIT: i32 = 4;
/// A passage ends where its score has fallen by this much: so many shingles that are not shared on end.
const DROP: i32 = 32;
/// Least score of a passage: four shared shingles on end.
const LEAST: i32 = 16;
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
    /// Jaccard resemblance: shared shingles among all.
    pub(crate) jaccard: f32,
}

/// Compares documents with one that it holds in a hash table. Its memory is used again.
#[derive(Default)]
pub(crate) struct Comparer {
    slots: Vec<Slot>,
    /// Slot of each shingle of the first document.
    places: Vec<u32>,
    templates: Vec<Range<u32>>,
    loads: u32,
    hits: u32,
    passages: Vec<Range<u32>>,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    shingle: u32,
    /// Number of the load that filled the slot; another number means that it is free.
    load: u32,
    /// Number of the last comparison in which the shingle was found.
    hit: u32,
}

impl Comparer {
    /// Takes `first` as the document that others are compared with.
    pub(crate) fn load(&mut self, first: Side<'_>) {
        let room = (2 * first.shingles.len()).next_power_of_two().max(64);
        if self.slots.len() < room {
            self.slots = vec![Slot::default(); room];
            self.loads = 0;
        }
        self.loads = self.loads.wrapping_add(1);
        self.places.clear();
        for &shingle in first.shingles {
            let place = self.find(shingle);
            self.slots[place] = Slot { shingle, load: self.loads, hit: 0 };
            self.places.push(place as u32);
        }
        self.templates.clear();
        self.templates.extend_from_slice(first.templates);
    }

    /// The slot that holds `shingle`, or the free one where it would be.
    fn find(&self, shingle: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut place = (shingle.wrapping_mul(0x9e37_79b1) >> 7) as usize & mask;
        while self.slots[place].load == self.loads && self.slots[place].shingle != shingle {
            place = (place + 1) & mask;
        }
        place
    }

    /// Compares the loaded document with `second`.
    pub(crate) fn compare(&mut self, second: Side<'_>) -> Comparison {
        if self.places.is_empty() || second.shingles.is_empty() {
            return Comparison::default();
        }
        self.hits = self.hits.wrapping_add(1);
        let mut passages = std::mem::take(&mut self.passages);
        let (loads, hits) = (self.loads, self.hits);
        let marked = chain(&mut passages, second.shingles, |&shingle| {
            let place = self.find(shingle);
            let slot = &mut self.slots[place];
            let found = slot.load == loads;
            if found {
                slot.hit = hits;
            }
            found
        });
        let (second_share, second_own) = share(&passages, second.templates, second.shingles.len() as u32);
        let found = chain(&mut passages, &self.places, |&place| self.slots[place as usize].hit == hits);
        let (first_share, first_own) = share(&passages, &self.templates, self.places.len() as u32);
        self.passages = passages;
        let own = first_own.min(second_own);
        let dice = (marked + found) as f32 / (self.places.len() + second.shingles.len()) as f32;
        Comparison { first: first_share, second: second_share, own, jaccard: dice / (2.0 - dice) }
    }

    /// The passages that the loaded document shares with a text of which `shingles` are positions and hashes.
    pub(crate) fn passages(&self, shingles: &[(Range<usize>, u32)]) -> Vec<Range<u32>> {
        let mut passages = Vec::new();
        chain(&mut passages, shingles, |(_, shingle)| self.slots[self.find(*shingle)].load == self.loads);
        passages
    }
}

/// Finds the passages in which hits are dense (an X-drop scan, as in BLAST), in one pass; returns the number of hits.
fn chain<T>(passages: &mut Vec<Range<u32>>, items: &[T], mut is_hit: impl FnMut(&T) -> bool) -> usize {
    passages.clear();
    let (mut score, mut best, mut start, mut end, mut hits) = (0, 0, 0, 0, 0);
    for (at, item) in items.iter().enumerate() {
        if is_hit(item) {
            hits += 1;
            if score == 0 {
                start = at as u32;
            }
            score += HIT;
            if score >= best {
                best = score;
                end = at as u32 + 1;
            }
        } else if score > 0 {
            score -= 1;
            if score == 0 || score < best - DROP {
                if best >= LEAST {
                    passages.push(start..end);
                }
                (score, best) = (0, 0);
            }
        }
    }
    if best >= LEAST {
        passages.push(start..end);
    }
    hits
}

/// Share of a document of `length` shingles that lies in `passages`, and the number of shingles that do not.
///
/// Templates that are not shared are no difference: a text under another header is the same text. Templates that are
/// shared are no resemblance either, as long as there is text beyond them.
fn share(passages: &[Range<u32>], templates: &[Range<u32>], length: u32) -> (f32, u32) {
    let covered: u32 = passages.iter().map(|passage| passage.len() as u32).sum();
    let template: u32 = templates.iter().map(|template| template.len() as u32).sum();
    let common = overlap(passages, templates);
    let rest = length - template.min(length);
    let all = rest + common;
    if rest >= SUBSTANTIAL && rest as f32 >= SUBSTANCE * all as f32 {
        ((covered - common) as f32 / rest as f32, rest - (covered - common))
    } else {
        (covered as f32 / all.max(1) as f32, all - covered)
    }
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
        comparer.compare(second)
    }

    fn plain(shingles: &[u32]) -> Side<'_> {
        Side { shingles, templates: &[] }
    }

    #[test]
    fn scattered_edits_break_no_passage() {
        let a: Vec<u32> = (0..600).collect();
        let b: Vec<u32> = (0..600).map(|i| if i % 8 < 5 { i + 1000 } else { i }).collect();
        let result = compare(plain(&a), plain(&b));
        assert!(result.first > 0.95 && result.second > 0.95 && result.jaccard < 0.3, "{result:?}");
    }

    #[test]
    fn a_shared_part_covers_no_more_than_itself() {
        let a: Vec<u32> = (0..600).collect();
        let b: Vec<u32> = (400..1600).collect();
        let result = compare(plain(&a), plain(&b));
        assert!((result.first - 200.0 / 600.0).abs() < 0.01 && (result.second - 200.0 / 1200.0).abs() < 0.01);
        assert!((result.jaccard - 200.0 / 1600.0).abs() < 0.001);
    }

    #[test]
    fn a_shared_template_is_no_resemblance_and_a_foreign_one_no_difference() {
        let a: Vec<u32> = (0..300).collect();
        let b: Vec<u32> = (0..200).chain(1000..1100).collect();
        let template = 0..200;
        let header = std::slice::from_ref(&template);
        let sides = (Side { shingles: &a, templates: header }, Side { shingles: &b, templates: header });
        let result = compare(sides.0, sides.1);
        assert_eq!((result.first, result.second), (0.0, 0.0));
        let bare: Vec<u32> = (200..300).collect();
        let result = compare(plain(&bare), sides.0);
        assert_eq!((result.first, result.second), (1.0, 1.0));
    }
}

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

/// Compares documents with one that it holds in a hash table. Its memory is used again.
#[derive(Default)]
pub(crate) struct Comparer {
    /// Shingles of the first document in an open hash table, of which all places but those of `size` are idle.
    table: Vec<u32>,
    /// What is known of the shingle in each place of the table.
    marks: Vec<Mark>,
    size: usize,
    /// Place of each shingle of the first document.
    places: Vec<u32>,
    templates: Vec<Range<u32>>,
    comparisons: u32,
    passages: Passages,
}

/// Shared passages of a document, and those of them that are templates in the other one.
#[derive(Default)]
struct Passages {
    all: Vec<Range<u32>>,
    foreign: Vec<Range<u32>>,
}

/// What the other document says of a shingle.
#[derive(Clone, Copy, PartialEq)]
enum Hit {
    Miss,
    Shared,
    Template,
}

impl Hit {
    fn new(is_template: bool) -> Self {
        if is_template { Self::Template } else { Self::Shared }
    }
}

/// A free place of the table: no shingle is odd.
const FREE: u32 = u32::MAX;

#[derive(Clone, Copy, Default)]
struct Mark {
    /// Number of the last comparison in which the shingle was found.
    hit: u32,
    /// Whether it stands in a template of the first document, and of the second one.
    template: [bool; 2],
}

impl Comparer {
    /// Takes `first` as the document that others are compared with.
    pub(crate) fn load(&mut self, first: Side<'_>) {
        self.size = (3 * first.shingles.len()).next_power_of_two().max(64);
        if self.table.len() < self.size {
            self.table.resize(self.size, FREE);
            self.marks.resize(self.size, Mark::default());
        }
        self.table[..self.size].fill(FREE);
        self.comparisons = 0;
        self.places.clear();
        let mut templates = Inside::new(first.templates);
        for (at, &shingle) in (0..).zip(first.shingles) {
            let (Ok(place) | Err(place)) = self.find(shingle);
            self.table[place] = shingle;
            self.marks[place] = Mark { hit: 0, template: [templates.holds(at), false] };
            self.places.push(place as u32);
        }
        self.templates.clear();
        self.templates.extend_from_slice(first.templates);
    }

    /// The place of `shingle`, else the free one where it would be.
    fn find(&self, shingle: u32) -> Result<usize, usize> {
        let mask = self.size - 1;
        let mut place = (shingle.wrapping_mul(0x9e37_79b1) >> 7) as usize & mask;
        loop {
            match self.table[place] {
                FREE => return Err(place),
                found if found == shingle => return Ok(place),
                _ => place = (place + 1) & mask,
            }
        }
    }

    /// Compares the loaded document with `second`, unless less than `least` of that lies in shared passages.
    pub(crate) fn compare(&mut self, second: Side<'_>, least: f32) -> Option<Comparison> {
        if self.places.is_empty() || second.shingles.is_empty() {
            return None;
        }
        self.comparisons += 1;
        let mut passages = std::mem::take(&mut self.passages);
        let number = self.comparisons;
        let mut templates = Inside::new(second.templates);
        let marked = chain(&mut passages, second.shingles, |at, &shingle| {
            let Ok(place) = self.find(shingle) else { return Hit::Miss };
            let mark = &mut self.marks[place];
            let before = mark.hit == number && mark.template[1];
            *mark = Mark { hit: number, template: [mark.template[0], templates.holds(at) || before] };
            Hit::new(mark.template[0])
        });
        let (second_share, second_own) = share(&passages, second.templates, second.shingles.len() as u32);
        if second_share < least {
            self.passages = passages;
            return None;
        }
        let found = chain(&mut passages, &self.places, |_, &place| match &self.marks[place as usize] {
            mark if mark.hit != number => Hit::Miss,
            mark => Hit::new(mark.template[1]),
        });
        let (first_share, first_own) = share(&passages, &self.templates, self.places.len() as u32);
        self.passages = passages;
        let (own, most) = (first_own.min(second_own), first_own.max(second_own));
        let dice = (marked + found) as f32 / (self.places.len() + second.shingles.len()) as f32;
        Some(Comparison { first: first_share, second: second_share, own, most, jaccard: dice / (2.0 - dice) })
    }

    /// The passages that the loaded document shares with a text of which `shingles` are positions and hashes.
    pub(crate) fn passages(&self, shingles: &[(Range<usize>, u32)]) -> Vec<Range<u32>> {
        let mut passages = Passages::default();
        chain(&mut passages, shingles, |_, (_, shingle)| match self.find(*shingle) {
            Ok(_) => Hit::Shared,
            Err(_) => Hit::Miss,
        });
        passages.all
    }
}

/// Finds the passages in which hits are dense (an X-drop scan, as in BLAST), in one pass; returns the number of hits.
fn chain<T>(passages: &mut Passages, items: &[T], mut look: impl FnMut(u32, &T) -> Hit) -> usize {
    passages.all.clear();
    passages.foreign.clear();
    let (mut score, mut best, mut start, mut end) = (0, 0, 0, 0);
    // Hits so far, those at the start of the passage; and of either those in templates of the other document.
    let (mut hits, mut templates, mut before) = (0, 0, (0, 0));
    let mut close = |range: Range<u32>, hits: usize, templates: usize| {
        if templates * 2 > hits {
            passages.foreign.push(range.clone());
        }
        passages.all.push(range);
    };
    for (at, item) in (0..).zip(items) {
        let hit = look(at, item);
        if hit != Hit::Miss {
            if score == 0 {
                start = at;
                before = (hits, templates);
            }
            hits += 1;
            templates += usize::from(hit == Hit::Template);
            score += HIT;
            if score >= best {
                best = score;
                end = at + 1;
            }
        } else if score > 0 {
            score -= 1;
            if score == 0 || score < best - DROP {
                if best >= LEAST {
                    close(start..end, hits - before.0, templates - before.1);
                }
                (score, best) = (0, 0);
            }
        }
    }
    if best >= LEAST {
        close(start..end, hits - before.0, templates - before.1);
    }
    hits
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

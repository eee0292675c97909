//! Comparing two documents shingle by shingle.
//!
//! What counts is not how many shingles two texts share but how much of either lies in *shared passages*: stretches in
//! which shared shingles are dense. An edit of one character in ten breaks half of all shingles and hardly any passage,
//! while an unlike text under the same header shares many shingles in one passage and none elsewhere.

use std::ops::Range;

use super::passages::{Passages, count, share};
use super::set::Set;

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
    /// Shingles of a text that comes one by one.
    noted: usize,
}

/// A document and the sets of its shingles.
#[derive(Default)]
struct Loaded {
    shingles: Vec<u32>,
    templates: Vec<Range<u32>>,
    all: Set,
    /// Those of templates.
    template: Set,
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

    /// Begins a text that is looked through for what it shares with the loaded document; its shingles come one by one.
    pub(crate) fn begin(&mut self) {
        self.passages.hits.clear();
        self.noted = 0;
    }

    /// Notes the next shingle of that text.
    pub(crate) fn note(&mut self, shingle: u32) {
        if self.noted.is_multiple_of(64) {
            self.passages.hits.push(0);
        }
        if let Some(word) = self.passages.hits.last_mut() {
            *word |= u64::from(self.first.all.holds(shingle)) << (self.noted % 64);
        }
        self.noted += 1;
    }

    /// The passages that the text so far shares with the loaded document, by number of its shingles.
    pub(crate) fn passages(&mut self) -> &[Range<u32>] {
        self.passages.chain(self.noted);
        &self.passages.all
    }
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

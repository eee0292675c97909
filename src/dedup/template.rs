//! Templates: passages shared by many documents that are unlike otherwise, such as a site's header or disclaimer.
//!
//! Counted over anchors: whole lines, and pairs of shingles some characters apart, sampled by content so that all
//! documents sample the same ones. An anchor counts once for every *context* it is seen in, where the context of a
//! document is the least shingle of its second quarter, or of its third, whichever gives more: forty copies of one article
//! have a few contexts, forty articles under one header have forty. Two are needed because a long header or footer may
//! reach into either, and then its own least shingle is the context of every page.
//!
//! All is counted once for the whole corpus and once for each source (a site or folder): what is rare in the corpus may
//! stand on every page of a small site.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;

use super::bits::Bits;
use super::shingle::{bare, begins_line};
use super::sketch::mix;

/// Shingles from one end of an anchor to the other.
const REACH: usize = 12;
/// One shingle in so many begins an anchor that is counted.
pub(crate) const SAMPLING: u64 = 24;
/// Shingles at the start of a line that reach back into the line before, and fewest that a line has beyond them.
const OVERHANG: usize = 5;
const LINE: usize = 8;
/// Slots of the counting table, and bits of the table that knows which anchor was seen in which context. Unit tests count
/// little, and without optimisation large tables take most of their time.
const SLOTS: usize = if cfg!(test) { 1 << 16 } else { 1 << 23 };
const BITS: usize = if cfg!(test) { 1 << 20 } else { 1 << 27 };
/// Contexts of a document.
const CONTEXTS: usize = 2;
/// Passages recur by chance too (quotations, formulas): a template recurs so many times as often as half of all text.
const ABOVE_CHANCE: u64 = 3;
/// In one source, a template is in one of so many of its documents at least.
const OF_SOURCE: u32 = 10;
/// Furthest two anchors of one template may be apart.
const GAP: u32 = 160;

/// Counts in how many documents and contexts each anchor was seen. Takes the same memory whatever the corpus.
pub(crate) struct Templates {
    least: u32,
    /// The least that was asked for, which is what counts in a source.
    asked: u32,
    slots: Vec<Slot>,
    pairs: Bits,
    anchors: Vec<u64>,
    sources: HashMap<u32, Source, FixedState>,
    /// Once counted: which slots are those of templates.
    templates: Bits,
}

/// A site or folder.
#[derive(Clone, Copy, Default)]
struct Source {
    documents: u32,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    documents: u16,
    contexts: [u16; CONTEXTS],
}

impl Slot {
    fn contexts(&self) -> u16 {
        self.contexts.into_iter().max().unwrap_or(0)
    }

    /// Whether what was counted here is a template, if that needs `least` contexts.
    fn is_template(&self, least: u32) -> bool {
        let (documents, contexts) = (u32::from(self.documents), u32::from(self.contexts()));
        contexts >= least && contexts * 5 >= documents * 2
    }
}

impl Templates {
    /// An empty count; a template needs `least` contexts, 0 for no templates at all.
    pub(crate) fn new(least: u32) -> Self {
        let size = |full| if least == 0 { 0 } else { full };
        Self {
            least,
            asked: least,
            slots: vec![Slot::default(); size(SLOTS)],
            pairs: Bits::new(size(BITS)),
            anchors: Vec::new(),
            sources: HashMap::default(),
            templates: Bits::new(0),
        }
    }

    /// Counts the anchors of a document from `source`, a hash; 0 when that is not known.
    pub(crate) fn count(&mut self, shingles: &[u32], source: u32) {
        if self.least == 0 {
            return;
        }
        if source != 0 {
            self.sources.entry(source).or_default().documents += 1;
        }
        let quarter = shingles.len() / 4;
        let least = |shingles: &[u32]| shingles.iter().map(|&shingle| spread(bare(shingle))).min();
        let quarters = [quarter..2 * quarter, 2 * quarter..3 * quarter];
        let contexts = quarters.map(|range| shingles.get(range).and_then(least));
        self.anchors.clear();
        self.anchors.extend(anchors(shingles, SAMPLING).map(|(_, anchor)| anchor));
        self.anchors.extend(lines(shingles).filter_map(|(_, anchor)| anchor));
        self.anchors.sort_unstable();
        self.anchors.dedup();
        if source != 0 {
            self.anchors.extend_from_within(..);
            let half = self.anchors.len() / 2;
            self.anchors.iter_mut().skip(half).for_each(|anchor| *anchor = within(*anchor, source));
        }
        for &anchor in &self.anchors {
            let mut is_new = [0; CONTEXTS];
            for ((is_new, context), salt) in is_new.iter_mut().zip(contexts).zip(1..) {
                let Some(context) = context else { return };
                *is_new = u16::from(self.pairs.set(mix(anchor.wrapping_add(salt) ^ context) as usize));
            }
            for place in places(anchor) {
                let Some(slot) = self.slots.get_mut(place) else { continue };
                slot.documents = slot.documents.saturating_add(1);
                for (count, is_new) in slot.contexts.iter_mut().zip(is_new) {
                    *count = count.saturating_add(is_new);
                }
            }
        }
    }

    /// Ends counting: sets how many contexts make a template in this corpus.
    pub(crate) fn settle(&mut self) {
        self.pairs = Bits::new(0);
        if self.least == 0 {
            return;
        }
        let mut seen = vec![0_u64; 1 << 16];
        // Lines are left out: most are paragraphs of one document only, which says nothing about sentences.
        for contexts in self.slots.iter().take(SLOTS / 2).map(Slot::contexts) {
            if let Some(seen) = seen.get_mut(usize::from(contexts)) {
                *seen += u64::from(contexts);
            }
        }
        let half = seen.iter().sum::<u64>() / 2;
        let mut sum = 0;
        let median = seen.iter().position(|&count| {
            sum += count;
            sum > half
        });
        let chance = median.unwrap_or(0) as u64 * ABOVE_CHANCE;
        self.least = self.least.max(chance.min(1 << 15) as u32);
        self.templates = Bits::new(SLOTS);
        for (place, _) in self.slots.iter().enumerate().filter(|(_, slot)| slot.is_template(self.least)) {
            self.templates.set(place);
        }
        if self.sources.is_empty() {
            self.slots = Vec::new();
        }
    }

    /// How many documents make a template; 0 when there are none.
    pub(crate) fn least(&self) -> u32 {
        self.least
    }

    /// How many documents of `source` make a template there; none when that is not known.
    pub(crate) fn least_within(&self, source: u32) -> Option<u32> {
        let source = self.sources.get(&source)?;
        Some(self.asked.max(source.documents / OF_SOURCE))
    }

    /// Ranges of a document's shingles that are templates, sorted and disjoint. Lines that are mostly template are so
    /// as a whole. `points` are the anchors of the document, `source` is where it comes from.
    pub(crate) fn find(&self, shingles: &[u32], points: &[(u32, u64)], source: u32) -> Vec<Range<u32>> {
        if self.least == 0 {
            return Vec::new();
        }
        let within_source = self.least_within(source);
        let is_template = |anchor| {
            let counts = |least| places(within(anchor, source)).into_iter().all(|place| self.counts(place, least));
            places(anchor).into_iter().all(|place| self.templates.holds(place)) || within_source.is_some_and(counts)
        };
        round(&passages(points, is_template), shingles, is_template)
    }

    fn counts(&self, place: usize, least: u32) -> bool {
        self.slots.get(place).is_some_and(|slot| slot.is_template(least))
    }
}

/// Passages between anchors that are templates.
fn passages(points: &[(u32, u64)], is_template: impl Fn(u64) -> bool) -> Vec<Range<u32>> {
    let mut found: Vec<Range<u32>> = Vec::new();
    let mut open = false;
    for &(at, anchor) in points {
        if !is_template(anchor) {
            open = false;
            continue;
        }
        let end = at + REACH as u32 + 1;
        match found.last_mut() {
            Some(last) if at <= last.end || (open && at - last.end < GAP) => last.end = end,
            _ => found.push(at..end),
        }
        open = true;
    }
    found
}

/// Lines that are templates as a whole, or of which `found` covers at least a third; of other lines what it covers.
fn round(found: &[Range<u32>], shingles: &[u32], is_template: impl Fn(u64) -> bool) -> Vec<Range<u32>> {
    let mut rounded: Vec<Range<u32>> = Vec::new();
    let mut ranges = found.iter().peekable();
    let mut parts = Vec::new();
    for (Range { start, end }, anchor) in lines(shingles) {
        parts.clear();
        while let Some(range) = ranges.peek().filter(|range| range.start < end) {
            parts.push(range.start.max(start)..range.end.min(end));
            if range.end > end {
                break;
            }
            ranges.next();
        }
        let covered: usize = parts.iter().map(ExactSizeIterator::len).sum();
        if covered * 3 >= (end - start) as usize || anchor.is_some_and(&is_template) {
            rounded.push(start..end);
        } else {
            rounded.append(&mut parts);
        }
    }
    rounded
}

/// The lines of a document and the anchor of each that is long enough.
fn lines(shingles: &[u32]) -> impl Iterator<Item = (Range<u32>, Option<u64>)> + '_ {
    let mut start = 0;
    shingles.chunk_by(|_, &next| !begins_line(next)).map(move |line| {
        let range = start..start + line.len() as u32;
        start = range.end;
        let own = line.get(OVERHANG..).filter(|own| own.len() >= LINE);
        // A sum: the order of shingles is in what they overlap.
        let sum = |own: &[u32]| own.iter().fold(0_u64, |sum, &shingle| sum.wrapping_add(spread(bare(shingle))));
        (range, own.map(|own| mix(sum(own)) | LINES))
    })
}

/// Where anchors begin, and what they are. One shingle in `sampling` begins one.
pub(crate) fn anchors(shingles: &[u32], sampling: u64) -> impl Iterator<Item = (u32, u64)> + '_ {
    let limit = ((1 << 32) / sampling) << 32;
    let ends = shingles.get(REACH..).unwrap_or_default();
    let pairs = (0..).zip(shingles.iter().zip(ends));
    pairs.filter(move |(_, (start, _))| spread(bare(**start)) < limit).map(|(at, (&start, &end))| {
        let anchor = mix(u64::from(bare(start)) << 32 | u64::from(bare(end))) & !LINES;
        (at, anchor)
    })
}

/// Marks the anchors that are lines.
const LINES: u64 = 1 << 63;

/// An anchor as it is counted in one source. It counts among lines: what one source has says nothing about chance.
fn within(anchor: u64, source: u32) -> u64 {
    mix(anchor ^ mix(source.into())) | LINES
}

/// The two slots of an anchor, which it shares with others: the lesser count is nearer the truth (a count-min sketch,
/// Cormode and Muthukrishnan 2005). Lines have the upper half of the table.
fn places(anchor: u64) -> [usize; 2] {
    let half = (anchor >> 63) as usize * (SLOTS / 2);
    [anchor, anchor >> 31].map(|hash| half + hash as usize % (SLOTS / 2))
}

fn spread(shingle: u32) -> u64 {
    u64::from(shingle).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `count` shingles that no other `seed` gives.
    fn prose(seed: u64, count: u64) -> impl Iterator<Item = u32> {
        (0..count).map(move |i| mix(seed << 32 | i) as u32 & !1 | u32::from(i == 0))
    }

    #[test]
    fn a_header_of_many_articles_is_a_template_and_copies_are_not() {
        let mut templates = Templates::new(5);
        let page = |n| prose(1, 150).chain(prose(n, 600)).collect::<Vec<_>>();
        (100..112).for_each(|n| templates.count(&page(n), 0));
        let copied: Vec<u32> = prose(2, 600).collect();
        (0..12).for_each(|_| templates.count(&copied, 0));
        templates.settle();
        let find = |page: &[u32]| templates.find(page, &anchors(page, SAMPLING).collect::<Vec<_>>(), 0);
        assert_eq!(find(&copied), []);
        let found = find(&page(105));
        assert_eq!(found, std::slice::from_ref(&(0..150)));
    }

    #[test]
    fn long_headers_and_footers_are_templates_too() {
        for shared in [[400, 100], [100, 400]] {
            let mut templates = Templates::new(5);
            let page = |n| prose(1, shared[0]).chain(prose(n, 300)).chain(prose(2, shared[1])).collect::<Vec<_>>();
            (100..140).for_each(|n| templates.count(&page(n), 0));
            (200..300).for_each(|n| templates.count(&prose(n, 600).collect::<Vec<_>>(), 0));
            templates.settle();
            let page = page(120);
            let found = templates.find(&page, &anchors(&page, SAMPLING).collect::<Vec<_>>(), 0);
            let body = shared[0] as u32..shared[0] as u32 + 300;
            assert!(found.iter().all(|range| range.end <= body.start + 20 || range.start >= body.end), "{found:?}");
            assert!(found.iter().map(ExactSizeIterator::len).sum::<usize>() > 400, "{found:?}");
        }
    }

    #[test]
    fn what_is_rare_in_the_corpus_is_a_template_of_a_small_site() {
        let mut templates = Templates::new(5);
        let page = |n| prose(1, 150).chain(prose(n, 600)).collect::<Vec<_>>();
        // Quotations that eight others have raise what counts as a template in the whole corpus.
        let quote = |n: u64| prose(50 + n % 20 + n / 20_000 * 20, 200);
        let quoting = |n| quote(n).chain(prose(1000 + n, 250)).chain(quote(n + 20_000)).collect::<Vec<_>>();
        (0..160).for_each(|n| templates.count(&quoting(n), 7));
        (100..110).for_each(|n| templates.count(&page(n), 8));
        templates.settle();
        let find = |page: &[u32], source| templates.find(page, &anchors(page, SAMPLING).collect::<Vec<_>>(), source);
        assert!(templates.least() > 10);
        assert_eq!(find(&page(105), 8), std::slice::from_ref(&(0..150)));
        assert_eq!(find(&page(105), 7), []);
        assert_eq!(find(&quoting(3), 7), []);
    }

    #[test]
    fn ranges_grow_to_lines() {
        let shingles: Vec<u32> = (0..40).map(|i| u32::from(i % 10 == 0)).collect();
        assert_eq!(round(&[3..22, 32..34], &shingles, |_| false), [0..10, 10..20, 20..22, 32..34]);
    }
}

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
use std::io;
use std::ops::Range;
use std::path::Path;

use foldhash::fast::FixedState;

use super::bits::Bits;
use super::shingle::{bare, begins_line};
use super::sketch::mix;
use super::sort::{Record, Records, Sorter};

/// Shingles from one end of an anchor to the other.
const REACH: usize = 12;
/// One shingle in so many begins an anchor that is counted.
pub(crate) const SAMPLING: u32 = 24;
/// Shingles at the start of a line that reach back into the line before, and fewest that a line has beyond them.
const OVERHANG: usize = 5;
const LINE: usize = 8;
/// Passages recur by chance too (quotations, formulas): a template recurs so many times as often as half of all text.
const ABOVE_CHANCE: u64 = 3;
/// In one source, a template is in one of so many of its documents at least.
const OF_SOURCE: u32 = 10;
/// Furthest two anchors of one template may be apart.
const GAP: u32 = 160;

/// Members of a group that are counted.
const COUNTED: usize = 1 << 20;

/// Counts in how many documents and contexts each anchor was seen. Anchors wait on disk.
pub(crate) struct Templates {
    /// Contexts that make a template: as asked for, and that in the whole corpus.
    asked: u32,
    least: u32,
    /// Anchors, and the contexts that they were seen in.
    corpus: Sorter<2>,
    /// The same and the source.
    within: Sorter<3>,
    anchors: Vec<u64>,
    /// Documents of each source.
    sources: HashMap<u32, u32, FixedState>,
    /// Once counted: the anchors of templates.
    templates: Anchors,
}

/// A set of anchors.
struct Anchors {
    filter: Bits,
    sorted: Vec<u64>,
}

impl Anchors {
    fn new(mut anchors: Vec<u64>) -> Self {
        anchors.sort_unstable();
        anchors.shrink_to_fit();
        let mut filter = Bits::new((16 * anchors.len()).next_power_of_two().max(64));
        anchors.iter().for_each(|&anchor| _ = filter.set(anchor as usize));
        Self { filter, sorted: anchors }
    }

    fn holds(&self, anchor: u64) -> bool {
        self.filter.holds(anchor as usize) && self.sorted.binary_search(&anchor).is_ok()
    }
}

/// How often an anchor was seen.
struct Count {
    documents: u32,
    contexts: u32,
}

impl Count {
    /// Whether this makes a template, if that needs `least` contexts.
    fn is_template(&self, least: u32) -> bool {
        self.contexts >= least && u64::from(self.contexts) * 5 >= u64::from(self.documents) * 2
    }
}

impl Templates {
    /// An empty count; a template needs `least` contexts, 0 for no templates at all. Takes about `bytes` of memory.
    pub(crate) fn new(least: u32, scratch: &Path, bytes: usize) -> Self {
        Self {
            asked: least,
            least,
            corpus: Sorter::new(scratch, bytes / 3 * 2),
            within: Sorter::new(scratch, bytes / 3),
            anchors: Vec::new(),
            sources: HashMap::default(),
            templates: Anchors::new(Vec::new()),
        }
    }

    /// Counts the anchors of a document from `source`, a hash; 0 when that is not known.
    pub(crate) fn count(&mut self, shingles: &[u32], source: u32) -> io::Result<()> {
        if self.asked == 0 {
            return Ok(());
        }
        if source != 0 {
            *self.sources.entry(source).or_default() += 1;
        }
        let quarter = shingles.len() / 4;
        let least = |shingles: &[u32]| shingles.iter().map(|&shingle| bare(shingle)).min();
        let [Some(second), Some(third)] =
            [quarter..2 * quarter, 2 * quarter..3 * quarter].map(|range| shingles.get(range).and_then(least))
        else {
            return Ok(());
        };
        let contexts = u64::from(second) << 32 | u64::from(third);
        self.anchors.clear();
        self.anchors.extend(anchors(shingles, SAMPLING).map(|(_, anchor)| anchor));
        self.anchors.extend(lines(shingles).filter_map(|(_, anchor)| anchor));
        self.anchors.sort_unstable();
        self.anchors.dedup();
        for &anchor in &self.anchors {
            self.corpus.push([anchor, contexts])?;
            if source != 0 {
                self.within.push([within(anchor, source), contexts, source.into()])?;
            }
        }
        Ok(())
    }

    /// Ends counting: finds out how many contexts make a template in this corpus, and which anchors have as many.
    pub(crate) fn settle(&mut self, scratch: &Path, bytes: usize) -> io::Result<()> {
        if self.asked == 0 {
            return Ok(());
        }
        let nothing = || Sorter::new(scratch, 0);
        let (corpus, within) = (
            std::mem::replace(&mut self.corpus, nothing()),
            std::mem::replace(&mut self.within, Sorter::new(scratch, 0)),
        );
        let mut seen = vec![0_u64; 1 << 16];
        let mut candidates = Records::new(scratch, bytes);
        group(corpus.sorted()?, |&[anchor, _], count| {
            // Lines are left out: most are paragraphs of one document only, which says nothing about sentences.
            if anchor & LINES == 0
                && let Some(seen) = seen.get_mut(count.contexts as usize)
            {
                *seen += u64::from(count.contexts);
            }
            if count.is_template(self.asked) { candidates.push([anchor, count.contexts.into()]) } else { Ok(()) }
        })?;
        let half = seen.iter().sum::<u64>() / 2;
        let mut sum = 0;
        let median = seen.iter().position(|&count| {
            sum += count;
            sum > half
        });
        let chance = median.unwrap_or(0) as u64 * ABOVE_CHANCE;
        self.least = self.asked.max(chance.min(1 << 15) as u32);
        let mut templates = Vec::new();
        for candidate in candidates.iter() {
            let [anchor, contexts] = candidate?;
            if contexts >= self.least.into() {
                templates.push(anchor);
            }
        }
        group(within.sorted()?, |&[anchor, _, source], count| {
            if self.least_within(source as u32).is_some_and(|least| count.is_template(least)) {
                templates.push(anchor);
            }
            Ok(())
        })?;
        self.templates = Anchors::new(templates);
        Ok(())
    }

    /// How many documents make a template; 0 when there are none.
    pub(crate) fn least(&self) -> u32 {
        self.least
    }

    /// How many documents of `source` make a template there; none when that is not known.
    pub(crate) fn least_within(&self, source: u32) -> Option<u32> {
        let documents = self.sources.get(&source)?;
        Some(self.asked.max(documents / OF_SOURCE))
    }

    /// Ranges of a document's shingles that are templates, sorted and disjoint. Lines that are mostly template are so
    /// as a whole. `points` are anchors of the document, those that are counted among them; `source` is where it comes from.
    pub(crate) fn find(&self, shingles: &[u32], points: &[(u32, u64)], source: u32) -> Vec<Range<u32>> {
        if self.least == 0 {
            return Vec::new();
        }
        let is_template =
            |anchor| self.templates.holds(anchor) || source != 0 && self.templates.holds(within(anchor, source));
        let begins = |&(at, _): &(u32, u64)| shingles.get(at as usize).is_some_and(|&start| begins(start, SAMPLING));
        let found = passages(points.iter().copied().filter(begins), is_template);
        round(&found, shingles, is_template)
    }
}

/// Visits the count of every anchor. `records` begin with the anchor and the contexts, and are sorted.
fn group<const N: usize>(
    records: impl Iterator<Item = io::Result<Record<N>>>,
    mut visit: impl FnMut(&Record<N>, Count) -> io::Result<()>,
) -> io::Result<()> {
    let mut open: Option<Record<N>> = None;
    let mut contexts: Vec<u64> = Vec::new();
    let mut close = |open: Option<Record<N>>, contexts: &mut Vec<u64>| {
        let Some(record) = open else { return Ok(()) };
        let documents = contexts.len() as u32;
        let seconds = contexts.chunk_by(|a, b| a >> 32 == b >> 32).count();
        contexts.sort_unstable_by_key(|context| *context as u32);
        let thirds = contexts.chunk_by(|a, b| *a as u32 == *b as u32).count();
        contexts.clear();
        visit(&record, Count { documents, contexts: seconds.max(thirds) as u32 })
    };
    for record in records {
        let record = record?;
        if open.is_none_or(|open| open[0] != record[0]) {
            close(open, &mut contexts)?;
            open = Some(record);
        }
        if contexts.len() < COUNTED {
            contexts.push(record[1]);
        }
    }
    close(open, &mut contexts)
}

/// Passages between anchors that are templates.
fn passages(points: impl Iterator<Item = (u32, u64)>, is_template: impl Fn(u64) -> bool) -> Vec<Range<u32>> {
    let mut found: Vec<Range<u32>> = Vec::new();
    let mut open = false;
    for (at, anchor) in points {
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
        let sum = |own: &[u32]| own.iter().map(|&shingle| u64::from(bare(shingle))).sum::<u64>();
        (range, own.map(|own| mix(sum(own)) | LINES))
    })
}

/// Where anchors begin, and what they are. One shingle in `sampling` begins one; what begins one of fewer begins one of
/// more too.
pub(crate) fn anchors(shingles: &[u32], sampling: u32) -> impl Iterator<Item = (u32, u64)> + '_ {
    let ends = shingles.get(REACH..).unwrap_or_default();
    let pairs = (0..).zip(shingles.iter().zip(ends));
    pairs.filter(move |(_, (start, _))| begins(**start, sampling)).map(|(at, (&start, &end))| {
        let anchor = mix(u64::from(bare(start)) << 32 | u64::from(bare(end))) & !LINES;
        (at, anchor)
    })
}

/// Whether a shingle begins one anchor in `sampling`. The lower half of the hash tells: the upper one is 0 in documents
/// that were thinned.
pub(crate) fn begins(shingle: u32, sampling: u32) -> bool {
    bare(shingle) << 16 < u32::MAX / sampling
}

/// Marks the anchors that are lines.
const LINES: u64 = 1 << 63;

/// An anchor as it is counted in one source.
fn within(anchor: u64, source: u32) -> u64 {
    mix(anchor ^ mix(source.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `count` shingles that no other `seed` gives.
    fn prose(seed: u64, count: u64) -> impl Iterator<Item = u32> {
        (0..count).map(move |i| mix(seed << 32 | i) as u32 & !1 | u32::from(i == 0))
    }

    fn count() -> Templates {
        Templates::new(5, &std::env::temp_dir(), 1 << 20)
    }

    #[test]
    fn a_header_of_many_articles_is_a_template_and_copies_are_not() {
        let mut templates = count();
        let page = |n| prose(1, 150).chain(prose(n, 600)).collect::<Vec<_>>();
        (100..112).for_each(|n| templates.count(&page(n), 0).unwrap());
        let copied: Vec<u32> = prose(2, 600).collect();
        (0..12).for_each(|_| templates.count(&copied, 0).unwrap());
        templates.settle(&std::env::temp_dir(), 1 << 20).unwrap();
        let find = |page: &[u32]| templates.find(page, &anchors(page, SAMPLING).collect::<Vec<_>>(), 0);
        assert_eq!(find(&copied), []);
        let found = find(&page(105));
        assert_eq!(found, std::slice::from_ref(&(0..150)));
    }

    #[test]
    fn long_headers_and_footers_are_templates_too() {
        for shared in [[400, 100], [100, 400]] {
            let mut templates = count();
            let page = |n| prose(1, shared[0]).chain(prose(n, 300)).chain(prose(2, shared[1])).collect::<Vec<_>>();
            (100..140).for_each(|n| templates.count(&page(n), 0).unwrap());
            (200..300).for_each(|n| templates.count(&prose(n, 600).collect::<Vec<_>>(), 0).unwrap());
            templates.settle(&std::env::temp_dir(), 1 << 20).unwrap();
            let page = page(120);
            let found = templates.find(&page, &anchors(&page, SAMPLING).collect::<Vec<_>>(), 0);
            let body = shared[0] as u32..shared[0] as u32 + 300;
            assert!(found.iter().all(|range| range.end <= body.start + 20 || range.start >= body.end), "{found:?}");
            assert!(found.iter().map(ExactSizeIterator::len).sum::<usize>() > 400, "{found:?}");
        }
    }

    #[test]
    fn what_is_rare_in_the_corpus_is_a_template_of_a_small_site() {
        let mut templates = count();
        let page = |n| prose(1, 150).chain(prose(n, 600)).collect::<Vec<_>>();
        // Quotations that eight others have raise what counts as a template in the whole corpus.
        let quote = |n: u64| prose(50 + n % 20 + n / 20_000 * 20, 200);
        let quoting = |n| quote(n).chain(prose(1000 + n, 250)).chain(quote(n + 20_000)).collect::<Vec<_>>();
        (0..160).for_each(|n| templates.count(&quoting(n), 7).unwrap());
        (100..110).for_each(|n| templates.count(&page(n), 8).unwrap());
        templates.settle(&std::env::temp_dir(), 1 << 20).unwrap();
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

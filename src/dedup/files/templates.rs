//! The anchors of templates, and where a document has them.

use std::ops::Range;

use crate::dedup::pass::{By, File};
use crate::dedup::store::Bits;
use crate::dedup::summary::{REACH, SAMPLING, begins, in_source, lines};

/// The anchors of templates.
pub(crate) static TEMPLATES: File = File {
    name: "templates",
    record: "anchor of a template, as it is counted in the corpus or in one source; beside them the least contexts",
    parted: By::Whole,
    sorted: "anchor",
};

/// Furthest two anchors of one template may be apart.
const GAP: u32 = 160;

/// The anchors of all templates.
pub(crate) struct Templates {
    least: u32,
    filter: Bits,
    sorted: Vec<u64>,
}

impl Templates {
    /// There are none, and nothing is looked for.
    pub(crate) fn none() -> Self {
        Self::new(0, Vec::new())
    }

    /// Those of which the anchors are given; a template in the whole corpus has `least` contexts.
    pub(crate) fn new(least: u32, mut anchors: Vec<u64>) -> Self {
        anchors.sort_unstable();
        anchors.shrink_to_fit();
        let mut filter = Bits::new((16 * anchors.len()).next_power_of_two().max(64));
        anchors.iter().for_each(|&anchor| _ = filter.set(anchor as usize));
        Self { least, filter, sorted: anchors }
    }

    /// How many documents make a template; 0 when there are none.
    pub(crate) fn least(&self) -> u32 {
        self.least
    }

    fn holds(&self, anchor: u64) -> bool {
        self.filter.holds(anchor as usize) && self.sorted.binary_search(&anchor).is_ok()
    }

    /// Ranges of a document's shingles that are templates, sorted and disjoint. Lines that are mostly template are so
    /// as a whole. `points` are anchors of the document, those that are counted among them; `source` is where it comes from.
    pub(crate) fn find(&self, shingles: &[u32], points: &[(u32, u64)], source: u32) -> Vec<Range<u32>> {
        if self.least == 0 {
            return Vec::new();
        }
        let is_template = |anchor| self.holds(anchor) || source != 0 && self.holds(in_source(anchor, source));
        let begins = |&(at, _): &(u32, u64)| shingles.get(at as usize).is_some_and(|&start| begins(start, SAMPLING));
        let found = passages(points.iter().copied().filter(begins), is_template);
        round(&found, shingles, is_template)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_grow_to_lines() {
        let shingles: Vec<u32> = (0..40).map(|i| u32::from(i % 10 == 0)).collect();
        assert_eq!(round(&[3..22, 32..34], &shingles, |_| false), [0..10, 10..20, 20..22, 32..34]);
    }
}

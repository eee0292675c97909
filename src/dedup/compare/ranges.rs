//! Sorted, disjoint ranges of shingles.

use std::ops::Range;

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

/// All that lies in one of two lists of sorted, disjoint ranges.
pub(super) fn unite(a: &[Range<u32>], b: &[Range<u32>]) -> Vec<Range<u32>> {
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
pub(super) fn overlap(a: &[Range<u32>], b: &[Range<u32>]) -> u32 {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
        common += left.end.min(right.end).saturating_sub(left.start.max(right.start));
        if left.end < right.end { i += 1 } else { j += 1 }
    }
    common
}

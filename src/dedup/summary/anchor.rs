//! Anchors: places of a document by which it is told what it shares with others.
//!
//! An anchor is a whole line, or a pair of shingles some characters apart, sampled by content so that all documents sample
//! the same ones.

use std::ops::Range;

use super::shingle::{bare, begins_line};
use crate::dedup::hash::mix;

/// Shingles from one end of an anchor to the other.
pub(crate) const REACH: usize = 12;
/// One shingle in so many begins an anchor that is counted.
pub(crate) const SAMPLING: u32 = 24;
/// Shingles at the start of a line that reach back into the line before, and fewest that a line has beyond them.
const OVERHANG: usize = 5;
const LINE: usize = 8;

/// The lines of a document and the anchor of each that is long enough.
pub(crate) fn lines(shingles: &[u32]) -> impl Iterator<Item = (Range<u32>, Option<u64>)> + '_ {
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
pub(crate) const LINES: u64 = 1 << 63;

/// An anchor as it is counted in one source.
pub(crate) fn in_source(anchor: u64, source: u32) -> u64 {
    mix(anchor ^ mix(source.into()))
}

//! Passages shorter than a paragraph that an earlier document has: where they stand in a finished record, and the record
//! without them.

use std::ops::Range;

use crate::dedup::{Passage, Repeat};
use crate::document::{CodePoints, Held, Paragraph, Record, Row, Stretch};
use crate::text;

/// A part of a paragraph, whole sentences, that an earlier document has.
#[derive(Debug, PartialEq)]
pub(super) struct Part {
    pub(super) paragraph: u32,
    /// In code points of the text, with the white space up to the next sentence.
    text: Range<u32>,
    /// In code points of the source text, edits included.
    pub(super) source: (u32, u32),
    pub(super) documents: u32,
    pub(super) first: u32,
}

/// Where `passages` stand in `record`. Of what is the whole of a paragraph comes a repeated paragraph.
pub(super) fn locate(record: &Record, passages: &[Passage]) -> (Vec<Part>, Vec<Repeat>) {
    let (mut parts, mut whole) = (Vec::new(), Vec::new());
    if passages.is_empty() {
        return (parts, whole);
    }
    let sentences = sentences(record);
    let places = Places::new(record);
    for Passage { sentences: numbers, documents, first } in passages {
        let numbers = numbers.start as usize..(numbers.end as usize).min(sentences.len());
        let mut from = numbers.start;
        for group in sentences.get(numbers).unwrap_or_default().chunk_by(|a, b| a.0 == b.0) {
            let (Some((number, sentence)), to) = (group.first().cloned(), from + group.len()) else { continue };
            let Some(paragraph) = record.paragraphs.get(number as usize) else { continue };
            let here = |at: usize| sentences.get(at).filter(|(other, _)| *other == number).map(|(_, range)| range);
            let before = from.checked_sub(1).and_then(here);
            let next = here(to);
            // White space goes with the sentence before it.
            let start = match (before, next) {
                (None, _) => paragraph.start,
                (Some(before), None) => before.end,
                (Some(_), Some(_)) => sentence.start,
            };
            let end = next.map_or(paragraph.end, |next| next.start);
            from = to;
            let (documents, first) = (*documents, *first);
            if (start, end) == (paragraph.start, paragraph.end) {
                whole.push(Repeat { paragraph: number, documents, first, is_template: false });
            } else if let Some(source) = places.source(start..end) {
                parts.push(Part { paragraph: number, text: start..end, source, documents, first });
            }
        }
    }
    parts.sort_by_key(|part| part.text.start);
    (parts, whole)
}

/// The sentences of `record` in code points, each with its paragraph.
fn sentences(record: &Record) -> Vec<(u32, Range<u32>)> {
    let points = CodePoints::new(&record.text);
    let mut paragraph = 0;
    let place = |bytes: Range<usize>| {
        let range = points.at(bytes.start as u32)..points.at(bytes.end as u32);
        while record.paragraphs.get(paragraph).is_some_and(|paragraph| paragraph.end <= range.start) {
            paragraph += 1;
        }
        (paragraph as u32, range)
    };
    text::sentences(&record.text, &record.signals.language).map(place).collect()
}

/// Which part of the source text stands where in the text.
struct Places(Vec<(u32, Stretch)>);

impl Places {
    fn new(record: &Record) -> Self {
        let mut places = Vec::new();
        let note = |stretch: Stretch| {
            if let Held::Text(at) = stretch.held {
                places.push((at, stretch));
            }
            Ok(())
        };
        // A record that does not lead back to its source is left as it is.
        if record.partition(note).is_err() {
            places.clear();
        }
        places.sort_unstable_by_key(|&(at, _)| at);
        Self(places)
    }

    /// The source of a range of the text; none when it begins or ends in what stands for something else.
    fn source(&self, text: Range<u32>) -> Option<(u32, u32)> {
        let start = self.point(text.start)?;
        let end = self.point(text.end.checked_sub(1)?)? + 1;
        (start < end).then_some((start, end))
    }

    fn point(&self, at: u32) -> Option<u32> {
        let before = self.0.partition_point(|&(start, _)| start <= at).checked_sub(1)?;
        let &(start, stretch) = self.0.get(before)?;
        let point = stretch.start + (at - start);
        (point < stretch.end).then_some(point)
    }
}

/// `record` without `parts` (sorted), of which `rows` go to the ledger. What was done inside a part is gone with it.
/// `text` gives the source text of a range.
pub(super) fn shorten(record: &Record, parts: &[Part], rows: Vec<Row>, text: impl Fn((u32, u32)) -> String) -> Record {
    let mut short = Record { text: String::new(), paragraphs: Vec::new(), ledger: Vec::new(), ..record.clone() };
    let is_gone = |at: u32| {
        let next = parts.partition_point(|part| part.text.end <= at);
        parts.get(next).is_some_and(|part| part.text.contains(&at))
    };
    short.text.extend((0..).zip(record.text.chars()).filter(|&(at, _)| !is_gone(at)).map(|(_, c)| c));
    let mut sum = 0;
    let mut before = |part: &Part| {
        sum += part.text.len() as u32;
        sum - part.text.len() as u32
    };
    let gone: Vec<u32> = parts.iter().map(&mut before).collect();
    let shift = |at: u32| {
        let Some(last) = parts.partition_point(|part| part.text.start < at).checked_sub(1) else { return at };
        let inside = parts.get(last).map_or(0, |part| part.text.end.min(at) - part.text.start);
        at - inside - gone.get(last).copied().unwrap_or_default()
    };
    for paragraph in &record.paragraphs {
        let (start, end) = (shift(paragraph.start), shift(paragraph.end));
        short.paragraphs.push(Paragraph { start, end, ..paragraph.clone() });
    }
    short.chars = shift(record.chars);
    let mut sources: Vec<(u32, u32)> = parts.iter().map(|part| part.source).collect();
    sources.sort_unstable();
    let lies_inside = |range: &(u32, u32)| {
        let after = sources.partition_point(|&(start, _)| start <= range.0);
        let before = after.checked_sub(1).and_then(|at| sources.get(at));
        // What is inserted at the very start stands before it.
        before.is_some_and(|&(start, end)| range.1 <= end && (range.0 < range.1 || range.0 > start && range.0 < end))
    };
    for row in &record.ledger {
        if !row.partitions() || !row.ranges.iter().any(lies_inside) {
            short.ledger.push(row.clone());
            continue;
        }
        let stays: Vec<usize> = (0..row.ranges.len()).filter(|&at| !lies_inside(&row.ranges[at])).collect();
        if stays.is_empty() {
            continue;
        }
        short.ledger.push(Row {
            ranges: stays.iter().map(|&at| row.ranges[at]).collect(),
            removed: stays.iter().map(|&at| text(row.ranges[at])).collect(),
            replacements: stays.iter().filter_map(|&at| row.replacements.get(at).cloned()).collect(),
            ..row.clone()
        });
    }
    short.ledger.extend(rows);
    let out = short.ledger.iter().filter(|row| row.partitions()).flat_map(|row| &row.ranges);
    short.removed_chars = out.map(|(start, end)| end - start).sum();
    short
}

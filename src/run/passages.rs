//! Where passages that an earlier document has are in a finished record.

use std::ops::Range;

use crate::dedup::{Passage, Repeat};
use crate::document::{CodePoints, Places, Record, Unbalanced};
use crate::text::sentences as sentences_of;

/// A part of a paragraph, whole sentences, that an earlier document has.
#[derive(Debug, PartialEq)]
pub(super) struct Part {
    pub(super) paragraph: u32,
    /// In code points of the text, with the white space up to the next sentence.
    pub(super) text: Range<u32>,
    /// In code points of the source text, edits included.
    pub(super) source: (u32, u32),
    pub(super) documents: u32,
    pub(super) first: u32,
}

/// Where `passages` are in `record`: parts of paragraphs, in text order, and whole paragraphs.
///
/// # Errors
/// [`Unbalanced`] when the record does not lead back to its source text.
pub(super) fn locate(record: &Record, passages: &[Passage]) -> Result<(Vec<Part>, Vec<Repeat>), Unbalanced> {
    let (mut parts, mut whole) = (Vec::new(), Vec::new());
    if passages.is_empty() {
        return Ok((parts, whole));
    }
    let sentences = sentences(record);
    let places = Places::new(record)?;
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
    Ok((parts, whole))
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
    sentences_of(&record.text, &record.signals.language).map(place).collect()
}

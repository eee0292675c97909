//! Paragraphs that stand in several kept documents: passages taken over from one another, and templates.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::fold::fold;
use super::spill::Spill;
use super::template::Templates;
use super::{Decision, Options, Repeats};
use crate::document::Record;

/// Fewest units of folded text of a paragraph that counts as a template, and of one that counts as a passage: shorter
/// ones recur by chance.
const TEMPLATE: usize = 8;
const PASSAGE: usize = 40;
/// Marks the hashes of passages.
const IS_PASSAGE: u64 = 1;
/// Hashes are counted in so many parts, one after another, so that only one is in memory.
const PARTS: u64 = 16;

/// A paragraph of a document that stands in other kept documents too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    /// Which paragraph of the document.
    pub paragraph: u32,
    /// How many kept documents have it.
    pub documents: u32,
    /// Index of the first of them, which keeps it when repetitions are removed.
    pub first: u32,
    /// Whether so many have it that it belongs to none.
    pub is_template: bool,
}

/// A paragraph on its way through the count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    hash: u64,
    document: u32,
    paragraph: u32,
}

/// Number and hash of the paragraphs of `record` that are long enough.
pub(super) fn paragraphs(record: &Record, options: &Options) -> Vec<(u32, u64)> {
    if options.passages == Repeats::Off && options.templates == Repeats::Off {
        return Vec::new();
    }
    let mut chars = record.text.char_indices().map(|(at, _)| at).chain([record.text.len()]).enumerate();
    // Paragraphs come in text order: one walk finds them all.
    let mut byte = |point: u32| chars.find(|&(number, _)| number == point as usize).map(|(_, at)| at);
    let mut found = Vec::new();
    for (number, paragraph) in (0..).zip(&record.paragraphs) {
        if paragraph.start == paragraph.end {
            continue;
        }
        let (Some(start), Some(end)) = (byte(paragraph.start), byte(paragraph.end)) else { break };
        let folded = fold(record.text.get(start..end).unwrap_or_default());
        if folded.units.len() >= TEMPLATE {
            let hash = xxh3_64(folded.units.as_flattened()) & !IS_PASSAGE;
            found.push((number, hash | (u64::from(folded.units.len() >= PASSAGE) * IS_PASSAGE)));
        }
    }
    found
}

/// The paragraphs of all documents, on disk.
pub(super) struct Paragraphs {
    lists: Spill,
}

impl Paragraphs {
    pub(super) fn new(scratch: &Path) -> io::Result<Self> {
        Ok(Self { lists: Spill::new(scratch)? })
    }

    pub(super) fn push(&mut self, paragraphs: &[(u32, u64)]) -> io::Result<()> {
        let flat: Vec<u32> =
            paragraphs.iter().flat_map(|&(number, hash)| [number, hash as u32, (hash >> 32) as u32]).collect();
        self.lists.push_numbers(&flat)
    }

    /// Tells each kept document which of its paragraphs others have too. What makes a template of them, in the corpus or
    /// in the source of a document, is up to `templates`.
    pub(super) fn find(
        &mut self,
        decisions: &mut [Decision],
        source: impl Fn(u32) -> u32,
        templates: &Templates,
        options: &Options,
    ) -> io::Result<()> {
        self.lists.flush()?;
        let (mut bytes, mut flat, mut places) = (Vec::new(), Vec::new(), Vec::new());
        for part in 0..PARTS {
            places.clear();
            for (document, decision) in decisions.iter().enumerate() {
                if decision.duplicate.is_some() {
                    continue;
                }
                self.lists.read_numbers(document, &mut bytes, &mut flat)?;
                for &[paragraph, low, high] in flat.as_chunks().0 {
                    let hash = u64::from(high) << 32 | u64::from(low);
                    if (hash >> 1) % PARTS == part {
                        places.push(Place { hash, document: document as u32, paragraph });
                    }
                }
            }
            places.sort_unstable();
            for group in places.chunk_by(|a, b| a.hash == b.hash) {
                note(group, decisions, &source, templates, options);
            }
        }
        for decision in decisions {
            decision.repeats.sort_unstable_by_key(|repeat| repeat.paragraph);
        }
        Ok(())
    }
}

/// Notes the places of one paragraph, sorted by document.
fn note(
    places: &[Place],
    decisions: &mut [Decision],
    source: impl Fn(u32) -> u32,
    templates: &Templates,
    options: &Options,
) {
    let mut sources: Vec<u32> = places
        .chunk_by(|a, b| a.document == b.document)
        .filter_map(|one| Some(source(one.first()?.document)))
        .collect();
    let documents = sources.len() as u32;
    let Some(&Place { hash, document: first, .. }) = places.first().filter(|_| documents > 1) else { return };
    sources.sort_unstable();
    let looks_for_templates = templates.least() > 0 && options.templates != Repeats::Off;
    let is_passage = hash & IS_PASSAGE != 0 && options.passages != Repeats::Off;
    for place in places {
        let source = source(place.document);
        let here = sources.partition_point(|&other| other <= source) - sources.partition_point(|&other| other < source);
        let is_common = || documents >= templates.least();
        let is_common_here = || templates.least_within(source).is_some_and(|least| here as u32 >= least);
        let is_template = looks_for_templates && (is_common() || is_common_here());
        // What a document says twice is its own affair.
        if (is_template || is_passage && place.document != first)
            && let Some(decision) = decisions.get_mut(place.document as usize)
        {
            decision.repeats.push(Repeat { paragraph: place.paragraph, documents, first, is_template });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Benchmarks, Corpus, Summary, observe};
    use super::*;
    use crate::document::Origin;
    use crate::parse;

    fn record(source: &str) -> Record {
        Record::new(Origin::default(), &parse::plain(source.to_owned())).unwrap()
    }

    /// A paragraph that no other `seed` gives.
    fn prose(seed: u64, count: u64) -> String {
        let letter = |i| char::from_u32(0x4e00 + (super::super::sketch::mix(seed << 32 | i) % 3000) as u32);
        (0..count).filter_map(letter).collect()
    }

    fn repeats(texts: &[String], options: &Options) -> Vec<Vec<Repeat>> {
        let mut corpus = Corpus::new(options, &std::env::temp_dir()).unwrap();
        for text in texts {
            let summary: Summary = observe(&record(text), options, &Benchmarks::default());
            corpus.push(summary).unwrap();
        }
        corpus.decide(2).unwrap().into_iter().map(|decision| decision.repeats).collect()
    }

    #[test]
    fn templates_and_passages_are_told_apart() {
        let footer = "关注我们的公众号，获取更多内容";
        let shared = prose(1, 60);
        let mut texts: Vec<String> = (10..16).map(|n| format!("{}\n{footer}", prose(n, 400))).collect();
        texts[2] = format!("{}\n{shared}\n{footer}", texts[2].lines().next().unwrap());
        texts[4] = format!("{shared}\n{}\n{footer}", prose(30, 400));
        let options = Options { passages: super::Repeats::Mark, ..Options::default() };
        let found = repeats(&texts, &options);
        let footer = |paragraph| Repeat { paragraph, documents: 6, first: 0, is_template: true };
        assert_eq!(found[0], [footer(1)]);
        assert_eq!(found[2], [footer(2)]);
        assert_eq!(found[4], [Repeat { paragraph: 0, documents: 2, first: 2, is_template: false }, footer(2)]);
        let off = Options { templates: super::Repeats::Off, ..Options::default() };
        assert!(repeats(&texts, &off).iter().all(Vec::is_empty));
    }

    #[test]
    fn what_one_document_says_twice_and_duplicates_do_not_count() {
        let (a, b) = (prose(1, 200), prose(2, 200));
        let options = Options { passages: super::Repeats::Remove, ..Options::default() };
        assert!(repeats(&[format!("{a}\n{b}\n{a}"), format!("{a}\n{b}\n{a}")], &options).iter().all(Vec::is_empty));
    }
}

//! Paragraphs that stand in several kept documents: passages taken over from one another, and templates.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::fold::fold;
use super::sort::{Records, Sorted, Sorter};
use super::template::Templates;
use super::{Options, Repeats};
use crate::document::Record;

/// Fewest units of folded text of a paragraph that counts as a template, and of one that counts as a passage: shorter
/// ones recur by chance.
const TEMPLATE: usize = 8;
pub(super) const PASSAGE: usize = 40;
/// Marks the hashes of passages.
const IS_PASSAGE: u64 = 1;

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

/// The paragraphs of all documents: hash, document and number, source.
pub(super) struct Paragraphs {
    places: Sorter<3>,
}

impl Paragraphs {
    /// None yet; takes about `bytes` of memory.
    pub(super) fn new(scratch: &Path, bytes: usize) -> Self {
        Self { places: Sorter::new(scratch, bytes) }
    }

    /// Adds the paragraphs of `document`.
    pub(super) fn push(&mut self, document: u32, source: u32, paragraphs: &[(u32, u64)]) -> io::Result<()> {
        let place = |&(number, hash): &(u32, u64)| [hash, u64::from(document) << 32 | u64::from(number), source.into()];
        paragraphs.iter().map(place).try_for_each(|place| self.places.push(place))
    }

    /// Tells which paragraphs of each kept document others have too. What makes a template of them, in the corpus or in
    /// the source of a document, is up to `templates`.
    pub(super) fn find(
        &mut self,
        is_dropped: impl Fn(u32) -> bool,
        templates: &Templates,
        options: &Options,
        scratch: &Path,
        bytes: usize,
    ) -> io::Result<Repeated> {
        let mut found = Sorter::new(scratch, bytes / 2);
        let places = std::mem::replace(&mut self.places, Sorter::new(scratch, 0));
        let mut group = Group::new(scratch);
        for place in places.sorted()? {
            let place = place?;
            if is_dropped((place[1] >> 32) as u32) {
                continue;
            }
            if place[0] != group.hash {
                let group = std::mem::replace(&mut group, Group { hash: place[0], ..Group::new(scratch) });
                group.note(templates, options, &mut found)?;
            }
            group.push(place)?;
        }
        group.note(templates, options, &mut found)?;
        Ok(Repeated(found.sorted()?))
    }
}

/// The places of one paragraph, by document.
struct Group {
    hash: u64,
    places: Records<3>,
    documents: u32,
    /// Documents of each source.
    sources: HashMap<u32, u32, FixedState>,
    first: Option<u32>,
    last: Option<u32>,
}

impl Group {
    fn new(scratch: &Path) -> Self {
        let (places, sources) = (Records::new(scratch, 1 << 20), HashMap::default());
        Self { hash: 0, places, documents: 0, sources, first: None, last: None }
    }

    fn push(&mut self, place @ [_, at, source]: [u64; 3]) -> io::Result<()> {
        let document = (at >> 32) as u32;
        self.first.get_or_insert(document);
        if self.last.replace(document) != Some(document) {
            self.documents += 1;
            *self.sources.entry(source as u32).or_default() += 1;
        }
        self.places.push(place)
    }

    fn note(&self, templates: &Templates, options: &Options, found: &mut Sorter<3>) -> io::Result<()> {
        let Some(first) = self.first.filter(|_| self.documents > 1) else { return Ok(()) };
        let looks_for_templates = templates.least() > 0 && options.templates != Repeats::Off;
        let is_passage = self.hash & IS_PASSAGE != 0 && options.passages != Repeats::Off;
        for place in self.places.iter() {
            let [_, at, source] = place?;
            let here = self.sources.get(&(source as u32)).copied().unwrap_or_default();
            let is_common = || self.documents >= templates.least();
            let is_common_here = || templates.least_within(source as u32).is_some_and(|least| here >= least);
            let is_template = looks_for_templates && (is_common() || is_common_here());
            // What a document says twice is its own affair.
            if is_template || is_passage && (at >> 32) as u32 != first {
                found.push([at, u64::from(self.documents) << 32 | u64::from(first), is_template.into()])?;
            }
        }
        Ok(())
    }
}

/// Repeated paragraphs in the order of documents and paragraphs.
pub(crate) struct Repeated(Sorted<3>);

impl Iterator for Repeated {
    type Item = io::Result<(u32, Repeat)>;

    fn next(&mut self) -> Option<Self::Item> {
        let repeat = |[at, counts, is_template]: [u64; 3]| {
            let (paragraph, documents) = (at as u32, (counts >> 32) as u32);
            let repeat = Repeat { paragraph, documents, first: counts as u32, is_template: is_template == 1 };
            ((at >> 32) as u32, repeat)
        };
        self.0.next().map(|record| record.map(repeat))
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
        corpus.decide(2).unwrap().map(|decision| decision.unwrap().repeats).collect()
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

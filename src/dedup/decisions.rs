//! What is decided about each document, given out one after another.

use std::io;
use std::iter::Peekable;
use std::ops::Range;

use super::bits::Bits;
use super::compare::Comparer;
use super::corpus::Corpus;
use super::reader::Reader;
use super::repeats::Repeated;
use super::sentences::Passages;
use super::{Decision, Kind, Match, parallel, passage, shingle};

/// Documents that a thread takes at a time.
const PIECE: usize = 256;

/// That a document is like another one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alike {
    /// The better one.
    pub(crate) kept: u32,
    pub(crate) kind: Kind,
    pub(crate) similarity: f32,
    /// Whether it is kept all the same, in the cluster of the other.
    pub(crate) stays: bool,
}

/// For each document whether it is like a better one: nine bytes of each.
pub(crate) struct Verdicts {
    kept: Vec<u32>,
    /// Number of the kind from 1, and [`STAYS`]; 0 for documents that are like none.
    kinds: Vec<u8>,
    similarities: Vec<f32>,
    /// Documents that others belong to.
    owns: Bits,
}

const STAYS: u8 = 0x80;

impl Verdicts {
    /// Nothing is decided yet about `count` documents.
    pub(crate) fn new(count: u32) -> Self {
        let count = count as usize;
        Self {
            kept: vec![0; count],
            kinds: vec![0; count],
            similarities: vec![0.0; count],
            owns: Bits::new(count.next_power_of_two().max(64)),
        }
    }

    /// Decides about `number`.
    pub(crate) fn set(&mut self, number: u32, alike: Alike) {
        let place = number as usize;
        let kind = Kind::ALL.iter().position(|&kind| kind == alike.kind).unwrap_or(0) as u8 + 1;
        let slots = (self.kept.get_mut(place), self.kinds.get_mut(place), self.similarities.get_mut(place));
        if let (Some(kept), Some(kinds), Some(similarity)) = slots {
            (*kept, *similarity) = (alike.kept, alike.similarity);
            *kinds = kind | if alike.stays { STAYS } else { 0 };
        }
        if let Some(cluster) = self.cluster(number) {
            self.owns.set(cluster as usize);
        }
    }

    /// Decides about a document with the text of `leader`, about which all is decided.
    pub(crate) fn copy(&mut self, number: u32, leader: u32, kind: Kind) {
        let own = Alike { kept: leader, kind, similarity: 1.0, stays: false };
        self.set(number, self.get(leader).filter(|alike| !alike.stays).unwrap_or(own));
    }

    fn get(&self, number: u32) -> Option<Alike> {
        let place = number as usize;
        let flags = *self.kinds.get(place)?;
        let kind = *Kind::ALL.get(usize::from(flags & !STAYS).checked_sub(1)?)?;
        let (kept, similarity) = (*self.kept.get(place)?, *self.similarities.get(place)?);
        Some(Alike { kept, kind, similarity, stays: flags & STAYS != 0 })
    }

    /// Whether a document is a duplicate.
    pub(crate) fn is_dropped(&self, number: u32) -> bool {
        self.get(number).is_some_and(|alike| !alike.stays)
    }

    /// The kept document of the cluster of `number`, if there is a cluster.
    fn cluster(&self, number: u32) -> Option<u32> {
        match self.get(number) {
            Some(Alike { kind: Kind::Contaminated, .. }) => None,
            Some(Alike { kept, .. }) => Some(self.get(kept).map_or(kept, |above| above.kept)),
            None => self.owns.holds(number as usize).then_some(number),
        }
    }
}

/// What is decided about every document but those known before, in the order in which they were pushed.
pub struct Decisions {
    corpus: Corpus,
    verdicts: Verdicts,
    repeats: Peekable<Repeated>,
    passages: Peekable<Passages>,
    threads: usize,
    /// Decided and not given out yet.
    ready: std::vec::IntoIter<Decision>,
    /// The next document that is not in `ready`.
    next: u32,
}

impl Decisions {
    pub(crate) fn new(
        corpus: Corpus,
        verdicts: Verdicts,
        repeats: Repeated,
        passages: Passages,
        threads: usize,
    ) -> Self {
        let (next, ready) = (corpus.known(), Vec::new().into_iter());
        Self { corpus, verdicts, repeats: repeats.peekable(), passages: passages.peekable(), threads, ready, next }
    }

    /// Indices of the documents about which something is decided.
    #[must_use]
    pub fn indices(&self) -> Range<u32> {
        self.corpus.known()..self.corpus.len()
    }

    /// Index of the kept document of the cluster of document `index`; none when it is alone.
    #[must_use]
    pub fn cluster(&self, index: u32) -> Option<u32> {
        self.verdicts.cluster(index)
    }

    /// Of a document that is to be dropped: index of the kept document or the question, the kind and the similarity.
    #[must_use]
    pub fn duplicate(&self, index: u32) -> Option<(u32, Kind, f32)> {
        let alike = self.verdicts.get(index).filter(|alike| !alike.stays)?;
        Some((alike.kept, alike.kind, alike.similarity))
    }

    fn fill(&mut self) -> io::Result<()> {
        let end = (self.next as usize + PIECE * self.threads.max(1)).min(self.verdicts.kept.len()) as u32;
        let numbers: Vec<u32> = (self.next..end).collect();
        let mut ready = Vec::with_capacity(numbers.len());
        for quotes in parallel::map(&numbers, PIECE, self.threads, |numbers| self.quote(numbers)) {
            for passage in quotes? {
                let number = self.next;
                self.next += 1;
                let duplicate = self.duplicate(number);
                let duplicate = duplicate.map(|(kept, kind, similarity)| Match { kept, kind, similarity, passage });
                let repeats = of(&mut self.repeats, number)?;
                let passages = of(&mut self.passages, number)?;
                ready.push(Decision { cluster: self.cluster(number), duplicate, repeats, passages });
            }
        }
        self.ready = ready.into_iter();
        Ok(())
    }

    /// The passages that documents share with the one that is kept; empty for those that are kept themselves.
    fn quote(&self, numbers: &[u32]) -> io::Result<Vec<String>> {
        let (mut reader, mut comparer) = (Reader::new(&self.corpus), Comparer::default());
        let mut quote = |&number: &u32| {
            let Some((kept, kind, _)) = self.duplicate(number) else { return Ok(String::new()) };
            if kind == Kind::Contaminated {
                let contaminated = self.corpus.contaminated();
                let found = contaminated.binary_search_by_key(&number, |(number, _)| *number).ok();
                return Ok(found
                    .and_then(|at| contaminated.get(at))
                    .map_or(String::new(), |(_, found)| found.passage.clone()));
            }
            let Some(texts) = &self.corpus.texts else { return Ok(String::new()) };
            let mut bytes = Vec::new();
            texts.read_bytes(number as usize, &mut bytes)?;
            let text = String::from_utf8_lossy(&bytes);
            let (units, shingles): (Vec<_>, Vec<_>) = shingle::positions(&text).into_iter().unzip();
            comparer.load(reader.read(kept, u32::MAX, 0)?);
            let longest = comparer.passages(&shingles).iter().rev().max_by_key(|range| range.len()).cloned();
            let unit = |at: u32| units.get(at as usize);
            let range = longest.and_then(|range| Some(unit(range.start)?.start..unit(range.end - 1)?.end));
            let whole = || matches!(kind, Kind::ExactBytes | Kind::ExactText).then_some(0..usize::MAX);
            Ok(range.or_else(whole).map_or(String::new(), |range| passage::quote(&text, range)))
        };
        numbers.iter().map(&mut quote).collect()
    }
}

/// What belongs to document `number` of a list by document, of which all before has been taken.
fn of<T>(list: &mut Peekable<impl Iterator<Item = io::Result<(u32, T)>>>, number: u32) -> io::Result<Vec<T>> {
    let mut found = Vec::new();
    while let Some(next) = list.next_if(|next| next.as_ref().map_or(true, |(of, _)| *of == number)) {
        found.push(next?.1);
    }
    Ok(found)
}

impl Iterator for Decisions {
    type Item = io::Result<Decision>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.len() == 0
            && let Err(error) = self.fill()
        {
            self.next = self.verdicts.kept.len() as u32;
            return Some(Err(error));
        }
        self.ready.next().map(Ok)
    }
}

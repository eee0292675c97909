//! What is decided about each document, given out one after another.

use std::io;
use std::iter::Peekable;
use std::ops::Range;

use super::decision::{Decision, Match};
use super::files::{Shingles, Templates, Verdicts};
use super::kind::DuplicateKind;
use super::parallel;
use super::passes::passages::RepeatedPassages;
use super::passes::quote::{self, quote_all};
use super::passes::repeats::RepeatedParagraphs;
use super::store::Spill;

/// Documents that a thread takes at a time.
const PIECE: usize = 256;

/// What the decisions are put together from.
pub(crate) struct Decided {
    /// Number of documents that were known before.
    pub(crate) known: u32,
    pub(crate) verdicts: Verdicts,
    pub(crate) contaminated: Vec<(u32, Match)>,
    pub(crate) texts: Option<Spill>,
    pub(crate) shingles: Shingles,
    pub(crate) templates: Templates,
}

/// What is decided about every document but those known before, in the order in which they were pushed.
pub struct Decisions {
    decided: Decided,
    repeats: Peekable<RepeatedParagraphs>,
    passages: Peekable<RepeatedPassages>,
    threads: usize,
    /// Decided and not given out yet.
    ready: std::vec::IntoIter<Decision>,
    /// The next document that is not in `ready`.
    next: u32,
}

impl Decisions {
    pub(crate) fn new(
        decided: Decided,
        repeats: RepeatedParagraphs,
        passages: RepeatedPassages,
        threads: usize,
    ) -> Self {
        let (next, ready) = (decided.known, Vec::new().into_iter());
        Self { decided, repeats: repeats.peekable(), passages: passages.peekable(), threads, ready, next }
    }

    /// Indices of the documents about which something is decided.
    #[must_use]
    pub fn indices(&self) -> Range<u32> {
        self.decided.known..self.decided.verdicts.len()
    }

    /// Index of the kept document of the cluster of document `index`; none when it is alone.
    #[must_use]
    pub fn cluster(&self, index: u32) -> Option<u32> {
        self.decided.verdicts.cluster(index)
    }

    /// Of a document that is to be dropped: index of the kept document or the question, the kind and the similarity.
    #[must_use]
    pub fn duplicate(&self, index: u32) -> Option<(u32, DuplicateKind, f32)> {
        let verdict = self.decided.verdicts.duplicate(index)?;
        Some((verdict.kept, verdict.kind, verdict.similarity))
    }

    fn fill(&mut self) -> io::Result<()> {
        let end = (self.next as usize + PIECE * self.threads.max(1)).min(self.indices().end as usize) as u32;
        let numbers: Vec<u32> = (self.next..end).collect();
        let mut ready = Vec::with_capacity(numbers.len());
        let Decided { verdicts, contaminated, texts, shingles, templates, .. } = &self.decided;
        let inputs = quote::Inputs { verdicts, contaminated, texts: texts.as_ref(), shingles, templates };
        for quotes in parallel::map(&numbers, PIECE, self.threads, |numbers| quote_all(&inputs, numbers)) {
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
}

/// What belongs to document `number` of a list by document; what is of earlier ones, such as those known before, is left out.
fn of<T>(list: &mut Peekable<impl Iterator<Item = io::Result<(u32, T)>>>, number: u32) -> io::Result<Vec<T>> {
    let mut found = Vec::new();
    while let Some(next) = list.next_if(|next| next.as_ref().map_or(true, |(of, _)| *of <= number)) {
        let (of, item) = next?;
        if of == number {
            found.push(item);
        }
    }
    Ok(found)
}

impl Iterator for Decisions {
    /// An error when the working files cannot be read.
    type Item = io::Result<Decision>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.len() == 0
            && let Err(error) = self.fill()
        {
            self.next = self.indices().end;
            return Some(Err(error));
        }
        self.ready.next().map(Ok)
    }
}

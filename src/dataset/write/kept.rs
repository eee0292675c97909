//! The tables of one split of the kept documents.

use std::borrow::Cow;
use std::path::Path;

use super::limits::Limits;
use super::shard::Shards;
use crate::dataset::column::Table;
use crate::dataset::error::Error;
use crate::dataset::manifest::FileEntry;
use crate::dataset::options::{LedgerMode, OptionalTables, Split};
use crate::dataset::table::{
    Data, KeptRow, Ledger, LedgerRow, ParagraphRow, Paragraphs, Place, SentenceRow, Sentences, TokenRow, Tokens,
};
use crate::document::{Annotations, Record, Sentence, Slices};

pub(super) struct Kept {
    data: Shards<Data>,
    paragraphs: Shards<Paragraphs>,
    sentences: Option<Shards<Sentences>>,
    tokens: Option<Shards<Tokens>>,
    ledger: Shards<Ledger>,
}

impl Kept {
    pub(super) fn create(folder: &Path, split: Split, limits: Limits, optional: OptionalTables) -> Result<Self, Error> {
        Ok(Self {
            data: Shards::create(folder, split, limits)?,
            paragraphs: Shards::create(folder, split, limits)?,
            sentences: optional.sentences.then(|| Shards::create(folder, split, limits)).transpose()?,
            tokens: optional.tokens.then(|| Shards::create(folder, split, limits)).transpose()?,
            ledger: Shards::create(folder, split, limits)?,
        })
    }

    /// Writes a document, as much of its ledger as `ledger` says, and what was found in its text as far as there are
    /// tables for it.
    pub(super) fn append(
        &mut self,
        record: &Record,
        place: &Place,
        found: &Annotations,
        ledger: LedgerMode,
    ) -> Result<(), Error> {
        self.data.append(&KeptRow { record: Cow::Borrowed(record), place: Cow::Borrowed(place) })?;
        self.paragraphs(record)?;
        self.sentences(record, found)?;
        self.tokens(record, found)?;
        if ledger != LedgerMode::None {
            let full = ledger == LedgerMode::Full;
            for entry in &record.ledger {
                self.ledger.append(&LedgerRow { document: &record.id, entry: Cow::Borrowed(entry), full })?;
            }
        }
        Ok(())
    }

    fn paragraphs(&mut self, record: &Record) -> Result<(), Error> {
        let mut slices = Slices::new(&record.text);
        for (number, paragraph) in (0..).zip(&record.paragraphs) {
            let text = slices.cut(paragraph.start, paragraph.end);
            let paragraph = paragraph.clone();
            self.paragraphs.append(&ParagraphRow { document: &record.id, number, paragraph, text })?;
        }
        Ok(())
    }

    fn sentences(&mut self, record: &Record, found: &Annotations) -> Result<(), Error> {
        let Some(table) = &mut self.sentences else { return Ok(()) };
        let mut slices = Slices::new(&record.text);
        for (number, &Sentence { paragraph, start, end, .. }) in (0..).zip(&found.sentences) {
            let (text, range) = (slices.cut(start, end), (start, end));
            table.append(&SentenceRow { document: &record.id, paragraph, number, text, range })?;
        }
        Ok(())
    }

    fn tokens(&mut self, record: &Record, found: &Annotations) -> Result<(), Error> {
        let Some(table) = &mut self.tokens else { return Ok(()) };
        let mut slices = Slices::new(&record.text);
        let mut first = 0;
        for (sentence, last) in (0..).zip(found.sentences.iter().map(|sentence| sentence.tokens)) {
            let ranges = found.tokens.get(first as usize..last as usize).unwrap_or_default();
            for (number, &range) in (first..).zip(ranges) {
                let text = slices.cut(range.0, range.1);
                table.append(&TokenRow { document: &record.id, sentence, number, text, range })?;
            }
            first = last;
        }
        Ok(())
    }

    /// Closes the tables; gives their names and files.
    pub(super) fn finish(self) -> Result<Vec<(&'static str, Vec<FileEntry>)>, Error> {
        let mut done = vec![(Data::NAME, self.data.finish()?), (Paragraphs::NAME, self.paragraphs.finish()?)];
        if let Some(table) = self.sentences {
            done.push((Sentences::NAME, table.finish()?));
        }
        if let Some(table) = self.tokens {
            done.push((Tokens::NAME, table.finish()?));
        }
        done.push((Ledger::NAME, self.ledger.finish()?));
        Ok(done)
    }
}

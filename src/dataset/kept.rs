//! The tables of one split of the kept documents.

use std::path::Path;

use super::shard::{Limits, Shards};
use super::table::{
    Data, KeptRow, Ledger as LedgerTable, LedgerRow, ParagraphRow, Paragraphs, SentenceRow, Sentences, TokenRow, Tokens,
};
use super::writer::fits;
use super::{Error, FileEntry, Ledger, Place};
use crate::annotate::{self, Annotations};
use crate::dataset::schema::Table;
use crate::document::{Record, Slices};

pub(super) struct Kept {
    data: Shards<Data>,
    paragraphs: Shards<Paragraphs>,
    sentences: Option<Shards<Sentences>>,
    tokens: Option<Shards<Tokens>>,
    ledger: Shards<LedgerTable>,
}

impl Kept {
    pub(super) fn create(
        folder: &Path,
        split: &str,
        limits: Limits,
        annotate: &annotate::Options,
    ) -> Result<Self, Error> {
        Ok(Self {
            data: Shards::create(folder, split, limits)?,
            paragraphs: Shards::create(folder, split, limits)?,
            sentences: annotate.sentences.then(|| Shards::create(folder, split, limits)).transpose()?,
            tokens: annotate.has_tokens().then(|| Shards::create(folder, split, limits)).transpose()?,
            ledger: Shards::create(folder, split, limits)?,
        })
    }

    /// Writes a document, as much of its ledger as `ledger` says, and what was found in its text as far as there are
    /// tables for it.
    pub(super) fn append(
        &mut self,
        record: &Record,
        place: &Place<'_>,
        found: &Annotations,
        ledger: Ledger,
    ) -> Result<(), Error> {
        self.data.append(&KeptRow { record, place })?;
        self.paragraphs(record)?;
        self.sentences(record, found)?;
        self.tokens(record, found)?;
        if ledger != Ledger::None {
            let full = ledger == Ledger::Full;
            for entry in &record.ledger {
                fits(record, &entry.removed)?;
                self.ledger.append(&LedgerRow { document: &record.id, entry, full })?;
            }
        }
        Ok(())
    }

    fn paragraphs(&mut self, record: &Record) -> Result<(), Error> {
        let mut slices = Slices::new(&record.text);
        for (number, paragraph) in (0..).zip(&record.paragraphs) {
            let text = slices.cut(paragraph.start, paragraph.end);
            self.paragraphs.append(&ParagraphRow { document: &record.id, number, paragraph, text })?;
        }
        Ok(())
    }

    fn sentences(&mut self, record: &Record, found: &Annotations) -> Result<(), Error> {
        let Some(table) = &mut self.sentences else { return Ok(()) };
        let mut slices = Slices::new(&record.text);
        for (number, &sentence) in (0..).zip(&found.sentences) {
            let text = slices.cut(sentence.start, sentence.end);
            table.append(&SentenceRow { document: &record.id, number, sentence, text })?;
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
        done.push((LedgerTable::NAME, self.ledger.finish()?));
        Ok(done)
    }
}

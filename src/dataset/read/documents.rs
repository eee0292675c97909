//! Documents read back from their tables.

use super::rows::{Found, Rows};
use super::side::Side;
use crate::dataset::column::Table;
use crate::dataset::error::Error;
use crate::dataset::table::{Data, Ledger, Paragraphs, Rejected, Rejects};
use crate::document::{BYTES, Record, Row};

/// The kept documents of a dataset.
pub struct Documents {
    data: Rows<Data>,
    paragraphs: Side<Paragraphs>,
    ledger: Side<Ledger>,
}

impl Documents {
    pub(super) fn new(data: Rows<Data>, paragraphs: Side<Paragraphs>, ledger: Side<Ledger>) -> Self {
        Self { data, paragraphs, ledger }
    }

    fn read(&mut self) -> Result<Option<Record>, Error> {
        let Some(found) = self.data.next()? else { return Ok(None) };
        kept(&found, &mut self.paragraphs, &mut self.ledger).map(Some)
    }

    /// After the last document: the table and document of a row that belongs to no document.
    ///
    /// # Errors
    /// [`Error`] when the rest cannot be read.
    pub fn stray(&mut self) -> Result<Option<(&'static str, String)>, Error> {
        if let Some(id) = self.paragraphs.left()? {
            return Ok(Some((Paragraphs::NAME, id)));
        }
        Ok(self.ledger.left()?.map(|id| (Ledger::NAME, id)))
    }
}

impl Iterator for Documents {
    type Item = Result<Record, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

/// A kept document, with its paragraphs and its ledger out of their tables.
pub(super) fn kept(
    found: &Found<Data>,
    paragraphs: &mut Side<Paragraphs>,
    ledger: &mut Side<Ledger>,
) -> Result<Record, Error> {
    let mut record = found.read()?.record.into_owned();
    paragraphs.each(&record.id, |row| record.paragraphs.push(row.paragraph))?;
    ledger.each(&record.id, |row| record.ledger.push(row.entry.into_owned()))?;
    Ok(record)
}

/// A row of `rejected`: the document with its source text (none when the ledger is not full), and why it is not kept.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Rejection {
    /// The document. Its `ledger` holds the byte patches alone.
    pub record: Record,
    /// The source text.
    pub source: Option<String>,
    /// Why it is not kept.
    pub why: Rejected,
}

impl Rejection {
    pub(super) fn read(found: &Found<Rejects>) -> Result<Self, Error> {
        let row = found.read()?;
        let mut record = row.record.into_owned();
        record.ledger.push(Row { rule: BYTES.id.to_owned(), ..row.patches.into_owned() });
        Ok(Self { record, source: row.source.map(str::to_owned), why: row.why.into_owned() })
    }
}

//! Proof of the tables of annotations: every sentence and token is what is in its place, and none is missing.

use super::error::Error;
use crate::dataset::table::{SentenceRow, Sentences, TokenRow, Tokens};
use crate::dataset::{Dataset, Side, Table};
use crate::document::{Record, Slices};

/// The tables of annotations of a dataset, read along with its documents.
pub(super) struct Annotated {
    sentences: Option<Side<Sentences>>,
    tokens: Option<Side<Tokens>>,
}

impl Annotated {
    /// The tables of annotations that `dataset` has.
    pub(super) fn new(dataset: &Dataset) -> Self {
        Self { sentences: side(dataset), tokens: side(dataset) }
    }

    /// Checks the rows of `record`; gives what is wrong with them, in words.
    ///
    /// # Errors
    /// [`Error::Dataset`] when a table cannot be read.
    pub(super) fn check(&mut self, record: &Record) -> Result<Vec<String>, Error> {
        let sentence = |row: SentenceRow<'_>, tiling: &mut Tiling<'_>| tiling.push(row.number, row.range, row.text);
        let token = |row: TokenRow<'_>, tiling: &mut Tiling<'_>| tiling.push(row.number, row.range, row.text);
        let problems = [check(&mut self.sentences, record, sentence)?, check(&mut self.tokens, record, token)?];
        Ok(problems.into_iter().flatten().collect())
    }

    /// After the last document: the tables and documents of rows that belong to no document.
    ///
    /// # Errors
    /// [`Error::Dataset`] when a table cannot be read.
    pub(super) fn stray(&mut self) -> Result<Vec<(&'static str, String)>, Error> {
        Ok([stray(&mut self.sentences)?, stray(&mut self.tokens)?].into_iter().flatten().collect())
    }
}

fn side<T: Table>(dataset: &Dataset) -> Option<Side<T>> {
    dataset.manifest.tables.contains_key(T::NAME).then(|| dataset.side())
}

fn check<T: Table>(
    table: &mut Option<Side<T>>,
    record: &Record,
    push: impl Fn(T::Row<'_>, &mut Tiling<'_>),
) -> Result<Option<String>, Error> {
    let Some(rows) = table else { return Ok(None) };
    let mut tiling = Tiling { slices: Slices::new(&record.text), chars: record.chars, count: 0, at: 0, problem: None };
    rows.each(&record.id, |row| push(row, &mut tiling))?;
    Ok(tiling.finish().map(|problem| format!("{}: {problem}", T::NAME)))
}

fn stray<T: Table>(table: &mut Option<Side<T>>) -> Result<Option<(&'static str, String)>, Error> {
    let Some(rows) = table else { return Ok(None) };
    Ok(rows.left()?.map(|id| (T::NAME, id)))
}

/// The ranges of a document's text so far: in order, without overlaps, nothing but white space between them.
struct Tiling<'a> {
    slices: Slices<'a>,
    /// Length of the text.
    chars: u32,
    /// Number of ranges so far.
    count: u32,
    /// Where the last of them ends.
    at: u32,
    /// What is wrong with the first wrong one. Those after it are passed over.
    problem: Option<String>,
}

impl Tiling<'_> {
    fn push(&mut self, number: u32, (start, end): (u32, u32), text: &str) {
        if self.problem.is_none() {
            self.problem = self.wrong(number, (start, end), text);
            (self.count, self.at) = (self.count + 1, end);
        }
    }

    /// What is wrong with a row, which should have the next number and begin at the end of the last one or, after white
    /// space, later.
    fn wrong(&mut self, number: u32, (start, end): (u32, u32), text: &str) -> Option<String> {
        let count = self.count;
        if number != count {
            return Some(format!("number {count} is missing, {number} stands there"));
        }
        if !(self.at <= start && start < end && end <= self.chars) {
            return Some(format!("number {count} has the range {start} to {end}, which is out of place"));
        }
        if !is_blank(self.slices.to(start)) {
            return Some(format!("text before number {count} is in none"));
        }
        (self.slices.to(end) != text).then(|| format!("number {count} is not what stands at {start} to {end}"))
    }

    fn finish(mut self) -> Option<String> {
        if self.problem.is_none() && !is_blank(self.slices.to(u32::MAX)) {
            return Some(format!("text after the last of {} is in none", self.count));
        }
        self.problem
    }
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

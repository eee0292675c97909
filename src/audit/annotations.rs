//! Proof of the tables of annotations: every sentence and token is what stands in its place, and none is missing.

use super::Error;
use super::dataset::{Dataset, Side};
use super::read::Cells;
use crate::document::{Record, Slices};

/// A table whose rows are ranges of the documents' text, read along with the documents.
pub(super) struct Annotated {
    /// Its name.
    pub(super) table: &'static str,
    /// The column that numbers its rows in a document.
    number: &'static str,
    rows: Option<Side>,
}

impl Annotated {
    /// The tables of annotations that a dataset may have.
    pub(super) fn all(dataset: &Dataset) -> [Self; 2] {
        [("sentences", "sentence"), ("tokens", "token")].map(|(table, number)| {
            let rows = dataset.manifest.tables.contains_key(table).then(|| dataset.side(table));
            Self { table, number, rows }
        })
    }

    /// Checks the rows of `record`; gives what is wrong with them, in words.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the table cannot be read.
    pub(super) fn check(&mut self, record: &Record) -> Result<Option<String>, Error> {
        let Some(rows) = &mut self.rows else { return Ok(None) };
        let (mut slices, mut count, mut at, mut problem) = (Slices::new(&record.text), 0, 0, None);
        while let Some(cells) = rows.next_of(&record.id)? {
            // The rows after a wrong one are passed over: they belong to this document still.
            if problem.is_none() {
                problem = wrong(&cells, self.number, count, at, &mut slices, record)?;
                at = cells.int("end")?;
                count += 1;
            }
        }
        if problem.is_none() && !is_blank(slices.to(u32::MAX)) {
            problem = Some(format!("text after the last of {count} is in none"));
        }
        Ok(problem.map(|problem| format!("{}: {problem}", self.table)))
    }

    /// Document of a row that belongs to none of the documents read.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the table cannot be read.
    pub(super) fn left(&mut self) -> Result<Option<String>, Error> {
        self.rows.as_mut().map_or(Ok(None), Side::left)
    }
}

/// What is wrong with the row that should have number `count` and begin at `at` or, after white space, later.
fn wrong(
    cells: &Cells,
    number: &str,
    count: u32,
    at: u32,
    slices: &mut Slices<'_>,
    record: &Record,
) -> Result<Option<String>, Error> {
    let (found, start, end) = (cells.int(number)?, cells.int("start")?, cells.int("end")?);
    if found != count {
        return Ok(Some(format!("number {count} is missing, {found} stands there")));
    }
    if !(at <= start && start < end && end <= record.chars) {
        return Ok(Some(format!("number {count} has the range {start} to {end}, which is out of place")));
    }
    if !is_blank(slices.to(start)) {
        return Ok(Some(format!("text before number {count} is in none")));
    }
    let same = slices.to(end) == cells.str("text")?;
    Ok((!same).then(|| format!("number {count} is not what stands at {start} to {end}")))
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

//! A side table, read along with the documents.

use super::rows::{Found, Rows};
use crate::dataset::column::Table;
use crate::dataset::error::Error;

/// A side table, whose rows follow the order of the documents.
pub(crate) struct Side<T: Table> {
    rows: Rows<T>,
    next: Option<Found<T>>,
}

impl<T: Table> Side<T> {
    pub(super) fn new(rows: Rows<T>) -> Self {
        Self { rows, next: None }
    }

    /// Hands the rows of document `id`, which come next or not at all, to `each`.
    ///
    /// # Errors
    /// [`Error`] when the table cannot be read.
    pub(crate) fn each(&mut self, id: &str, mut each: impl FnMut(T::Row<'_>)) -> Result<(), Error> {
        while let Some(next) = self.next()? {
            if next.key()? != id {
                self.next = Some(next);
                break;
            }
            each(next.read()?);
        }
        Ok(())
    }

    /// Document of a row that belongs to none of the documents read.
    ///
    /// # Errors
    /// [`Error`] when the table cannot be read.
    pub(crate) fn left(&mut self) -> Result<Option<String>, Error> {
        self.next()?.map(|row| row.key().map(str::to_owned)).transpose()
    }

    fn next(&mut self) -> Result<Option<Found<T>>, Error> {
        self.next.take().map_or_else(|| self.rows.next(), |next| Ok(Some(next)))
    }
}

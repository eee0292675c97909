//! Tables back into rows, one batch in memory at a time.

use std::collections::VecDeque;
use std::fs::File;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{BooleanArray, RecordBatch, StringArray};
use arrow::compute::kernels::cmp::eq;
use arrow::compute::starts_with;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowPredicateFn, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowFilter,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::PageIndexPolicy;

use super::cells::Batch;
use crate::dataset::column::Table;
use crate::dataset::error::Error;

/// Rows read at once: few, for a row may be a whole book.
const BATCH: usize = 256;

/// The rows of the files of table `T`, one after another.
pub(crate) struct Rows<T: Table> {
    files: VecDeque<PathBuf>,
    /// Only the rows that hold this in this column.
    key: Option<(&'static str, Wanted)>,
    path: Arc<Path>,
    reader: Option<ParquetRecordBatchReader>,
    batch: Option<Arc<Batch>>,
    at: usize,
    of: PhantomData<T>,
}

/// What a column is to hold.
enum Wanted {
    /// This value.
    Value(String),
    /// A value that begins so.
    Beginning(String),
}

/// A row that was found, not read yet.
pub(crate) struct Found<T: Table> {
    batch: Arc<Batch>,
    row: usize,
    of: PhantomData<T>,
}

impl<T: Table> Found<T> {
    /// What the row holds in the first column, which says what it belongs to.
    pub(crate) fn key(&self) -> Result<&str, Error> {
        self.batch.key::<T>(self.row)
    }

    /// The row; what is long in it lies in the batch that the row was found in.
    pub(crate) fn read(&self) -> Result<T::Row<'_>, Error> {
        self.batch.read::<T>(self.row)
    }
}

impl<T: Table> Rows<T> {
    pub(crate) fn new(files: impl IntoIterator<Item = PathBuf>) -> Self {
        let (files, path) = (files.into_iter().collect(), Path::new("").into());
        Self { files, key: None, path, reader: None, batch: None, at: 0, of: PhantomData }
    }

    /// The same rows, but only those that hold `value` in `column`. Reads little else than that column and them.
    pub(crate) fn of(self, column: &'static str, value: &str) -> Self {
        Self { key: Some((column, Wanted::Value(value.to_owned()))), ..self }
    }

    /// The same rows, but only those that hold something in `column` that begins with `value`.
    pub(crate) fn beginning(self, column: &'static str, value: &str) -> Self {
        Self { key: Some((column, Wanted::Beginning(value.to_owned()))), ..self }
    }

    /// The next row, if there is one.
    pub(crate) fn next(&mut self) -> Result<Option<Found<T>>, Error> {
        loop {
            if let Some(batch) = self.batch.as_ref().filter(|batch| self.at < batch.rows()) {
                self.at += 1;
                return Ok(Some(Found { batch: batch.clone(), row: self.at - 1, of: PhantomData }));
            }
            self.at = 0;
            self.batch = match self.reader.as_mut().and_then(Iterator::next) {
                Some(batch) => {
                    let batch = batch.map_err(Error::damaged(&self.path))?;
                    Some(Arc::new(Batch::new::<T>(self.path.clone(), &batch)?))
                }
                None => None,
            };
            if self.batch.is_none() {
                let Some(path) = self.files.pop_front() else { return Ok(None) };
                self.reader = Some(open(&path, self.key.as_ref())?);
                self.path = path.into();
            }
        }
    }
}

fn open(path: &Path, key: Option<&(&'static str, Wanted)>) -> Result<ParquetRecordBatchReader, Error> {
    let file = File::open(path).map_err(Error::unreadable(path))?;
    let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Optional);
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options);
    let mut builder = builder.map_err(Error::damaged(path))?.with_batch_size(BATCH);
    if let Some((column, wanted)) = key {
        let leaves = builder.parquet_schema().columns();
        let Some(index) = leaves.iter().position(|leaf| leaf.path().string() == *column) else {
            return Err(Error::damaged(path)(format!("no column `{column}`")));
        };
        let (value, groups) = match wanted {
            Wanted::Value(value) => (value, candidates(&builder, index, value).map_err(Error::damaged(path))?),
            Wanted::Beginning(value) => (value, (0..builder.metadata().num_row_groups()).collect()),
        };
        let is_whole = matches!(wanted, Wanted::Value(_));
        let mask = ProjectionMask::leaves(builder.parquet_schema(), [index]);
        let (column, value) = (*column, StringArray::new_scalar(value));
        let is_wanted = ArrowPredicateFn::new(mask, move |batch: RecordBatch| match batch.column_by_name(column) {
            Some(found) if is_whole => eq(found, &value),
            Some(found) => starts_with(found, &value),
            None => Ok(BooleanArray::from(vec![false; batch.num_rows()])),
        });
        builder = builder.with_row_groups(groups).with_row_filter(RowFilter::new(vec![Box::new(is_wanted)]));
    }
    builder.build().map_err(Error::damaged(path))
}

/// The row groups whose bloom filter does not rule out that column `index` holds `value`.
fn candidates(
    builder: &ParquetRecordBatchReaderBuilder<File>,
    index: usize,
    value: &str,
) -> Result<Vec<usize>, ParquetError> {
    let mut groups = Vec::new();
    for group in 0..builder.metadata().num_row_groups() {
        let filter = builder.get_row_group_column_bloom_filter(group, index)?;
        if filter.is_none_or(|filter| filter.check(value)) {
            groups.push(group);
        }
    }
    Ok(groups)
}

//! Tables back into rows, one batch in memory at a time.

use std::collections::VecDeque;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BinaryArray, BooleanArray, Float32Array, Int32Array, Int64Array, ListArray, RecordBatch,
    StringArray, StructArray, TimestampMicrosecondArray,
};
use arrow::compute::kernels::cmp::eq;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowPredicateFn, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowFilter,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::PageIndexPolicy;

use super::Error;

/// Rows read at once: few, for a row may be a whole book.
const BATCH: usize = 256;

/// The rows of a list of Parquet files, one after another.
pub(super) struct Rows {
    files: VecDeque<PathBuf>,
    /// Only the rows that hold this value in this column.
    key: Option<(&'static str, String)>,
    path: Arc<Path>,
    reader: Option<ParquetRecordBatchReader>,
    batch: Option<Arc<RecordBatch>>,
    at: usize,
}

impl Rows {
    pub(super) fn new(files: impl IntoIterator<Item = PathBuf>) -> Self {
        let files = files.into_iter().collect();
        Self { files, key: None, path: Path::new("").into(), reader: None, batch: None, at: 0 }
    }

    /// The same rows, but only those that hold `value` in `column`. Reads little else than that column and them.
    pub(super) fn of(self, column: &'static str, value: &str) -> Self {
        Self { key: Some((column, value.to_owned())), ..self }
    }

    /// The next row, if there is one.
    pub(super) fn next(&mut self) -> Result<Option<Cells>, Error> {
        loop {
            if let Some(batch) = self.batch.as_ref().filter(|batch| self.at < batch.num_rows()) {
                self.at += 1;
                return Ok(Some(Cells { batch: batch.clone(), row: self.at - 1, path: self.path.clone() }));
            }
            self.at = 0;
            self.batch = match self.reader.as_mut().and_then(Iterator::next) {
                Some(batch) => Some(Arc::new(batch.map_err(Error::damaged(&self.path))?)),
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

fn open(path: &Path, key: Option<&(&'static str, String)>) -> Result<ParquetRecordBatchReader, Error> {
    let file = File::open(path).map_err(Error::io(path))?;
    let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Optional);
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options);
    let mut builder = builder.map_err(Error::damaged(path))?.with_batch_size(BATCH);
    if let Some((column, value)) = key {
        let leaves = builder.parquet_schema().columns();
        let Some(index) = leaves.iter().position(|leaf| leaf.path().string() == *column) else {
            return Err(Error::damaged(path)(format!("no column `{column}`")));
        };
        let groups = candidates(&builder, index, value).map_err(Error::damaged(path))?;
        let mask = ProjectionMask::leaves(builder.parquet_schema(), [index]);
        let (column, value) = (*column, StringArray::new_scalar(value));
        let is_wanted = ArrowPredicateFn::new(mask, move |batch: RecordBatch| match batch.column_by_name(column) {
            Some(found) => eq(found, &value),
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

/// One row, its values found by column name.
pub(super) struct Cells {
    batch: Arc<RecordBatch>,
    row: usize,
    path: Arc<Path>,
}

impl Cells {
    fn column<T: 'static>(&self, name: &str) -> Result<&T, Error> {
        let column = self.batch.column_by_name(name).and_then(|column| column.as_any().downcast_ref::<T>());
        column.ok_or_else(|| Error::damaged(&self.path)(format!("no column `{name}` of the right type")))
    }

    /// Text; empty when it is null.
    pub(super) fn text(&self, name: &str) -> Result<String, Error> {
        Ok(self.maybe_text(name)?.unwrap_or_default())
    }

    /// Text where it lies; empty when it is null.
    pub(super) fn str(&self, name: &str) -> Result<&str, Error> {
        Ok(self.column::<StringArray>(name)?.value(self.row))
    }

    pub(super) fn maybe_text(&self, name: &str) -> Result<Option<String>, Error> {
        let column = self.column::<StringArray>(name)?;
        Ok(column.is_valid(self.row).then(|| column.value(self.row).to_owned()))
    }

    pub(super) fn int(&self, name: &str) -> Result<u32, Error> {
        Ok(self.maybe_int(name)?.unwrap_or_default())
    }

    pub(super) fn maybe_int(&self, name: &str) -> Result<Option<u32>, Error> {
        let column = self.column::<Int32Array>(name)?;
        if column.is_null(self.row) {
            return Ok(None);
        }
        u32::try_from(column.value(self.row)).map(Some).map_err(Error::damaged(&self.path))
    }

    pub(super) fn size(&self, name: &str) -> Result<u64, Error> {
        let column = self.column::<Int64Array>(name)?;
        u64::try_from(column.value(self.row)).map_err(Error::damaged(&self.path))
    }

    pub(super) fn float(&self, name: &str) -> Result<f32, Error> {
        Ok(self.maybe_float(name)?.unwrap_or_default())
    }

    pub(super) fn maybe_float(&self, name: &str) -> Result<Option<f32>, Error> {
        let column = self.column::<Float32Array>(name)?;
        Ok(column.is_valid(self.row).then(|| column.value(self.row)))
    }

    pub(super) fn maybe_time(&self, name: &str) -> Result<Option<i64>, Error> {
        let column = self.column::<TimestampMicrosecondArray>(name)?;
        Ok(column.is_valid(self.row).then(|| column.value(self.row)))
    }

    fn list(&self, name: &str) -> Result<ArrayRef, Error> {
        Ok(self.column::<ListArray>(name)?.value(self.row))
    }

    pub(super) fn texts(&self, name: &str) -> Result<Vec<String>, Error> {
        let list = self.list(name)?;
        let items: Option<&StringArray> = list.as_string_opt();
        let items = items.ok_or_else(|| Error::damaged(&self.path)(format!("`{name}` is no list of text")))?;
        Ok(items.iter().map(|item| item.unwrap_or_default().to_owned()).collect())
    }

    pub(super) fn bytes(&self, name: &str) -> Result<Vec<Vec<u8>>, Error> {
        let list = self.list(name)?;
        let items: Option<&BinaryArray> = list.as_binary_opt();
        let items = items.ok_or_else(|| Error::damaged(&self.path)(format!("`{name}` is no list of bytes")))?;
        Ok(items.iter().map(|item| item.unwrap_or_default().to_vec()).collect())
    }

    pub(super) fn ranges(&self, name: &str) -> Result<Vec<(u32, u32)>, Error> {
        let list = self.list(name)?;
        let bound = |index: usize| {
            let items: Option<&StructArray> = list.as_struct_opt();
            items.and_then(|items| items.columns().get(index)?.as_any().downcast_ref::<Int32Array>())
        };
        let (Some(starts), Some(ends)) = (bound(0), bound(1)) else {
            return Err(Error::damaged(&self.path)(format!("`{name}` is no list of ranges")));
        };
        let pairs = starts.values().iter().zip(ends.values());
        let pair = |(&start, &end): (&i32, &i32)| Ok((u32::try_from(start)?, u32::try_from(end)?));
        let pairs: Result<_, std::num::TryFromIntError> = pairs.map(pair).collect();
        pairs.map_err(Error::damaged(&self.path))
    }
}

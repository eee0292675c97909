//! One split of a table on its way into Parquet files of bounded size.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::schema::types::ColumnPath;

use super::builder::Columns;
use super::file::Hashing;
use super::limits::Limits;
use crate::dataset::column::{self, Storage, Table, Value};
use crate::dataset::error::Error;
use crate::dataset::manifest::FileEntry;
use crate::dataset::options::Split;

/// Named in every file as its maker. Without a version, so that a new release does not change the bytes.
pub(super) const CREATED_BY: &str = "taojin";

/// A batch goes to the Parquet writer when it has this many rows.
const BATCH_ROWS: usize = 8 * 1024;

/// Writes the rows of one split of table `T` to files `SPLIT-00000-of-00001.parquet`, …
pub(crate) struct Shards<T: Table> {
    folder: PathBuf,
    split: Split,
    limits: Limits,
    schema: SchemaRef,
    columns: Columns<T>,
    open: Option<Open>,
    done: Vec<FileEntry>,
}

/// A file being written.
struct Open {
    path: PathBuf,
    writer: ArrowWriter<Hashing>,
    rows: u64,
    group_rows: usize,
    group_bytes: usize,
}

impl<T: Table> Shards<T> {
    /// Makes the folder of the table below `dataset`.
    pub(crate) fn create(dataset: &Path, split: Split, limits: Limits) -> Result<Self, Error> {
        let folder = dataset.join(T::NAME);
        fs::create_dir_all(&folder).map_err(Error::io(&folder))?;
        let schema: SchemaRef = Arc::new(column::arrow::<T>());
        let columns = Columns::new(schema.clone());
        Ok(Self { folder, split, limits, schema, columns, open: None, done: Vec::new() })
    }

    /// Appends a row.
    pub(crate) fn append<'a>(&mut self, row: &'a T::Row<'a>) -> Result<(), Error> {
        self.columns.append(row);
        let is_full = self.columns.rows() >= BATCH_ROWS || self.columns.bytes() >= self.limits.batch_bytes();
        if is_full { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Error> {
        let (rows, bytes) = (self.columns.rows(), self.columns.bytes());
        let mut open = match self.open.take() {
            Some(open) => open,
            None => self.open()?,
        };
        let batch = self.columns.take().map_err(|error| Error::parquet(&open.path)(error.into()))?;
        open.writer.write(&batch).map_err(Error::parquet(&open.path))?;
        open.rows += rows as u64;
        open.group_rows += rows;
        open.group_bytes += bytes;
        if open.group_rows >= self.limits.group_rows || open.group_bytes >= self.limits.group_bytes {
            open.writer.flush().map_err(Error::parquet(&open.path))?;
            (open.group_rows, open.group_bytes) = (0, 0);
            if !self.limits.has_room(open.writer.bytes_written()) {
                return self.close(open);
            }
        }
        self.open = Some(open);
        Ok(())
    }

    fn open(&self) -> Result<Open, Error> {
        let path = self.folder.join(format!("{}-{:05}.parquet", self.split.name(), self.done.len()));
        let file = Hashing::create(&path).map_err(Error::io(&path))?;
        let options = properties::<T>(&self.schema).map_err(Error::parquet(&path))?;
        let writer = ArrowWriter::try_new_with_options(file, self.schema.clone(), options);
        let writer = writer.map_err(Error::parquet(&path))?;
        Ok(Open { path, writer, rows: 0, group_rows: 0, group_bytes: 0 })
    }

    fn close(&mut self, open: Open) -> Result<(), Error> {
        let file = open.writer.into_inner().map_err(Error::parquet(&open.path))?;
        let bytes = file.bytes();
        let sha256 = file.finish().map_err(Error::io(&open.path))?;
        self.done.push(FileEntry { path: String::new(), bytes, rows: Some(open.rows), sha256 });
        Ok(())
    }

    /// Writes what is left and gives the files their final names. An empty table has one file without rows.
    pub(crate) fn finish(mut self) -> Result<Vec<FileEntry>, Error> {
        if self.columns.rows() > 0 || (self.open.is_none() && self.done.is_empty()) {
            self.flush()?;
        }
        if let Some(open) = self.open.take() {
            self.close(open)?;
        }
        let count = self.done.len();
        for (index, entry) in self.done.iter_mut().enumerate() {
            let name = format!("{}-{index:05}-of-{count:05}.parquet", self.split.name());
            let path = self.folder.join(&name);
            let from = self.folder.join(format!("{}-{index:05}.parquet", self.split.name()));
            fs::rename(from, &path).map_err(Error::io(&path))?;
            entry.path = format!("{}/{name}", T::NAME);
        }
        Ok(self.done)
    }
}

/// How the columns of `T` are stored.
fn properties<T: Table>(schema: &SchemaRef) -> Result<ArrowWriterOptions, ParquetError> {
    let mut builder = WriterProperties::builder()
        .set_created_by(CREATED_BY.to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_max_row_group_row_count(None)
        .set_max_row_group_bytes(None);
    for (field, column) in schema.fields().iter().zip(T::COLUMNS) {
        let leaf = |rest: &[&str]| {
            let steps = std::iter::once(field.name().as_str()).chain(rest.iter().copied());
            ColumnPath::new(steps.map(Into::into).collect())
        };
        let path = leaf(&[]);
        builder = match column.storage {
            Storage::Plain => builder,
            Storage::Key => builder.set_column_bloom_filter_enabled(path, true),
            Storage::Long => builder
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_statistics_enabled(path, EnabledStatistics::None),
            Storage::Rising => rising(builder, path),
        };
        if let Value::Ranges(..) = column.value {
            builder = rising(builder, leaf(&["list", "element", "start"]));
            builder = rising(builder, leaf(&["list", "element", "end"]));
        }
    }
    // The Arrow schema is left out: every type has its own in Parquet, and its encoding may change with a release.
    Ok(ArrowWriterOptions::new().with_properties(builder.build()).with_skip_arrow_metadata(true))
}

/// Stores the numbers at `path` as differences.
fn rising(builder: WriterPropertiesBuilder, path: ColumnPath) -> WriterPropertiesBuilder {
    builder.set_column_dictionary_enabled(path.clone(), false).set_column_encoding(path, Encoding::DELTA_BINARY_PACKED)
}

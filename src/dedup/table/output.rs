//! Files on their way to their place.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use arrow::datatypes::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use crate::dedup::error::Error;

/// Rows of a row group.
pub(super) const ROWS: usize = 1 << 16;

/// Bytes of a row group, encoded.
const BYTES: usize = 64 << 20;

/// A file on its way: written beside its final place, renamed in when it is whole, removed when it is not.
pub(super) struct Partial {
    /// Where it is until it is whole.
    pub(super) partial: PathBuf,
    place: PathBuf,
}

impl Partial {
    /// The file `name` in the folder `out`.
    pub(super) fn new(out: &Path, name: &str) -> Self {
        Self { partial: out.join(format!(".{name}.partial")), place: out.join(name) }
    }

    /// Puts the whole file into its place.
    pub(super) fn publish(&self) -> Result<(), Error> {
        fs::rename(&self.partial, &self.place).map_err(Error::output(&self.place))
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // After a rename there is nothing left to remove, and a failure to clean up must not hide the error before it.
        let _ = fs::remove_file(&self.partial);
    }
}

/// A Parquet writer whose files are the same whatever version wrote them.
pub(super) fn writer(path: &Path, schema: SchemaRef) -> Result<ArrowWriter<File>, Error> {
    let cannot = Error::output::<ParquetError>(path);
    let properties = WriterProperties::builder()
        .set_created_by("taojin".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).map_err(cannot)?))
        .set_max_row_group_row_count(Some(ROWS))
        .set_max_row_group_bytes(Some(BYTES))
        .build();
    let file = File::create(path).map_err(Error::output(path))?;
    ArrowWriter::try_new(file, schema, Some(properties)).map_err(cannot)
}

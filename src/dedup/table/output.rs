//! The files that are written.

use std::fs::File;
use std::path::Path;

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

/// A Parquet writer whose files are the same whatever version wrote them. Of types that Parquet lacks, the nearest is
/// written: a date for what counts days in milliseconds.
pub(super) fn writer(path: &Path, schema: SchemaRef) -> Result<ArrowWriter<File>, Error> {
    let cannot = Error::output::<ParquetError>(path);
    let properties = WriterProperties::builder()
        .set_created_by("taojin".to_owned())
        .set_coerce_types(true)
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).map_err(cannot)?))
        .set_max_row_group_row_count(Some(ROWS))
        .set_max_row_group_bytes(Some(BYTES))
        .build();
    let file = File::create_new(path).map_err(Error::output(path))?;
    ArrowWriter::try_new(file, schema, Some(properties)).map_err(cannot)
}

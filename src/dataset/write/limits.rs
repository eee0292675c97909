//! How much goes into a row group, a file, a value.

use crate::dataset::error::Error;
use crate::document::Record;

/// Sizes at which row groups and files end. Both depend on the rows alone, so that every run makes the same cuts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Uncompressed bytes of a row group.
    pub(crate) group_bytes: usize,
    /// Rows of a row group.
    pub(crate) group_rows: usize,
    /// Bytes of a file, which may be exceeded by one row group.
    pub(crate) file_bytes: u64,
}

/// Longest text a value may hold: a batch of two must stay below the 2 GiB that Arrow counts to.
const MAX_VALUE: usize = 1 << 30;

/// Refuses `text` of `record` when it is too long for a value.
pub(crate) fn fits(record: &Record, text: &str) -> Result<(), Error> {
    if text.len() <= MAX_VALUE {
        return Ok(());
    }
    Err(Error::TooLarge { path: record.origin.path.clone(), bytes: text.len() })
}

//! How much goes into a row group, a file, a value.

use crate::dataset::error::Error;
use crate::dataset::options::Options;
use crate::document::Record;

/// Sizes at which row groups and files end. Both depend on the rows alone, so that every run makes the same cuts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Uncompressed bytes of a row group.
    pub(crate) group_bytes: usize,
    /// Rows of a row group.
    pub(crate) group_rows: usize,
    /// Bytes of a file. Only a single row that is longer than a row group can exceed it.
    pub(crate) file_bytes: u64,
}

/// A file has room for at least this many row groups: they are compressed once they are full, and a file that holds one
/// alone may end far below its limit.
const GROUPS: u64 = 4;

impl Limits {
    /// Uncompressed bytes of a row group, so that a file has room for some.
    pub(crate) fn group_bytes(options: &Options) -> usize {
        let bytes = options.row_group_bytes.min(options.shard_bytes / GROUPS);
        usize::try_from(bytes).unwrap_or(usize::MAX).max(1)
    }

    /// Bytes at which a batch of rows goes to the Parquet writer.
    pub(crate) fn batch_bytes(&self) -> usize {
        BATCH_BYTES.min(self.group_bytes)
    }

    /// Whether a file of so many bytes has room for another row group, compressed or not.
    pub(crate) fn has_room(&self, written: usize) -> bool {
        (written + self.group_bytes + self.batch_bytes()) as u64 <= self.file_bytes
    }
}

/// A batch goes to the Parquet writer when it has this many bytes.
const BATCH_BYTES: usize = 8 << 20;

/// Longest text a value may hold: a batch of two must stay below the 2 GiB that Arrow counts to.
const MAX_VALUE: usize = 1 << 30;

/// Refuses `text` of `record` when it is too long for a value.
pub(crate) fn fits(record: &Record, text: &str) -> Result<(), Error> {
    if text.len() <= MAX_VALUE {
        return Ok(());
    }
    Err(Error::TooLarge { path: record.origin.path.clone(), bytes: text.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_room_for_what_it_may_hold() {
        for (row_group_bytes, shard_bytes) in [(64 << 20, 500_000_000), (64 << 20, 500_000), (65_536, 65_536)] {
            let options = Options { row_group_bytes, shard_bytes, ..Options::default() };
            let group_bytes = Limits::group_bytes(&options);
            let limits = Limits { group_bytes, group_rows: 1, file_bytes: shard_bytes };
            assert!(limits.has_room(group_bytes), "a file ends after its first row group: {limits:?}");
            let most = group_bytes + limits.batch_bytes();
            assert!(!limits.has_room(shard_bytes as usize - most + 1), "a file grows over its limit: {limits:?}");
        }
    }
}

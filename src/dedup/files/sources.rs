//! How many documents each site or folder has.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::dedup::pass::{By, File};

/// Documents of each source.
pub(crate) static SOURCES: File = File {
    name: "sources",
    record: "hash of the site or folder; number of its documents",
    parted: By::Whole,
    sorted: "source",
};

/// In one source, a template is in one of so many of its documents at least.
const OF_SOURCE: u32 = 10;

/// Documents of each source.
#[derive(Default)]
pub(crate) struct Sources(HashMap<u32, u32, FixedState>);

impl Sources {
    /// Counts a document of `source`.
    pub(crate) fn count(&mut self, source: u32) {
        *self.0.entry(source).or_default() += 1;
    }

    /// How many documents of `source` make a template there, if `asked` make one at least; none when the source is not
    /// known.
    pub(crate) fn least(&self, source: u32, asked: u32) -> Option<u32> {
        let documents = self.0.get(&source)?;
        Some(asked.max(documents / OF_SOURCE))
    }
}

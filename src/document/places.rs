//! Which part of the source text a part of a record's text comes from.

use std::ops::Range;

use super::rebuild::{Held, Stretch, Unbalanced};
use super::record::Record;

/// Where the text of a record comes from.
pub struct Places(Vec<(u32, Stretch)>);

impl Places {
    /// Goes through the partition of the source text once.
    ///
    /// # Errors
    /// [`Unbalanced`] when there is no such partition.
    pub fn new(record: &Record) -> Result<Self, Unbalanced> {
        let mut places = Vec::new();
        record.partition(|stretch| {
            if let Held::Text(at) = stretch.held {
                places.push((at, stretch));
            }
            Ok(())
        })?;
        places.sort_unstable_by_key(|&(at, _)| at);
        Ok(Self(places))
    }

    /// The code points of the source, edits included, of a range of the text; none when it begins or ends in what
    /// replaces something else.
    #[must_use]
    pub fn source(&self, text: Range<u32>) -> Option<(u32, u32)> {
        let start = self.point(text.start)?;
        let end = self.point(text.end.checked_sub(1)?)? + 1;
        (start < end).then_some((start, end))
    }

    fn point(&self, at: u32) -> Option<u32> {
        let before = self.0.partition_point(|&(start, _)| start <= at).checked_sub(1)?;
        let &(start, stretch) = self.0.get(before)?;
        let point = stretch.start + (at - start);
        (point < stretch.end).then_some(point)
    }
}

//! Passes and the files between them, as they are declared.
//!
//! A pass is a function of named files and a part number. What it keeps beside them (caches, sorting buffers) never
//! changes what it writes, so that its parts may run anywhere, in any order, one or many at a time.

/// By what a file, or the work of a pass, is cut into parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// It is not cut: a table that every part of a later pass reads whole (a broadcast), or work for one place.
    Whole,
    /// Ranges of documents.
    Document,
    /// Ranges of a key, all records of one key in one part.
    Key(&'static str),
}

/// A named file between passes.
#[derive(Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: &'static str,
    /// What a record of it holds.
    pub record: &'static str,
    /// How it is cut into parts.
    pub parted: By,
    /// What its records are sorted by in each part.
    pub sorted: &'static str,
}

/// A step of deduplication.
#[derive(Debug)]
pub struct Pass {
    /// Its name.
    pub name: &'static str,
    /// What it does, in one line.
    pub about: &'static str,
    /// What one part of its work is.
    pub parts: By,
    /// The files that it reads.
    pub reads: &'static [&'static File],
    /// The files that it writes. Those that it reads too are added to.
    pub writes: &'static [&'static File],
}

/// One part of several, as many as the one who schedules a pass likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    number: u32,
    of: u32,
}

impl Part {
    /// All parts of the work when it is cut into `count`.
    pub(crate) fn all(count: u32) -> impl Iterator<Item = Self> {
        let of = count.max(1);
        (0..of).map(move |number| Self { number, of })
    }

    /// Whether a key, evenly spread over 64 bits, belongs to this part. Parts are ranges of keys, in order.
    pub(crate) fn holds(self, key: u64) -> bool {
        self.of == 1 || (u128::from(key) * u128::from(self.of)) >> 64 == u128::from(self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_belongs_to_one_part() {
        for key in [0, 1, u64::MAX / 3, u64::MAX / 2, u64::MAX] {
            for count in 1..6 {
                assert_eq!(Part::all(count).filter(|part| part.holds(key)).count(), 1);
            }
        }
    }
}

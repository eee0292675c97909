//! What has no room in memory: records in order, records to be sorted, lists by number; and tables of bits.

mod bits;
mod parted;
mod read_at;
mod records;
mod sorter;
mod spill;

pub(crate) use bits::Bits;
pub(crate) use parted::Parted;
pub(crate) use records::{Record, Records};
pub(crate) use sorter::{Sorted, Sorter, merge};
pub(crate) use spill::Spill;

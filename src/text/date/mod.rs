//! What day or moment is this: dates as people and programs write them.
//!
//! A text is cut into numbers, words and marks, and the forms are patterns over those: RFC 2822 and 3339, `2014-05-12
//! 10:59`, `2013年8月13日 11:34`, `August 21st, 2021 at 3:17 pm`, `21. Mai 2025`, `20210821`, Unix time.

mod address;
mod clock;
mod day;
mod line;
mod moment;
mod pieces;
mod words;
mod zone;

pub(crate) use address::in_address;
pub(crate) use line::{is_told, whole};
pub(crate) use moment::{Moment, find, parse};
pub(crate) use words::is_month;
pub(crate) use zone::{Zone, is_zone};

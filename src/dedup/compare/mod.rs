//! Comparing documents in full.

mod comparer;
mod judge;
mod passages;
mod ranges;
mod reader;
mod set;

pub(crate) use comparer::Comparer;
pub(crate) use judge::{judge, least_share, share_a_form};
pub(crate) use ranges::Inside;
pub(crate) use reader::Reader;

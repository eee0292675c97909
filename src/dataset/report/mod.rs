//! `report.html`: the dataset for human eyes, one self-contained page.

mod document;
mod gathered;
mod page;

pub(super) use gathered::Report;
pub(super) use page::page;

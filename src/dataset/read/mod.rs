//! A dataset folder in, its documents and tables out.

mod cells;
mod dataset;
mod documents;
mod rows;
mod side;
mod tables;

pub use dataset::Dataset;
pub use documents::{Documents, Rejection};
pub(crate) use side::Side;
pub use tables::tables;

#[cfg(test)]
pub(crate) use rows::Rows;

//! Fitted models are data: the tables under `models/`, each with a header that says what it was fitted for.
//!
//! A table that is not what the code expects (another name, version, number or order of features, something missing at
//! its end) is an [`Error`], never an empty model. What a model decides, and from which features, is told by the module
//! that uses it: `strip::page`, `strip::edge`, `mend::headlines`. `train/` holds the scripts that fit them.

mod error;
#[cfg(test)]
pub(crate) mod golden;
mod header;
mod trees;
pub(crate) mod words;

pub use error::{Error, Misfit};
pub use header::{Spec, Table};
pub(crate) use trees::Trees;

//! `verify`: proof that a dataset is whole and that nothing was lost.
//!
//! Every file is compared with its checksum; every document is rebuilt to its bytes; and everything that the dataset says
//! in two places is counted again and compared: the manifest, the tables, the columns that follow from others.

mod derived;
mod documents;
mod files;
mod inputs;
mod manifest;
mod replay;
mod report;
mod run;
mod tables;

pub use report::Report;
pub use run::verify;

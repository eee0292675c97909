//! Parquet tables, manifest, dataset card, Croissant metadata, report.

mod card;
mod column;
mod croissant;
mod error;
mod file;
mod folder;
mod kept;
mod manifest;
mod options;
mod report;
pub mod schema;
mod shard;
pub mod table;
mod tally;
mod writer;

pub use error::Error;
pub use file::FileEntry;
pub use manifest::{FORMAT, Manifest, TableEntry, Tool, config_sha256};
pub use options::{Ledger, Options};
pub use table::InputRow;
pub use tally::{Example, RuleTally, Tally};
pub use writer::{Place, Rejected, Run, Summary, Writer};

#[cfg(test)]
mod tests;

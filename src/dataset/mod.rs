//! The dataset folder: its tables and their schema, how it is written and read, what describes it.
//!
//! A column is declared once, in [`table`]; from that come the files, the way back from them, and all that is said about
//! them.

mod card;
mod column;
mod counts;
mod croissant;
mod error;
mod manifest;
mod options;
mod read;
mod report;
pub mod schema;
pub mod table;
mod write;

pub use column::{Column, Storage, Table, Value, arrow};
pub use counts::{Counts, Example, RuleCounts};
pub use error::Error;
pub use manifest::{FORMAT, FileEntry, MANIFEST, Manifest, ManifestInput, TableEntry, Tool, config_sha256};
pub use options::{LedgerMode, OptionalTables, Options, Split};
pub(crate) use read::Side;
pub use read::{Dataset, Documents, Rejection, tables};
pub(crate) use table::SEGMENTED;
pub use table::{Duplicate, InputRow, Place, Rejected};
pub use write::{Contents, Output, OutputFolder, OutputLock, Outputs, Provenance, Sealed, Summary, Writer};

#[cfg(test)]
pub(crate) use tests::sample;

#[cfg(test)]
mod tests;

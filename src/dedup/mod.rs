//! Duplicates across documents: exact, near, contained; which one of a cluster is kept, and why.
//!
//! Two halves. [`observe`] turns one document into a [`Summary`], in any thread. [`Corpus`] takes the summaries in
//! document order and decides. What is decided about a pair never rests on sketches alone: they only nominate pairs,
//! which are then compared shingle by shingle.
//!
//! The work is a list of passes over named files, [`PASSES`]: what each of them is and does is in `passes`, what is between
//! them in `files`. `corpus` and `near` run them one after another, on threads and on disk, under the memory of the
//! settings. Beneath are what is known of one document (`summary`), sketches (`sketch`), the full comparison (`compare`)
//! and what keeps more than there is memory for (`store`). `table` is a driver over Parquet files and JSON lines.

mod compare;
mod corpus;
mod decision;
mod decisions;
mod error;
mod files;
mod hash;
mod kind;
mod memory;
mod near;
mod options;
mod parallel;
mod pass;
mod passes;
mod sketch;
mod store;
mod summary;
mod table;
#[cfg(test)]
mod tests;
mod workspace;

pub use corpus::Corpus;
pub use decision::{Decision, Match, Passage, Repeat};
pub use decisions::Decisions;
pub use error::Error;
pub use kind::{CONTAINED, CONTAMINATED, DuplicateKind, EXACT_BYTES, EXACT_TEXT, NEAR, PASSAGE};
pub use memory::{Memory, TooLittle};
pub use options::{Containment, Keep, Options, Repeats};
pub use pass::{By, File, Pass};
pub use passes::PASSES;
pub(crate) use store::Spill;
pub use summary::{Benchmarks, Contamination, Summary, observe};
pub use table::{Columns, Known, KnownRow, TABLES, TableCounts, run_files};

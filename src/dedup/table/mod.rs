//! `taojin dedup`: Parquet files or JSON lines in, the kept rows with all their columns out.

mod batch;
mod clusters;
mod columns;
mod counts;
mod kept;
mod known;
mod lines;
mod output;
mod problems;
mod run;
mod shape;
#[cfg(test)]
mod tests;

pub use columns::Columns;
pub use counts::TableCounts;
pub use known::{Known, KnownRow};
pub use run::{TABLES, run_files};

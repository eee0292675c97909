//! taojin (淘金, panning for gold) turns raw, dirty text files into clean, documented, reproducible Parquet datasets.
//!
//! A document walks through the rooms of the house in this order and never back: [`read`], [`decode`], [`parse`],
//! [`mend`], [`strip`], [`judge`], [`dedup`], [`annotate`], [`dataset`]. [`document`] holds the types that walk, [`pipeline`] says who
//! calls whom, [`audit`] proves, restores and compares finished datasets.

pub mod annotate;
pub mod audit;
pub mod config;
pub mod dataset;
pub mod decode;
pub mod dedup;
pub mod document;
pub mod judge;
mod letters;
pub mod mend;
pub mod parse;
pub mod pipeline;
pub mod read;
pub mod strip;

#[doc(hidden)]
pub mod cli;

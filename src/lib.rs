//! taojin (淘金, panning for gold) turns raw, dirty text files into clean, documented, reproducible Parquet datasets.
//!
//! This page is the library's front door. [`Cleaner`] takes one document and gives its clean text with a ledger of all that
//! was taken out; [`Run`] takes files and folders and writes a dataset; [`Dataset`] opens one, proves it and gives sources
//! back. What they do is set by a [`Config`], the same that `taojin.toml` holds.
//!
//! ```
//! use taojin::{Cleaner, Config};
//!
//! let cleaner = Cleaner::new(&Config::default())?;
//! let page = "---\ntitle: 河边\n---\n河水 慢慢 地 流 ， 谁 也 不 着急 。 老人 坐 在 桥 上 ， 数 着 过往 的 船只 。\n";
//! let record = cleaner.clean("river.md", page.as_bytes())?;
//!
//! assert_eq!(record.text, "河水慢慢地流，谁也不着急。老人坐在桥上，数着过往的船只。");
//! assert_eq!(record.title.as_deref(), Some("河边"));
//! // Every character is either in the text or in the ledger: the source can be rebuilt.
//! assert_eq!(record.source().as_deref(), Ok(page));
//! # Ok::<(), taojin::Error>(())
//! ```
//!
//! Steps of one's own are written as a [`Stage`], files of a kind of one's own are read by a [`Format`]; the types that they work on
//! are in [`document`] and [`mod@format`].

#![cfg_attr(
    not(feature = "internals"),
    allow(unreachable_pub, unused_imports, dead_code, reason = "seen by benchmarks and tests alone")
)]

// The modules in their layers: each imports only from those above it (`tests/architecture.rs`).
mod text;

mod model;

pub mod document;

mod read;

mod decode;
mod parse;

mod mend;
mod strip;

mod judge;

mod dedup;

mod annotate;

mod dataset;

mod audit;

pub mod config;

mod error;

mod run;

mod open;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;

pub use config::Config;
pub use document::Stage;
pub use error::{Error, ErrorKind};
pub use open::{Dataset, Explanation, InputRow, Rejection, Report};
pub use read::Format;
pub use run::{Cleaner, Outcome, Phase, Progress, Run};

/// What a [`Format`] is given and what it gives.
pub mod format {
    pub use crate::document::Status;
    pub use crate::read::{Documents, HEAD, Limits, Problem, Raw, Room, Source};
}

/// The example of the README, compiled with those of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

/// The modules behind the front door, for the benchmarks, fuzz targets and tests of this repository. Promises nothing.
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod internals {
    macro_rules! open {
        ($($module:ident)*) => { $(pub mod $module { pub use crate::$module::*; })* };
    }

    open! { annotate audit dataset decode dedup judge mend model parse read run strip }
}

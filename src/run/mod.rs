//! Who calls whom, in what order, on how many threads.

mod cleaner;
mod complete;
mod driver;
mod encodings;
mod error;
mod fence;
mod gather;
mod outcome;
mod passages;
mod pool;
mod process;
mod progress;
mod proof;
mod settle;
mod spool;
mod stages;
mod summary;
mod tables;
mod unread;

pub use cleaner::Cleaner;
pub use driver::Run;
pub use error::Error;
pub(crate) use fence::panic_message;
pub use outcome::{Outcome, TOLD};
pub use progress::{Phase, Progress};
pub use stages::{rules, stages};
pub use tables::Tables;

#[cfg(test)]
mod tests;

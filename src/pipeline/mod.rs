//! Who calls whom, in what order, on how many threads.

mod complete;
mod error;
mod fence;
mod gather;
mod house;
mod outcome;
mod pool;
mod process;
mod progress;
mod run;
mod spool;
mod stage;
mod summary;

pub use error::Error;
pub(crate) use fence::panic_message;
pub use house::House;
pub use outcome::{Outcome, TOLD};
pub use progress::{Phase, Progress};
pub use run::Run;
pub use stage::{Built, Entry, STAGES, Stage, build, rules};

#[cfg(test)]
mod tests;

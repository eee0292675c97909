//! Who calls whom, in what order, on how many threads.

mod pool;
mod spool;
mod stage;

pub use stage::{Entry, STAGES, Stage, build};

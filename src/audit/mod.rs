//! Proofs over finished datasets: verify, restore, diff, and the lock.

mod annotations;
mod diff;
mod error;
mod lock;
mod restore;
mod verify;

pub use diff::{Changes, RuleChange, diff};
pub use error::Error;
pub use lock::{Lock, Pin};
pub use restore::restore;
pub use verify::{Report, verify};

#[cfg(test)]
mod tests;

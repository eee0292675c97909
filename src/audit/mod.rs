//! Proofs over finished datasets: verify, restore, diff, and the lock.

mod annotations;
mod dataset;
mod diff;
mod error;
mod lock;
mod read;
mod restore;
mod tables;
mod verify;

pub use dataset::{Dataset, Documents, Input, Rejection};
pub use diff::{Changes, RuleChange, diff};
pub use error::Error;
pub use lock::{Lock, Pin};
pub use restore::restore;
pub use tables::tables;
pub use verify::{Report, verify};

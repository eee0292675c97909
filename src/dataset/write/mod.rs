//! Records in, a dataset folder out.

mod builder;
mod file;
mod folder;
mod kept;
mod limits;
mod shard;
mod writer;

pub use folder::{Output, Outputs};
pub use writer::{Provenance, Summary, Writer};

#[cfg(test)]
pub(crate) use builder::Columns;
#[cfg(test)]
pub(crate) use limits::Limits;
#[cfg(test)]
pub(crate) use shard::Shards;

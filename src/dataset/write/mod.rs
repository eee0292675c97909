//! Records in, a dataset folder out.

mod builder;
mod contents;
mod file;
mod folder;
mod kept;
mod limits;
mod lock;
mod outputs;
mod place;
mod shard;
mod writer;

pub(super) use folder::heal;
pub use outputs::{Output, Outputs};
pub use writer::{Provenance, Sealed, Summary, Writer};

#[cfg(test)]
pub(crate) use builder::Columns;
#[cfg(test)]
pub(crate) use limits::Limits;
#[cfg(test)]
pub(crate) use shard::Shards;

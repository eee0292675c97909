//! Records in, a dataset folder out.

mod builder;
mod contents;
mod file;
mod folder;
mod kept;
mod limits;
mod lock;
mod mark;
mod outputs;
mod place;
mod recover;
mod shard;
mod writer;

pub use contents::Contents;
pub use folder::OutputFolder;
pub use lock::OutputLock;
pub use outputs::{Output, Outputs};
pub(super) use recover::find;
pub use writer::{Provenance, Sealed, Summary, Writer};

#[cfg(test)]
pub(crate) use builder::Columns;
#[cfg(test)]
pub(crate) use limits::Limits;
#[cfg(test)]
pub(crate) use shard::Shards;

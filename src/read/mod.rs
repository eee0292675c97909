//! Bytes in. A [`Store`] says where inputs are, a [`Format`] what is in their bytes; [`open()`] makes [`Raw`] documents of them:
//! bytes and where they came from.
//!
//! An [`Input`] is cheap: a path, and where to find it. Everything else happens when it is opened: it is read once, from
//! its first byte to its last, its documents come out on the way, and its checksum is known at the end.

mod below;
mod disk;
mod error;
mod format;
mod formats;
mod globs;
mod input;
mod list;
mod name;
mod open;
mod options;
mod packed;
mod problem;
mod single;
mod skipped;
mod standard_input;
mod store;

pub use crate::document::Status;
pub use below::below;
pub use disk::Disk;
pub use error::Error;
pub use format::{Documents, Format, HEAD, Limits, Raw, Room, Source};
pub use formats::FORMATS;
pub use globs::Globs;
pub(crate) use globs::globs;
pub use input::Input;
pub use list::{Listing, all, list};
pub use name::{escape, unescape};
pub use open::{Opened, Sealed, open};
pub use options::{Links, Options};
pub use packed::{Packed, inner_name};
pub use problem::{Problem, member_name};
pub use single::Single;
pub use skipped::{Reason, Skipped};
pub use standard_input::StandardInput;
pub use store::{Filter, Found, Listed, Skip, Store, Stored};

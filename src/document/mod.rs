//!
//! A [`Document`] is made by `parse` and changed by stages. Its source text never changes; blocks and edits point into
//! it. [`Document::settle`] proves at the end that kept text and ledger partition the source; [`Record`] is what is left
//! of a document then.

mod annotation;
mod block;
mod cursor;
mod digest;
#[allow(clippy::module_inception, reason = "the type that the module is named after")]
mod document;
mod edit;
mod encoding;
mod format;
mod ledger;
mod merge;
mod metadata;
mod places;
mod rebuild;
mod record;
mod remove;
mod render;
mod rule;
mod signals;
mod slices;
#[cfg(test)]
pub(crate) mod snapshot;
mod span;
mod stage;
mod status;
mod text;

pub use annotation::{Annotations, Sentence};
pub use block::{Block, Features, Kind, Removal, SEPARATOR};
pub(crate) use cursor::Cursor;
pub(crate) use digest::{Sha256, sha256, sha256_of_file};
pub use document::{Document, Mark, Rejection};
pub use edit::{Change, Edit};
pub use encoding::{Encoding, Patch};
pub use format::Format;
pub use ledger::{Action, BREAK, Imbalance, LedgerEntry, Settled};
pub use metadata::Metadata;
pub use places::Places;
pub(crate) use rebuild::HeldTexts;
pub use rebuild::{Held, Stretch, Unbalanced};
pub use record::{BYTES, CodePoints, Origin, Paragraph, Reason, Record, Row};
pub(crate) use remove::Excerpts;
pub use remove::{Cut, RemovalError};
pub use rule::Rule;
pub use signals::Signals;
pub(crate) use slices::Slices;
pub use span::Span;
pub use stage::Stage;
pub use status::Status;
pub use text::Text;

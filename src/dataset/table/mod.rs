//! The tables of the dataset, one file each.

mod data;
mod inputs;
mod ledger;
mod paragraphs;
mod rejected;
mod sentences;
mod shared;
mod tokens;

pub(crate) use data::SEGMENTED;
pub use data::{Data, KeptRow, Place};
pub use inputs::{InputRow, Inputs};
pub use ledger::{Ledger, LedgerRow};
pub use paragraphs::{ParagraphRow, Paragraphs};
pub use rejected::{Duplicate, Rejected, RejectedRow, Rejects};
pub use sentences::{SentenceRow, Sentences};
pub(super) use shared::{OfDocument, OfRecord};
pub use tokens::{TokenRow, Tokens};

//! The tables of the dataset, one file each.

mod data;
mod inputs;
mod ledger;
mod paragraphs;
mod rejected;
mod sentences;
mod tokens;

pub use data::{Data, KeptRow};
pub use inputs::{InputRow, Inputs};
pub use ledger::{Ledger, LedgerRow};
pub use paragraphs::{ParagraphRow, Paragraphs};
pub use rejected::{RejectedRow, Rejects};
pub use sentences::{SentenceRow, Sentences};
pub use tokens::{TokenRow, Tokens};

/// Nothing for empty text.
fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

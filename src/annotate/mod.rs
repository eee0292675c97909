//! Offsets into the finished text, when asked for: where its sentences and words begin and end.

mod annotator;
mod options;
mod sentences;
mod tokens;

pub use annotator::Annotator;
pub use options::{Options, Tokens};
pub use sentences::sentences;
pub use tokens::Tokenizer;

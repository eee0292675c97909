//! Where the sentences and words of the kept text begin and end, when asked for.

mod annotator;
mod error;
mod options;
mod tokens;

pub use annotator::Annotator;
pub use error::Error;
pub use options::{Options, Tokens};
pub use tokens::Tokenizer;

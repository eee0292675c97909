//! Text to blocks and metadata: plain text, Markdown, front matter, HTML, feeds.
//!
//! Parsing removes nothing silently: markup, entities, front matter and hidden text become edits of the rules of this
//! module, so that the document balances from its first moment.

mod any;
mod cover;
mod draft;
pub mod feeds;
mod fields;
mod front;
pub mod html;
mod markdown;
mod options;
mod plain;
mod rules;
mod sniff;
#[cfg(test)]
mod tests;

pub use any::parse;
pub use markdown::markdown;
pub use options::Options;
pub use plain::plain;
pub use rules::{FEED, FRONT_MATTER, HIDDEN, MARKUP, SOFT_BREAK, rules};

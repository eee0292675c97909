//! HTML to blocks: a WHATWG tokenizer that knows positions, and a flat pass over its tokens.
//!
//! The tokens come from html5gum, whose spans say where in the source every character is. Over them runs a stack of
//! open elements with the implied end tags of HTML, but not a standard tree: that tree moves text away from its place
//! (out of tables, into reopened formatting elements), while here the reading order must stay the source order, depth
//! is bounded, and nothing but the path to the current place is ever needed. One pass, no recursion.

mod account;
mod authors;
mod blocks;
mod code;
mod dateline;
mod declared;
mod document;
mod formula;
mod grid;
mod hidden;
mod inline;
mod jsonld;
mod listings;
mod meta;
mod metas;
mod near;
mod published;
mod references;
mod script;
mod stack;
mod tag;
#[cfg(test)]
mod tests;
mod title;
mod tokens;

pub(super) use document::fragment;
pub use document::html;
pub(super) use formula::at_address as formula_at;
pub use inline::{Inline, Mark, inlines};
pub(super) use tokens::{Attributes, Key, Sink, tokenize};

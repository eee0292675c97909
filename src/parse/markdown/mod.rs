//! Markdown, with or without front matter, by CommonMark with tables.
//!
//! Real Chinese Markdown is often plain text with one line a paragraph; where lines end like sentences, each stays a
//! paragraph of its own. Pictures are left out with their alternative text, which is mostly a file name. Numbers of
//! ordered lists are text, bullets are markup.

mod bold;
mod document;
mod lines;
mod reader;
mod strong;

pub use document::markdown;

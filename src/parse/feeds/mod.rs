//! Feeds (RSS, Atom) to one document: the title and the text of each item, and what it says of itself.
//!
//! The tokens are those of HTML, which read every feed however broken; only CDATA sections are found before, for HTML
//! has none. What an element holds is unescaped, keeping its place in the source, and read as a page. Dates, names,
//! addresses and categories are metadata and leave the text under [`FEED`](super::FEED).

mod content;
mod feed;
mod reader;

pub use feed::feed;
pub(super) use feed::is_feed;

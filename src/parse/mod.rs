//! Text to blocks and metadata: plain text, Markdown, front matter, HTML, feeds.
//!
//! Parsing removes nothing silently: markup, entities, front matter and hidden text become edits of the rules in this
//! room, so that the document balances from its first moment.

mod date;
mod draft;
pub mod feeds;
mod fields;
mod front;
pub mod html;
mod markdown;
mod plain;
mod sniff;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::document::{Document, Format, Rule};

pub use markdown::markdown;
pub use plain::plain;

/// Markup: tags, entities, emphasis marks, link targets, and the white space that markup does not count.
pub static MARKUP: Rule =
    Rule { id: "parse.markup", about: "markup, entities and white space that a reader never sees" };
/// Text that a browser does not show.
pub static HIDDEN: Rule =
    Rule { id: "parse.hidden", about: "scripts, styles, comments, templates and other text that browsers do not show" };
/// Front matter, whose fields are in the metadata.
pub static FRONT_MATTER: Rule =
    Rule { id: "parse.front_matter", about: "YAML or TOML front matter; its fields are in the metadata" };
/// Line ends of the source that do not end a paragraph.
pub static SOFT_BREAK: Rule =
    Rule { id: "parse.soft_break", about: "line end inside a paragraph: a space, or nothing between Han characters" };

/// Every rule of this room.
#[must_use]
pub fn rules() -> Vec<&'static Rule> {
    vec![&MARKUP, &HIDDEN, &FRONT_MATTER, &SOFT_BREAK, &feeds::FEED, &crate::document::BREAK]
}

/// Settings of the `parse` room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Time zone of dates that name none: `auto` (Asia/Shanghai for text mostly in Chinese, else UTC), an IANA name such
    /// as `Asia/Taipei`, or an offset such as `+08:00`. What was assumed is recorded in the document's metadata.
    pub zone: String,
}

impl Default for Options {
    fn default() -> Self {
        Self { zone: "auto".into() }
    }
}

/// Parses `source` into a document: blocks, metadata, and the edits that take markup out. `name` is the file's name and
/// tells the format where the content does not.
#[must_use]
pub fn parse(source: String, name: &str, options: &Options) -> Document {
    match sniff::format(&source, name) {
        Format::Html => html::html(source, options),
        Format::Feed => feeds::feed(source, options),
        Format::Markdown => markdown(source, options),
        Format::Plain => plain(source),
    }
}

/// Takes `raw` as the time at which `document` was published, unless one is known; tells whether it did.
pub fn publish(document: &mut Document, raw: &str, options: &Options) -> bool {
    let zone = fields::Zone::of(document.blocks.iter().map(crate::document::Block::value), options);
    fields::publish(&mut document.metadata, raw, &zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_the_format_before_the_name_does() {
        let format = |source: &str, name: &str| parse(source.to_owned(), name, &Options::default()).format;
        assert_eq!(format("\n<!DOCTYPE html><p>a", "a.txt"), Format::Html);
        assert_eq!(format("<!-- saved --><html><body>a", "a"), Format::Html);
        assert_eq!(format("---\ntitle: a\n---\nb", "a.txt"), Format::Markdown);
        assert_eq!(format("# a", "a.md"), Format::Markdown);
        assert_eq!(format("# a", "a.txt"), Format::Plain);
        assert_eq!(format("<p>a", "a.html"), Format::Html);
        assert_eq!(
            format("<?xml version='1.0'?><?xml-stylesheet href='a'?><!-- b --><rss version='2.0'>", "a"),
            Format::Feed
        );
        assert_eq!(format("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0'>", "a"), Format::Feed);
        assert_eq!(format("<feed xmlns='http://www.w3.org/2005/Atom'>", "a.xml"), Format::Feed);
        assert_eq!(format("1 < 2", "a.txt"), Format::Plain);
    }
}

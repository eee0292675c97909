//! A text of any format to a document.

use super::feeds::feed;
use super::html::html;
use super::markdown::markdown;
use super::options::Options;
use super::plain::plain;
use super::sniff;
use crate::document::{Document, Format};

/// Parses `source` into a document: blocks, metadata, and the edits that take markup out. `name` is the file's name and
/// tells the format where the content does not.
#[must_use]
pub fn parse(source: String, name: &str, options: &Options) -> Document {
    match sniff::format(&source, name) {
        Format::Html => html(source, options),
        Format::Feed => feed(source, options),
        Format::Markdown => markdown(source, options),
        Format::Plain => plain(source),
    }
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

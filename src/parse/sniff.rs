//! Which format a text is in: its beginning first, the file's name second.

use super::{feeds, front};
use crate::document::Format;
use crate::text::{boundary, is_blank};

/// How far into the text tags count as its beginning, in bytes.
const BEGINNING: usize = 1024;

/// The format of `source`, which came from a file called `name`.
pub(super) fn format(source: &str, name: &str) -> Format {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let start = after_declarations(source);
    if feeds::is_feed(&start[..boundary(start, BEGINNING)]) {
        return Format::Feed;
    }
    if begins_like_html(start) {
        return Format::Html;
    }
    match extension.as_str() {
        "html" | "htm" | "xhtml" | "shtml" if source.contains('<') => Format::Html,
        "md" | "markdown" | "mdown" | "mkd" => Format::Markdown,
        _ if front::find(source).is_some() => Format::Markdown,
        _ => Format::Plain,
    }
}

/// What follows blanks, comments, an XML declaration and instructions for style sheets.
fn after_declarations(source: &str) -> &str {
    let mut rest = source.trim_start_matches(is_blank);
    loop {
        let end = match () {
            () if rest.starts_with("<!--") => "-->",
            () if rest.starts_with("<?xml") => ">",
            // A document type with entities of its own.
            () if rest.starts_with("<!DOCTYPE rss [") || rest.starts_with("<!DOCTYPE rdf:RDF [") => "]>",
            () => return rest,
        };
        match rest.split_once(end) {
            Some((_, after)) => rest = after.trim_start(),
            None => return "",
        }
    }
}

/// Whether the text begins with a tag that only a whole page has.
fn begins_like_html(rest: &str) -> bool {
    let begins = |prefix: &str| rest.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if begins("<!doctype html") || begins("<html") || begins("<head>") || begins("<head ") || begins("<body") {
        return true;
    }
    let end = boundary(rest, BEGINNING);
    let is_tag = rest.starts_with('<') && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '!');
    let beginning = rest[..end].to_ascii_lowercase();
    is_tag && ["<html", "<head>", "<body", "<meta ", "<title>"].iter().any(|tag| beginning.contains(tag))
}

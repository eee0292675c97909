//! What runs along in the lines of a page: links, emphasis, code. For writing a page's text as Markdown.

use html5gum::State;

use super::tag::Tag;
use super::tokens::{self, Attributes, Key};
use crate::document::Span;

/// What an inline element says about its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It leads to this address, as the page writes it.
    Link(Box<str>),
    /// It is important or bold.
    Strong,
    /// It is stressed or italic.
    Emphasis,
    /// It is code.
    Code,
}

/// An inline element with an end tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// What lies between its tags, in the source.
    pub span: Span,
    /// What it says.
    pub mark: Mark,
}

/// Inline elements open at one place; of more, the outermost are forgotten.
const DEPTH: usize = 64;

/// The inline elements of a page that are closed, by where they begin.
#[must_use]
pub fn inlines(source: &str) -> Vec<Inline> {
    let mut finder = Finder::default();
    tokens::tokenize(source, Span::new(0, source.len()), &mut finder);
    finder.found.sort_by_key(|inline| (inline.span.start, std::cmp::Reverse(inline.span.end)));
    finder.found
}

#[derive(Default)]
struct Finder {
    open: std::collections::VecDeque<(Tag, u32, Option<Mark>)>,
    found: Vec<Inline>,
}

impl tokens::Sink for Finder {
    fn text(&mut self, _: Span, _: Option<&str>) {}

    fn open(&mut self, span: Span, name: &str, attributes: &Attributes, _: bool) -> Option<State> {
        let tag = Tag::of(name);
        let mark = match (tag, name) {
            (Tag::A, _) => attributes.get(Key::Href).map(|address| Mark::Link(address.trim().into())),
            (Tag::B | Tag::Strong, _) => Some(Mark::Strong),
            (Tag::Em | Tag::I, _) => Some(Mark::Emphasis),
            (Tag::Other, "code") => Some(Mark::Code),
            _ => return tag.content(),
        };
        if self.open.len() == DEPTH {
            self.open.pop_front();
        }
        self.open.push_back((tag, span.end, mark));
        tag.content()
    }

    fn close(&mut self, span: Span, name: &str) {
        let tag = Tag::of(name);
        if tag == Tag::Other && name != "code" {
            return;
        }
        let Some(at) = self.open.iter().rposition(|(open, ..)| *open == tag) else { return };
        if let Some((_, start, Some(mark))) = self.open.remove(at) {
            self.found.push(Inline { span: Span { start, end: span.start }, mark });
        }
    }

    fn comment(&mut self, _: Span) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_with_what_they_hold() {
        let source = "<p>a <b>b <a href=' /x '>c</a></b> <i>open <code>d</code> <script>'<b>no</b>'</script>";
        let found: Vec<_> = inlines(source).into_iter().map(|inline| (inline.mark, inline.span.of(source))).collect();
        assert_eq!(
            found,
            [(Mark::Strong, "b <a href=' /x '>c</a>"), (Mark::Link("/x".into()), "c"), (Mark::Code, "d"),]
        );
        assert_eq!(inlines(&format!("{}x{}", "<b>".repeat(100_000), "</b>".repeat(100_000))).len(), DEPTH);
    }
}

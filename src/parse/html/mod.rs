//! HTML to blocks: a WHATWG tokenizer that knows positions, and a flat pass over its tokens.
//!
//! The tokens come from html5gum, whose spans say where in the source every character stands. Over them runs a stack of
//! open elements with the implied end tags of HTML, but not a standard tree: that tree moves text away from its place
//! (out of tables, into reopened formatting elements), while here the reading order must stay the source order, depth
//! is bounded, and nothing but the path to the current place is ever needed. One pass, no recursion.

mod blocks;
mod byline;
mod jsonld;
mod meta;
mod stack;
mod tag;
mod tokens;

use super::fields::Zone;
use super::{HIDDEN, MARKUP, Options};
use crate::document::{Block, Document, Edit, Format, Span};

/// Parses a page: blocks with their features, and what it declares about itself.
#[must_use]
pub fn html(source: String, options: &Options) -> Document {
    let mut document = Document::new(source, Format::Html);
    let whole = Span::new(0, document.source().len());
    let page = blocks::read(document.source(), whole);
    let zone = Zone::of(document.source(), options);
    document.metadata = meta::metadata(&page, &zone);
    document.edits = cover(document.source(), whole, &page.blocks, hidden(page.hidden));
    document.blocks = page.blocks;
    document
}

/// The blocks of `span` of the source, and edits for text in it that browsers do not show.
pub(super) fn fragment(source: &str, span: Span) -> (Vec<Block>, Vec<Edit>) {
    let page = blocks::read(source, span);
    (page.blocks, hidden(page.hidden))
}

fn hidden(spans: Vec<Span>) -> Vec<Edit> {
    spans.into_iter().map(|span| Edit::removal(span, &HIDDEN)).collect()
}

/// Adds to `known`, edits outside `blocks`, edits of markup for everything else in `body` that is not white space.
pub(super) fn cover(source: &str, body: Span, blocks: &[Block], known: Vec<Edit>) -> Vec<Edit> {
    let mut edits = Vec::with_capacity(blocks.len() + known.len());
    let mut known = known.into_iter().peekable();
    let mut at = body.start;
    let ends = blocks.iter().map(|block| block.text.span()).chain([Span { start: body.end, end: body.end }]);
    for block in ends {
        while let Some(edit) = known.next_if(|edit| edit.span.start < block.start) {
            // What lies inside a row of joined cells, the row accounts for.
            if edit.span.start < at {
                continue;
            }
            markup(source, Span { start: at, end: edit.span.start }, &mut edits);
            at = edit.span.end;
            edits.push(edit);
        }
        markup(source, Span { start: at, end: block.start }, &mut edits);
        at = block.end;
    }
    edits
}

fn markup(source: &str, gap: Span, edits: &mut Vec<Edit>) {
    let text = gap.of(source);
    let trimmed = text.trim();
    if !trimmed.is_empty() {
        let start = gap.start as usize + (text.len() - text.trim_start().len());
        edits.push(Edit::removal(Span::new(start, start + trimmed.len()), &MARKUP));
    }
}

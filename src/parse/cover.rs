//! Edits for what lies between the blocks of a document.

use super::rules::{HIDDEN, MARKUP};
use crate::document::{Block, Edit, Span};

/// Edits that take out `spans` of text that browsers do not show.
pub(super) fn hidden(spans: Vec<Span>) -> Vec<Edit> {
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

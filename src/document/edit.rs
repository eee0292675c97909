//! Edits of the source text, and changes that become edits.

use std::ops::Range;

use super::rule::Rule;
use super::span::Span;

/// A range of the source text and what stands in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced. May be empty: then the replacement is an insertion.
    pub span: Span,
    /// What stands there instead; empty for a removal.
    pub replacement: Box<str>,
    /// The rule that did it.
    pub rule: &'static Rule,
}

impl Edit {
    /// The removal of `span`.
    #[must_use]
    pub fn removal(span: Span, rule: &'static Rule) -> Self {
        Self { span, replacement: Box::default(), rule }
    }
}

/// A wish to change a [`Text`](super::Text): a byte range of its *current value* and what to put there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Byte range of [`Text::value`](super::Text::value), on character boundaries.
    pub range: Range<usize>,
    /// What to put there; empty to remove.
    pub replacement: Box<str>,
}

impl Change {
    /// A wish to remove `range`.
    #[must_use]
    pub fn removal(range: Range<usize>) -> Self {
        Self { range, replacement: Box::default() }
    }

    /// A wish to put `replacement` in the place of `range`.
    #[must_use]
    pub fn replacement(range: Range<usize>, replacement: &str) -> Self {
        Self { range, replacement: replacement.into() }
    }
}

/// Edits in source order, of which consecutive ones that touch and share their rule are one.
#[derive(Default)]
pub(super) struct Edits {
    done: Vec<Edit>,
    /// The last edit. Its replacement may still grow: a block can consist of touching changes, so that appending to a
    /// boxed string would copy all of it at each of them.
    last: Option<Growing>,
}

struct Growing {
    span: Span,
    replacement: String,
    rule: &'static Rule,
}

impl Edits {
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self { done: Vec::with_capacity(capacity), last: None }
    }

    /// Adds an edit, as part of the one before it when both touch and share their rule.
    pub(super) fn push(&mut self, edit: Edit) {
        let Edit { span, replacement, rule } = edit;
        match &mut self.last {
            Some(last) if last.span.end == span.start && last.rule == rule => {
                last.span.end = span.end;
                last.replacement.push_str(&replacement);
            }
            last => {
                let before = last.replace(Growing { span, replacement: replacement.into_string(), rule });
                self.done.extend(before.map(Growing::close));
            }
        }
    }

    /// Appends to the replacement of the last edit.
    pub(super) fn append(&mut self, replacement: &str) {
        if let Some(last) = &mut self.last {
            last.replacement.push_str(replacement);
        }
    }

    /// Makes the last edit reach to the source offset `end`.
    pub(super) fn reach(&mut self, end: u32) {
        if let Some(last) = &mut self.last {
            last.span.end = end;
        }
    }

    pub(super) fn finish(mut self) -> Vec<Edit> {
        self.done.extend(self.last.map(Growing::close));
        self.done
    }
}

impl Growing {
    fn close(self) -> Edit {
        Edit { span: self.span, replacement: self.replacement.into(), rule: self.rule }
    }
}

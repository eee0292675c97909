//! A block's text in the making: kept stretches of the source, replacements, and markup between them.

use super::rules::MARKUP;
use crate::document::{Edit, Rule, Span, Text};
use crate::text::{is_blank, is_unspaced};

/// Collects what a block keeps and changes, in source order; everything it is not told about is markup.
#[derive(Default)]
pub(super) struct Draft {
    /// Range from the first to the last character told about.
    span: Option<Span>,
    edits: Vec<Edit>,
    /// Put in the place of the next stretch of markup, or at the next character if there is none.
    separator: String,
}

impl Draft {
    /// Whether nothing was put in yet.
    pub(super) fn is_empty(&self) -> bool {
        self.span.is_none()
    }

    /// Keeps `span` of the source as it is.
    pub(super) fn keep(&mut self, span: Span) {
        if !span.is_empty() {
            self.reach(span.start);
            self.extend(span);
        }
    }

    /// Puts `replacement` in the place of `span`.
    pub(super) fn replace(&mut self, span: Span, replacement: &str, rule: &'static Rule) {
        self.reach(span.start);
        self.edit(span, replacement, rule);
        self.extend(span);
    }

    /// Separates what follows from what was put in so far, such as the cells of a table row.
    pub(super) fn separate(&mut self, separator: &str) {
        if self.span.is_some() {
            self.separator.push_str(separator);
        }
    }

    /// Covers the source up to `start` with markup.
    fn reach(&mut self, start: u32) {
        let separator = std::mem::take(&mut self.separator);
        if let Some(span) = self.span
            && (span.end < start || !separator.is_empty())
        {
            self.edit(Span { start: span.end, end: start }, &separator, &MARKUP);
        }
    }

    fn edit(&mut self, span: Span, replacement: &str, rule: &'static Rule) {
        match self.edits.last_mut() {
            Some(last) if last.span.end == span.start && last.rule == rule && replacement.is_empty() => {
                last.span.end = span.end;
            }
            Some(last) if last.span.end == span.start && last.rule == rule && last.replacement.is_empty() => {
                last.span.end = span.end;
                last.replacement = replacement.into();
            }
            _ => self.edits.push(Edit { span, replacement: replacement.into(), rule }),
        }
    }

    fn extend(&mut self, span: Span) {
        let start = self.span.map_or(span.start, |known| known.start);
        self.span = Some(Span { start, end: span.end });
    }

    /// The text, without blanks at its ends; none when it is all blank.
    pub(super) fn finish(self, source: &str) -> Option<Text> {
        let Draft { span, mut edits, .. } = self;
        let mut span = span?;
        let blank = |text: &str| text.chars().all(is_blank);
        while let Some(last) = edits.last() {
            let tail = Span { start: last.span.end, end: span.end };
            if !blank(tail.of(source)) || !blank(&last.replacement) {
                break;
            }
            span.end = last.span.start;
            edits.pop();
        }
        let from = edits.last().map_or(span.start, |last| last.span.end);
        span.end = from + (Span { start: from, end: span.end }).of(source).trim_end_matches(is_blank).len() as u32;
        let leading = edits.iter().scan(span.start, |at, edit| {
            let head = Span { start: *at, end: edit.span.start };
            *at = edit.span.end;
            (blank(head.of(source)) && blank(&edit.replacement)).then_some(edit.span.end)
        });
        let (count, start) = leading.fold((0, span.start), |(count, _), end| (count + 1, end));
        edits.drain(..count);
        let to = edits.first().map_or(span.end, |first| first.span.start);
        if start >= span.end {
            return None;
        }
        let head = Span { start, end: to }.of(source);
        span.start = start + (head.len() - head.trim_start_matches(is_blank).len()) as u32;
        (span.start < span.end).then(|| Text::edited(source, span, edits))
    }
}

/// Whether a line end between `before` and `after` is nothing at all: both are Han, kana or full-width forms.
pub(super) fn joins(before: char, after: char) -> bool {
    is_unspaced(before) && is_unspaced(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_at_the_ends_stay_outside() {
        let source = "x &nbsp; ab&amp;<i>c</i> &nbsp;&nbsp; y";
        let mut draft = Draft::default();
        draft.keep(Span::new(1, 2));
        draft.replace(Span::new(2, 8), "\u{a0}", &MARKUP);
        draft.keep(Span::new(8, 11));
        draft.replace(Span::new(11, 16), "&", &MARKUP);
        draft.keep(Span::new(19, 20));
        draft.keep(Span::new(24, 25));
        draft.replace(Span::new(25, 31), "\u{a0}", &MARKUP);
        draft.replace(Span::new(31, 37), "\u{a0}", &MARKUP);
        let text = draft.finish(source).unwrap();
        assert_eq!((text.value(), text.span()), ("ab&c", Span::new(9, 20)));
    }

    #[test]
    fn nothing_but_blanks_is_nothing() {
        let mut draft = Draft::default();
        draft.keep(Span::new(0, 2));
        draft.replace(Span::new(2, 8), "\u{a0}", &MARKUP);
        assert!(draft.finish("  &nbsp;").is_none());
    }
}

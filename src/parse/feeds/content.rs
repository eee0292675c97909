//! What an element of a feed holds, unescaped, with its place in the source.

use crate::document::{Block, Span, Text};
use crate::parse::draft::Draft;
use crate::parse::html::fragment;
use crate::parse::rules::MARKUP;

/// Unescaped text, and where each stretch of it comes from.
#[derive(Default)]
pub(super) struct Content {
    text: String,
    pieces: Vec<Piece>,
}

/// A stretch of unescaped text.
struct Piece {
    /// Where it begins in the unescaped text.
    at: u32,
    /// What it is in the source.
    span: Span,
    /// Whether the source has it as it is.
    is_verbatim: bool,
}

impl Content {
    /// Whether it holds nothing that a reader would see.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Appends `span` of `source`, or what it stands for.
    pub(super) fn push(&mut self, source: &str, span: Span, replacement: Option<&str>) {
        if span.is_empty() {
            return;
        }
        self.pieces.push(Piece { at: self.text.len() as u32, span, is_verbatim: replacement.is_none() });
        self.text.push_str(replacement.unwrap_or_else(|| span.of(source)));
    }

    /// The blocks of the content read as a page, and what browsers do not show of it, both placed in `source`.
    pub(super) fn read(&self, source: &str) -> (Vec<Block>, Vec<Span>) {
        let (blocks, hidden) = fragment(&self.text, Span::new(0, self.text.len()));
        let placed = blocks.into_iter().filter_map(|block| {
            let text = self.place(source, &block.text)?;
            Some(Block { text, ..block })
        });
        (placed.collect(), hidden.into_iter().map(|edit| self.span(edit.span)).collect())
    }

    /// The index of the piece that holds byte `at` of the unescaped text.
    fn piece(&self, at: u32) -> usize {
        self.pieces.partition_point(|piece| piece.at <= at).saturating_sub(1)
    }

    /// Where a range of the unescaped text comes from.
    fn span(&self, range: Span) -> Span {
        let place = |at: u32, is_end: bool| {
            let Some(piece) = self.pieces.get(self.piece(at)) else { return 0 };
            match (piece.is_verbatim, is_end) {
                (true, _) => piece.span.start + (at - piece.at) + u32::from(is_end),
                (false, false) => piece.span.start,
                (false, true) => piece.span.end,
            }
        };
        let start = place(range.start, false);
        if range.is_empty() {
            return Span { start, end: start };
        }
        Span { start, end: place(range.end - 1, true).max(start) }
    }

    /// The same text with its place in the source.
    fn place(&self, source: &str, text: &Text) -> Option<Text> {
        let mut draft = Draft::default();
        let mut at = text.span().start;
        for edit in text.edits() {
            self.keep(&mut draft, Span { start: at, end: edit.span.start });
            if edit.span.is_empty() {
                draft.separate(&edit.replacement);
            } else {
                draft.replace(self.span(edit.span), &edit.replacement, edit.rule);
            }
            at = edit.span.end;
        }
        self.keep(&mut draft, Span { start: at, end: text.span().end });
        draft.finish(source)
    }

    /// Keeps `range` of the unescaped text, piece by piece.
    fn keep(&self, draft: &mut Draft, range: Span) {
        if range.is_empty() {
            return;
        }
        for (number, piece) in self.pieces.iter().enumerate().skip(self.piece(range.start)) {
            if piece.at >= range.end {
                break;
            }
            let end = self.pieces.get(number + 1).map_or(self.text.len() as u32, |next| next.at);
            let own = Span { start: piece.at.max(range.start), end: end.min(range.end) };
            if piece.is_verbatim {
                draft.keep(Span {
                    start: piece.span.start + own.start - piece.at,
                    end: piece.span.start + own.end - piece.at,
                });
            } else if own.start == piece.at {
                draft.replace(piece.span, Span { start: piece.at, end }.of(&self.text), &MARKUP);
            }
        }
    }
}

//! Earlier edits of a text merged with new changes of its value.

use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use super::edit::{Change, Edit, Edits};
use super::rule::Rule;
use super::span::Span;

/// A walk along earlier edits and new changes at once, in time linear in both and in their replacements.
pub(super) struct Merge {
    old: Peekable<IntoIter<Edit>>,
    new: Edits,
    rule: &'static Rule,
    /// Source offset and value offset of the same place: the start of the kept stretch before the next old edit.
    source_at: u32,
    value_at: usize,
    /// An old replacement of which the last change took a part, and where in it the rest begins. The rest ends at
    /// `value_at`; it belongs to the last new edit, or to the next change where that begins in it.
    rest: (Box<str>, usize),
}

impl Merge {
    pub(super) fn new(span: Span, old: Vec<Edit>, changes: usize, rule: &'static Rule) -> Self {
        let new = Edits::with_capacity(old.len() + changes);
        Self {
            old: old.into_iter().peekable(),
            new,
            rule,
            source_at: span.start,
            value_at: 0,
            rest: Default::default(),
        }
    }

    /// Makes `change`, which comes after the one before it.
    pub(super) fn change(&mut self, change: &Change) {
        let Range { start, end } = change.range;
        if start < self.value_at {
            self.keep_rest(self.value_at - start);
        } else {
            self.keep_rest(0);
            self.begin(start);
        }
        self.new.append(&change.replacement);
        self.take(end);
        self.new.reach(self.source_at);
    }

    /// The edits: new ones, and old ones that no change covers.
    pub(super) fn finish(mut self) -> Vec<Edit> {
        self.keep_rest(0);
        for edit in self.old.by_ref() {
            self.new.push(edit);
        }
        self.new.finish()
    }

    /// Gives the rest of an old replacement to the last edit, all but the last `left` bytes.
    fn keep_rest(&mut self, left: usize) {
        let (text, at) = &mut self.rest;
        let end = text.len().saturating_sub(left);
        self.new.append(text.get(*at..end).unwrap_or_default());
        *at = end.max(*at);
    }

    /// Begins an edit at value offset `start`, without a replacement but for what an old edit has before it.
    fn begin(&mut self, start: usize) {
        while let Some(edit) = self.next_before(|at, length| at + length <= start) {
            self.new.push(edit);
        }
        let from = match self.next_before(|at, _| at < start) {
            Some(edit) => {
                let split = edit.replacement.len() - (self.value_at - start);
                self.new.push(Edit { span: edit.span, replacement: edit.replacement[..split].into(), rule: self.rule });
                self.rest = (edit.replacement, split);
                return;
            }
            None => self.source_at + (start - self.value_at) as u32,
        };
        (self.source_at, self.value_at) = (from, start);
        self.new.push(Edit::removal(Span { start: from, end: from }, self.rule));
    }

    /// Takes what there is up to value offset `end`: old edits that begin before it, and source text.
    fn take(&mut self, end: usize) {
        if end < self.value_at {
            let (text, at) = &mut self.rest;
            *at = text.len() - (self.value_at - end);
            return;
        }
        self.rest = Default::default();
        while let Some(edit) = self.next_before(|at, _| at < end) {
            if self.value_at > end {
                let at = edit.replacement.len() - (self.value_at - end);
                self.rest = (edit.replacement, at);
                return;
            }
        }
        if self.value_at < end {
            self.source_at += (end - self.value_at) as u32;
            self.value_at = end;
        }
    }

    /// Takes the next old edit and moves behind it, if `holds` of the value offset and the length of its replacement.
    fn next_before(&mut self, holds: impl Fn(usize, usize) -> bool) -> Option<Edit> {
        let (source_at, value_at) = (self.source_at, self.value_at);
        let starts = |edit: &Edit| value_at + (edit.span.start - source_at) as usize;
        let edit = self.old.next_if(|edit| holds(starts(edit), edit.replacement.len()))?;
        self.value_at = starts(&edit) + edit.replacement.len();
        self.source_at = edit.span.end;
        Some(edit)
    }
}

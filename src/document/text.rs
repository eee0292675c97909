//! Text that never loses its map back to the source.

use std::ops::Range;

use super::edit::{Change, Edit, Edits};
use super::merge::Merge;
use super::rule::Rule;
use super::span::Span;

/// A range of the source text together with the edits made inside it, and the value they lead to.
///
/// Invariant: the edits are sorted, disjoint and inside `span`; the source between them, with the replacements put in,
/// is exactly `value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    span: Span,
    value: String,
    edits: Vec<Edit>,
}

impl Text {
    /// The source text of `span`, unchanged.
    #[must_use]
    pub fn verbatim(source: &str, span: Span) -> Self {
        Self { span, value: span.of(source).to_owned(), edits: Vec::new() }
    }

    /// The source text of `span` with `edits` made, which must be sorted, disjoint and inside `span`.
    #[must_use]
    pub fn edited(source: &str, span: Span, mut edits: Vec<Edit>) -> Self {
        // Most texts have one edit or two, and there may be millions of them.
        edits.shrink_to_fit();
        let mut value = String::with_capacity(span.len());
        let mut at = span.start;
        for edit in &edits {
            debug_assert!(at <= edit.span.start && edit.span.end <= span.end, "edits must be sorted and inside");
            value.push_str(Span { start: at, end: edit.span.start }.of(source));
            value.push_str(&edit.replacement);
            at = edit.span.end;
        }
        value.push_str(Span { start: at, end: span.end }.of(source));
        value.shrink_to_fit();
        Self { span, value, edits }
    }

    /// What the text says now.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The range of the source text it covers.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }

    /// The edits made so far, in source order.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Makes `changes`, which must be sorted and disjoint, in one linear pass.
    ///
    /// A change that covers an earlier edit swallows it: the later rule then answers for the whole range. A change that
    /// covers part of an earlier replacement keeps the rest of that replacement.
    pub fn apply(&mut self, changes: &[Change], rule: &'static Rule) {
        if changes.is_empty() {
            return;
        }
        let mut value = String::with_capacity(self.value.len());
        let mut copied = 0;
        for change in changes {
            debug_assert!(copied <= change.range.start && change.range.end <= self.value.len());
            value.push_str(&self.value[copied..change.range.start]);
            value.push_str(&change.replacement);
            copied = change.range.end;
        }
        value.push_str(&self.value[copied..]);
        self.value = value;
        self.edits = if self.edits.is_empty() {
            edits_of_verbatim(self.span, changes, rule)
        } else {
            let mut merge = Merge::new(self.span, std::mem::take(&mut self.edits), changes.len(), rule);
            changes.iter().for_each(|change| merge.change(change));
            merge.finish()
        };
    }

    /// The smallest source range that holds everything `range` of the value came from.
    #[must_use]
    pub fn source_span(&self, range: Range<usize>) -> Span {
        self.source_spans(&[range]).into_iter().next().unwrap_or_default()
    }

    /// [`Text::source_span`] of each of `ranges`, which must be sorted and disjoint, in one linear pass.
    #[must_use]
    pub fn source_spans(&self, ranges: &[Range<usize>]) -> Vec<Span> {
        let mut edits = self.edits.iter().peekable();
        let (mut source_at, mut value_at) = (self.span.start, 0);
        // Source offset of a value offset: inside a replacement, where its edit begins or ends.
        let mut map = |at: usize, is_end: bool| {
            while let Some(edit) = edits.peek() {
                let starts = value_at + (edit.span.start - source_at) as usize;
                let ends = starts + edit.replacement.len();
                if at < starts || (at == starts && is_end) {
                    break;
                }
                if at < ends || (at == ends && is_end) {
                    return if is_end { edit.span.end } else { edit.span.start };
                }
                (source_at, value_at) = (edit.span.end, ends);
                edits.next();
            }
            source_at + (at - value_at) as u32
        };
        ranges.iter().map(|range| Span { start: map(range.start, false), end: map(range.end, true) }).collect()
    }

    /// Cuts the text at the value offsets `cuts` (sorted, on character boundaries) into `cuts.len() + 1` texts.
    ///
    /// A cut inside a replacement moves to that replacement's end. Edits that remove source text exactly at a cut go to
    /// the piece before it.
    #[must_use]
    pub fn split(self, source: &str, cuts: &[usize]) -> Vec<Text> {
        let mut pieces = Vec::with_capacity(cuts.len() + 1);
        let (mut start, mut value_at) = (self.span.start, 0_usize);
        let mut source_at = self.span.start;
        let mut edits = self.edits.into_iter().peekable();
        let mut held = Vec::new();
        for &cut in cuts {
            while let Some(edit) = edits.next_if(|edit| {
                let at = value_at + (edit.span.start - source_at) as usize;
                at < cut || (at == cut && edit.replacement.is_empty())
            }) {
                value_at += (edit.span.start - source_at) as usize + edit.replacement.len();
                source_at = edit.span.end;
                held.push(edit);
            }
            let end = source_at + cut.saturating_sub(value_at) as u32;
            value_at = value_at.max(cut);
            source_at = end;
            pieces.push(Text::edited(source, Span { start, end }, std::mem::take(&mut held)));
            start = end;
        }
        held.extend(edits);
        pieces.push(Text::edited(source, Span { start, end: self.span.end }, held));
        pieces
    }

    /// Appends `next`, which stands later in the source; what lies between becomes an edit by `rule` to `glue`.
    #[must_use]
    pub fn join(mut self, next: Text, glue: &str, rule: &'static Rule) -> Text {
        debug_assert!(self.span.end <= next.span.start);
        let gap = Span { start: self.span.end, end: next.span.start };
        self.edits.push(Edit { span: gap, replacement: glue.into(), rule });
        self.edits.extend(next.edits);
        self.value.push_str(glue);
        self.value.push_str(&next.value);
        self.span.end = next.span.end;
        self
    }

    /// The ranges of the source that are still in the value, in order: what no edit covers.
    pub fn kept(&self) -> impl Iterator<Item = Span> + '_ {
        self.between(self.edits.iter())
    }

    /// The ranges of the source that the value stands for, in order: what is not removed from it.
    pub fn seen(&self) -> impl Iterator<Item = Span> + '_ {
        self.between(self.edits.iter().filter(|edit| edit.replacement.is_empty()))
    }

    /// The ranges that are left between edits.
    fn between<'a>(&self, edits: impl Iterator<Item = &'a Edit> + Clone) -> impl Iterator<Item = Span> {
        let starts = std::iter::once(self.span.start).chain(edits.clone().map(|edit| edit.span.end));
        let ends = edits.map(|edit| edit.span.start).chain(std::iter::once(self.span.end));
        starts.zip(ends).map(|(start, end)| Span { start, end }).filter(|span| !span.is_empty())
    }
}

/// The edits that `changes` are to text that is still as in the source: the common case, and the one with thousands of
/// changes.
fn edits_of_verbatim(span: Span, changes: &[Change], rule: &'static Rule) -> Vec<Edit> {
    let mut edits = Edits::with_capacity(changes.len());
    for Change { range, replacement } in changes {
        let span = Span { start: span.start + range.start as u32, end: span.start + range.end as u32 };
        edits.push(Edit { span, replacement: replacement.clone(), rule });
    }
    edits.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    static A: Rule = Rule { id: "test.a", about: "" };
    static B: Rule = Rule { id: "test.b", about: "" };

    fn whole(source: &str) -> Text {
        Text::verbatim(source, Span::new(0, source.len()))
    }

    #[test]
    fn later_changes_swallow_earlier_ones() {
        let source = "a b c d";
        let mut text = whole(source);
        text.apply(&[Change::removal(1..2), Change::removal(3..4), Change::removal(5..6)], &A);
        assert_eq!(text.value(), "abcd");
        text.apply(&[Change::removal(1..3)], &B);
        assert_eq!(text.value(), "ad");
        let spans: Vec<_> = text.edits().iter().map(|e| (e.span.start, e.span.end, e.rule.id)).collect();
        assert_eq!(spans, [(1, 2, "test.a"), (2, 5, "test.b"), (5, 6, "test.a")]);
    }

    #[test]
    fn a_change_inside_a_replacement_keeps_the_rest_of_it() {
        let source = "x&hellip;y";
        let mut text = whole(source);
        text.apply(&[Change::replacement(1..9, "......")], &A);
        text.apply(&[Change::removal(2..3), Change::replacement(4..5, "-")], &B);
        assert_eq!(text.value(), "x..-..y");
        assert_eq!(Text::edited(source, text.span(), text.edits().to_vec()), text);
    }

    #[test]
    fn source_spans_cover_what_values_came_from() {
        let source = "x&hellip;y z";
        let mut text = whole(source);
        text.apply(&[Change::replacement(1..9, "......"), Change::removal(10..11)], &A);
        let ranges = [0..1, 2..4, 5..8, 8..9];
        let spans: Vec<_> = text.source_spans(&ranges).iter().map(|span| span.of(source)).collect();
        assert_eq!(spans, ["x", "&hellip;", "&hellip;y", "z"]);
    }

    #[test]
    fn splitting_keeps_entities_whole() {
        let source = "ab&amp;cd";
        let mut text = whole(source);
        text.apply(&[Change::replacement(2..7, "&")], &A);
        let values: Vec<_> = text.split(source, &[2, 3]).iter().map(|t| t.value().to_owned()).collect();
        assert_eq!(values, ["ab", "&", "cd"]);
    }

    /// Up to eight disjoint changes for a value of `len` ASCII characters.
    fn changes(len: usize) -> impl Strategy<Value = Vec<Change>> {
        proptest::collection::vec((0..=len, "[x-z]{0,3}"), 0..16).prop_map(|mut points| {
            points.sort();
            points
                .chunks_exact(2)
                .filter(|pair| pair[0].0 < pair[1].0 || !pair[0].1.is_empty())
                .map(|pair| Change::replacement(pair[0].0..pair[1].0, &pair[0].1))
                .collect()
        })
    }

    proptest! {
        #[test]
        fn edits_always_lead_to_the_value(source in "[a-h]{0,24}", rounds in proptest::collection::vec(changes(12), 1..4)) {
            let mut text = whole(&source);
            for (i, round) in rounds.into_iter().enumerate() {
                let mut naive = text.value().to_owned();
                let fits: Vec<Change> =
                    round.into_iter().filter(|c| c.range.end <= text.value().len()).collect();
                for change in fits.iter().rev() {
                    naive.replace_range(change.range.clone(), &change.replacement);
                }
                text.apply(&fits, if i % 2 == 0 { &A } else { &B });
                prop_assert_eq!(text.value(), &naive);
                let again = Text::edited(&source, text.span(), text.edits().to_vec());
                prop_assert_eq!(again.value(), &naive);
            }
        }

        #[test]
        fn pieces_of_a_split_tile_the_text(source in "[a-h]{1,24}", round in changes(8), cuts in proptest::collection::btree_set(0_usize..24, 0..4)) {
            let mut text = whole(&source);
            let fits: Vec<Change> = round.into_iter().filter(|c| c.range.end <= source.len()).collect();
            text.apply(&fits, &A);
            let cuts: Vec<usize> = cuts.into_iter().filter(|&c| c <= text.value().len()).collect();
            let (span, value) = (text.span(), text.value().to_owned());
            let pieces = text.split(&source, &cuts);
            prop_assert_eq!(pieces.iter().map(Text::value).collect::<String>(), value);
            prop_assert_eq!(pieces.first().map(|p| p.span().start), Some(span.start));
            prop_assert_eq!(pieces.last().map(|p| p.span().end), Some(span.end));
            prop_assert!(pieces.windows(2).all(|w| w[0].span().end == w[1].span().start));
        }
    }
}

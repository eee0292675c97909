//! Removal from a finished record, for what only the whole corpus shows: templates of a site, passages of earlier
//! documents.

use std::collections::BTreeMap;
use std::ops::Range;

use super::rebuild::{Held, Stretch, Unbalanced};
use super::record::{Paragraph, Record, Row};
use super::rule::Rule;
use super::slices::Slices;
use super::{Action, SEPARATOR};

/// What is to go from a record, and why: a paragraph, or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// Number of the paragraph.
    pub paragraph: u32,
    /// In code points of the text; the paragraph goes as a whole when this is all of it.
    pub text: Range<u32>,
    /// The same in code points of the source text, edits included.
    pub source: (u32, u32),
    /// The rule that removes.
    pub rule: &'static Rule,
    /// How sure it is, 0 to 1.
    pub confidence: f32,
    /// What it saw, in words.
    pub evidence: String,
}

/// Why nothing could be removed: the record does not lead back to its source text, before or afterwards.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot remove what {rule} found: {why}")]
pub struct RemovalError {
    /// The rule that was to remove.
    pub rule: &'static str,
    /// What does not add up.
    pub why: Unbalanced,
}

impl Record {
    /// Takes `cuts` out of the text, which must be disjoint and sorted within each paragraph, and puts them into the
    /// ledger. Edits inside a cut, and the blank lines around a paragraph that goes, belong to its row.
    ///
    /// # Errors
    /// [`RemovalError`] when the source text cannot be rebuilt from text and ledger, before or after; the record is then
    /// as it was. That is a bug.
    pub fn remove(&mut self, cuts: &[Cut]) -> Result<(), RemovalError> {
        let Some(first) = cuts.first() else { return Ok(()) };
        let failed = |why| RemovalError { rule: first.rule.id, why };
        let source = self.source().map_err(failed)?;
        let removal = Removal::new(self, cuts, &source).map_err(failed)?;
        let rest = removal.rest();
        if rest.source().map_err(failed)? != source {
            return Err(failed(Unbalanced::Row(first.rule.id.to_owned())));
        }
        *self = rest;
        Ok(())
    }
}

/// Excerpts of a text by code points.
pub(crate) struct Excerpts<'a> {
    text: &'a str,
    /// Byte offset of every code point and of the end.
    points: Vec<usize>,
}

impl<'a> Excerpts<'a> {
    /// Counts through `text` once.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, points: text.char_indices().map(|(at, _)| at).chain([text.len()]).collect() }
    }

    /// The text between two code points.
    pub(crate) fn get(&self, (start, end): (u32, u32)) -> &'a str {
        let range = self.points.get(start as usize).zip(self.points.get(end as usize));
        range.and_then(|(&start, &end)| self.text.get(start..end)).unwrap_or_default()
    }
}

/// A removal under way.
struct Removal<'a> {
    record: &'a Record,
    excerpts: Excerpts<'a>,
    /// Cuts that take a whole paragraph, by its number.
    whole: BTreeMap<u32, &'a Cut>,
    /// All others, in text order.
    parts: Vec<&'a Cut>,
    /// Where the source text has nothing but a blank line between two paragraphs, in order, and whether it went with one.
    separators: Vec<((u32, u32), bool)>,
    /// The new number of every paragraph that stays.
    numbers: Vec<Option<u32>>,
}

impl<'a> Removal<'a> {
    fn new(record: &'a Record, cuts: &'a [Cut], source: &'a str) -> Result<Self, Unbalanced> {
        let mut separators = Vec::new();
        record.partition(|Stretch { start, end, held }| {
            if held == Held::Separator {
                separators.push(((start, end), false));
            }
            Ok(())
        })?;
        let is_whole = |cut: &&Cut| {
            let paragraph = record.paragraphs.get(cut.paragraph as usize);
            paragraph.is_some_and(|paragraph| cut.text == (paragraph.start..paragraph.end))
        };
        let (whole, mut parts): (Vec<&Cut>, Vec<&Cut>) = cuts.iter().partition(is_whole);
        let whole: BTreeMap<u32, &Cut> = whole.into_iter().map(|cut| (cut.paragraph, cut)).collect();
        parts.retain(|cut| !whole.contains_key(&cut.paragraph));
        parts.sort_by_key(|cut| cut.text.start);
        let mut next = 0;
        let number = |number: u32| {
            let stays = !whole.contains_key(&number);
            next += u32::from(stays);
            stays.then(|| next - 1)
        };
        let numbers = (0..record.paragraphs.len() as u32).map(number).collect();
        Ok(Self { record, excerpts: Excerpts::new(source), whole, parts, separators, numbers })
    }

    /// What is left of the record.
    fn rest(mut self) -> Record {
        let mut rest =
            Record { text: String::new(), paragraphs: Vec::new(), ledger: Vec::new(), ..self.record.clone() };
        self.text(&mut rest);
        rest.ledger = self.rows_left();
        let mut text = Slices::new(&self.record.text);
        let part = |cut: &&Cut| self.row(cut, self.number(cut.paragraph), cut.source, &mut text);
        rest.ledger.extend(self.parts.iter().map(part));
        let whole: Vec<&Cut> = self.whole.values().copied().collect();
        let mut text = Slices::new(&self.record.text);
        for cut in whole {
            let range = self.with_separators(cut.source);
            rest.ledger.push(self.row(cut, None, range, &mut text));
        }
        rest.recount();
        rest
    }

    /// The paragraphs that stay, without the parts that go.
    fn text(&self, rest: &mut Record) {
        let mut chars = self.record.text.chars();
        let mut parts = self.parts.iter().peekable();
        let (mut at, mut read) = (0, 0);
        for (paragraph, number) in self.record.paragraphs.iter().zip(&self.numbers) {
            let Some(number) = number else { continue };
            if *number > 0 {
                rest.text.push_str(SEPARATOR);
                at += SEPARATOR.len() as u32;
            }
            let start = at;
            let mut keep = |range: Range<u32>, read: &mut u32| {
                if range.is_empty() {
                    return;
                }
                let passed = range.start.saturating_sub(*read);
                rest.text.extend(chars.by_ref().skip(passed as usize).take(range.len()));
                *read = range.end.max(*read);
                at += range.len() as u32;
            };
            let mut from = paragraph.start;
            while let Some(cut) = parts.next_if(|cut| cut.text.start < paragraph.end) {
                keep(from..cut.text.start, &mut read);
                from = cut.text.end;
            }
            keep(from..paragraph.end, &mut read);
            rest.paragraphs.push(Paragraph { start, end: at, ..paragraph.clone() });
        }
        rest.chars = at;
    }

    /// The new number of a paragraph.
    fn number(&self, paragraph: u32) -> Option<u32> {
        self.numbers.get(paragraph as usize).copied().flatten()
    }

    /// The rows of the ledger without what was done inside that which goes: its range holds the source text of all.
    fn rows_left(&self) -> Vec<Row> {
        let mut inside: Vec<(u32, u32)> = self.parts.iter().map(|cut| cut.source).collect();
        inside.sort_unstable();
        let goes = |range: &(u32, u32)| {
            let after = inside.partition_point(|&(start, _)| start <= range.0);
            let before = after.checked_sub(1).and_then(|at| inside.get(at));
            // What is inserted at the very start stands before it.
            before
                .is_some_and(|&(start, end)| range.1 <= end && (range.0 < range.1 || range.0 > start && range.0 < end))
        };
        let left = |row: &Row| {
            let paragraph = row.paragraph.and_then(|number| self.number(number));
            let row = Row { paragraph, ..row.clone() };
            if !row.partitions() || !row.ranges.iter().any(goes) {
                return Some(row);
            }
            let (mut ranges, mut replacements, mut removed) = (Vec::new(), Vec::new(), String::new());
            for (at, &range) in row.ranges.iter().enumerate().filter(|(_, range)| !goes(range)) {
                ranges.push(range);
                removed.push_str(self.excerpts.get(range));
                replacements.extend(row.replacements.get(at).cloned());
            }
            (!ranges.is_empty()).then_some(Row { ranges, replacements, removed, ..row })
        };
        let in_whole = |row: &Row| row.paragraph.is_some_and(|paragraph| self.whole.contains_key(&paragraph));
        self.record.ledger.iter().filter(|row| !(row.partitions() && in_whole(row))).filter_map(left).collect()
    }

    /// A range with the blank lines around it, which separate nothing any more; one between two paragraphs that go
    /// belongs to the first.
    fn with_separators(&mut self, (start, end): (u32, u32)) -> (u32, u32) {
        let behind = self.separators.binary_search_by_key(&end, |&((start, _), _)| start);
        let end = self.take_separator(behind).map_or(end, |(_, end)| end);
        let before = self.separators.binary_search_by_key(&start, |&((_, end), _)| end);
        (self.take_separator(before).map_or(start, |(start, _)| start), end)
    }

    /// A separator that was found, the first time.
    fn take_separator(&mut self, found: Result<usize, usize>) -> Option<(u32, u32)> {
        let (range, is_taken) = self.separators.get_mut(found.ok()?)?;
        (!std::mem::replace(is_taken, true)).then_some(*range)
    }

    /// The row of `cut`, which comes after those that `text` has passed.
    fn row(&self, cut: &Cut, paragraph: Option<u32>, range: (u32, u32), text: &mut Slices<'_>) -> Row {
        let removed = self.excerpts.get(range);
        let seen = text.cut(cut.text.start, cut.text.end);
        Row {
            rule: cut.rule.id.to_owned(),
            action: Action::Removed,
            paragraph,
            ranges: vec![range],
            removed: removed.to_owned(),
            shown: if removed.trim() == seen.trim() { String::new() } else { seen.to_owned() },
            confidence: cut.confidence,
            evidence: cut.evidence.clone(),
            ..Row::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::{Block, Change, Document, Format, Kind, Origin, Places, Span, Text};

    static RULE: Rule = Rule { id: "test.cut", about: "a test" };
    static EDIT: Rule = Rule { id: "test.edit", about: "a test" };

    /// A record of paragraphs in which every `x` was taken out and every `y` became `zz`.
    fn record(lines: &[String], swap: bool) -> Record {
        let mut document = Document::new(lines.join("\n\n") + "\n", Format::Plain);
        let mut at = 0;
        for line in lines {
            let mut text = Text::verbatim(document.source(), Span::new(at, at + line.len()));
            let changes = line.match_indices(['x', 'y']).map(|(at, found)| match found {
                "x" => Change::removal(at..at + 1),
                _ => Change::replacement(at..at + 1, "zz"),
            });
            text.apply(&changes.collect::<Vec<_>>(), &EDIT);
            document.blocks.push(Block::new(Kind::Paragraph, text));
            at += line.len() + 2;
        }
        if swap {
            document.blocks.reverse();
        }
        Record::new(Origin::default(), &document).unwrap()
    }

    fn cut(record: &Record, paragraph: usize, range: Option<Range<u32>>) -> Option<Cut> {
        let found = record.paragraphs.get(paragraph)?;
        let text = match range {
            None => found.start..found.end,
            Some(range) => (found.start + range.start).min(found.end)..(found.start + range.end).min(found.end),
        };
        let source = if text == (found.start..found.end) {
            (found.source_start, found.source_end)
        } else {
            Places::new(record).unwrap().source(text.clone())?
        };
        Some(Cut { paragraph: paragraph as u32, text, source, rule: &RULE, confidence: 0.7, evidence: "seen".into() })
    }

    #[test]
    fn a_paragraph_and_a_part_of_one() {
        let lines = ["one x two".to_owned(), "three y four".to_owned(), "five".to_owned()];
        let mut record = record(&lines, false);
        let cuts = [cut(&record, 0, Some(3..8)).unwrap(), cut(&record, 1, None).unwrap()];
        record.remove(&cuts).unwrap();
        assert_eq!(record.text, "one\n\nfive");
        let row = |row: &Row| format!("{} {:?} {:?} {:?}", row.rule, row.paragraph, row.ranges, row.removed);
        insta::assert_snapshot!(record.ledger.iter().map(row).collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn a_record_that_does_not_add_up_is_an_error_and_stays() {
        let mut broken = record(&["one".to_owned(), "two".to_owned()], false);
        broken.ledger.clear();
        let before = broken.clone();
        let cuts = [cut(&broken, 0, None).unwrap()];
        let error = broken.remove(&cuts).unwrap_err();
        assert!(error.to_string().starts_with("cannot remove what test.cut found: "), "{error}");
        assert_eq!(broken, before);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever is removed, what is kept and what is in the ledger make up the source.
        #[test]
        fn kept_and_removed_make_the_source(
            lines in proptest::collection::vec("[abxy。]{1,9}", 1..6), swap in any::<bool>(),
            wanted in proptest::collection::vec((0_usize..6, proptest::option::of((0_u32..9, 1_u32..5))), 0..6),
        ) {
            let whole = record(&lines, swap);
            let mut cuts: Vec<Cut> = Vec::new();
            for (paragraph, range) in wanted {
                let range = range.map(|(start, length)| start..start + length);
                let new = cut(&whole, paragraph, range);
                let meets = |other: &Cut, new: &Cut| {
                    other.paragraph == new.paragraph && other.text.start < new.text.end && new.text.start < other.text.end
                };
                cuts.extend(new.filter(|new| !new.text.is_empty() && !cuts.iter().any(|other| meets(other, new))));
            }
            let mut rest = whole.clone();
            rest.remove(&cuts).unwrap();
            prop_assert_eq!(rest.source(), whole.source());
            prop_assert_eq!(rest.chars as usize, rest.text.chars().count());
            let gone = cuts.iter().filter(|cut| {
                let paragraph = &whole.paragraphs[cut.paragraph as usize];
                cut.text == (paragraph.start..paragraph.end)
            });
            prop_assert_eq!(rest.paragraphs.len() + gone.count(), whole.paragraphs.len());
            let inserted: u32 = rest.ledger.iter().flat_map(|row| &row.replacements).map(|text| text.len() as u32).sum();
            let separators = SEPARATOR.len() as u32 * (rest.paragraphs.len() as u32).saturating_sub(1);
            prop_assert_eq!(rest.chars + rest.removed_chars, rest.source_chars + rest.inserted_chars);
            prop_assert!(rest.chars + rest.removed_chars <= whole.source_chars + inserted + separators);
        }
    }
}

//! The way back: a record's text and ledger to the source text they came from.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::str::Chars;

use super::block::SEPARATOR;
use super::cursor::{Cursor, take};
use super::record::{Record, Row};

/// Where a stretch of the source text is to be found in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// In the text, at this code point.
    Text(u32),
    /// In this row of the ledger, which gives its ranges in order.
    Ledger(usize),
    /// Nowhere: it is the blank line between two paragraphs.
    Separator,
}

/// A stretch of the source text, in code points, and where a record holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// First code point of the source text.
    pub start: u32,
    /// First code point after the stretch.
    pub end: u32,
    /// Where to find it.
    pub held: Held,
}

/// Why a record does not lead back to its source text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unbalanced {
    /// Part of the source is neither kept nor in the ledger.
    #[error("characters {0} to {1} of the source text are neither kept nor in the ledger")]
    Lost(u32, u32),
    /// Part of the source is accounted for twice.
    #[error("characters {0} to {1} of the source text are accounted for twice")]
    Twice(u32, u32),
    /// A paragraph does not have the length that its source range and its edits lead to.
    #[error("paragraph {0} is {1} characters long, its source and its ledger make {2}")]
    Paragraph(usize, u32, u32),
    /// A row of the ledger holds less or more text than its ranges cover.
    #[error("the ledger entry of {0} does not hold the text of its ranges")]
    Row(String),
    /// A range ends before it starts, or a row has another number of replacements than of ranges.
    #[error("the ledger entry of {0} is malformed")]
    Malformed(String),
    /// Paragraphs do not make the text, one blank line between consecutive ones.
    #[error("the paragraphs do not tile the text")]
    Text,
}

impl Record {
    /// The source text, rebuilt from text and ledger in linear time.
    ///
    /// # Errors
    /// [`Unbalanced`] when text and ledger do not partition the source.
    pub fn source(&self) -> Result<String, Unbalanced> {
        let mut source = String::with_capacity(self.text.len() + self.text.len() / 4);
        let mut texts = HeldTexts::new(self);
        self.partition(|stretch| {
            source.push_str(texts.take(stretch)?);
            Ok(())
        })?;
        match texts.unread() {
            Some(row) => Err(Unbalanced::Row(row.rule.clone())),
            None => Ok(source),
        }
    }

    /// Goes through the partition of the source text in order: proof that nothing is lost and nothing counted twice.
    ///
    /// Needs the ranges of the ledger, not the text that was removed.
    ///
    /// # Errors
    /// [`Unbalanced`] when there is no such partition, and whatever `each` returns.
    pub fn partition(&self, each: impl FnMut(Stretch) -> Result<(), Unbalanced>) -> Result<(), Unbalanced> {
        self.check_tiling()?;
        let rows = Rows::new(&self.ledger, self.paragraphs.len());
        let of = |paragraph| Pieces::new(&self.ledger, rows.of(paragraph));
        let mut order: Vec<usize> = (0..self.paragraphs.len()).collect();
        order.sort_by_key(|&number| (self.paragraphs[number].source_start, self.paragraphs[number].source_end));

        let mut scan = Scan { at: 0, each, before: None };
        let mut outside = of(None);
        for number in order {
            let paragraph = &self.paragraphs[number];
            let start = paragraph.source_start;
            while let Some(piece) = outside.next_if(|range| range.0 < start || range.1 <= start)? {
                scan.ledger(&piece)?;
            }
            scan.separator(number, start)?;
            scan.reach(start)?;
            let mut at = paragraph.start;
            let mut inside = of(Some(number));
            while let Some(piece) = inside.next_if(|_| true)? {
                at = scan.text(at, piece.range.0)?;
                scan.ledger(&piece)?;
                at = at.saturating_add(piece.length);
            }
            at = scan.text(at, paragraph.source_end)?;
            if at != paragraph.end {
                let (is, makes) = (paragraph.end - paragraph.start, at.saturating_sub(paragraph.start));
                return Err(Unbalanced::Paragraph(number, is, makes));
            }
            scan.reach(paragraph.source_end)?;
            scan.before = Some(number);
        }
        while let Some(piece) = outside.next_if(|_| true)? {
            scan.ledger(&piece)?;
        }
        scan.reach(self.source_chars)
    }

    /// Paragraphs follow each other through the text with one separator between two.
    fn check_tiling(&self) -> Result<(), Unbalanced> {
        let separator = SEPARATOR.len() as u32;
        let mut at = 0;
        for (number, paragraph) in self.paragraphs.iter().enumerate() {
            let start = if number == 0 { 0 } else { at + separator };
            if paragraph.start != start || paragraph.end < start || paragraph.source_end < paragraph.source_start {
                return Err(Unbalanced::Text);
            }
            at = paragraph.end;
        }
        if at == self.chars { Ok(()) } else { Err(Unbalanced::Text) }
    }
}

/// The source text of stretches, taken in their order.
pub(crate) struct HeldTexts<'a> {
    record: &'a Record,
    text: Cursor<'a>,
    /// What is left of each row of the ledger.
    removed: Vec<Chars<'a>>,
}

impl<'a> HeldTexts<'a> {
    pub(crate) fn new(record: &'a Record) -> Self {
        let removed = record.ledger.iter().map(|row| row.removed.chars()).collect();
        Self { record, text: Cursor::new(&record.text), removed }
    }

    /// # Errors
    /// [`Unbalanced`] when the record does not hold the text of `stretch`.
    pub(crate) fn take(&mut self, stretch: Stretch) -> Result<&'a str, Unbalanced> {
        let length = stretch.end - stretch.start;
        match stretch.held {
            Held::Separator => Ok(SEPARATOR),
            Held::Text(at) => self.text.take(at, length).ok_or(Unbalanced::Text),
            Held::Ledger(row) => {
                let held = self.removed.get_mut(row).and_then(|chars| take(chars, length));
                let rule = || self.record.ledger.get(row).map(|row| row.rule.clone()).unwrap_or_default();
                held.ok_or_else(|| Unbalanced::Row(rule()))
            }
        }
    }

    /// The first row that holds more than what was taken.
    fn unread(&self) -> Option<&'a Row> {
        let rest = self.record.ledger.iter().zip(&self.removed);
        rest.filter(|(row, _)| row.partitions()).find(|(_, rest)| !rest.as_str().is_empty()).map(|(row, _)| row)
    }
}

/// The rows of a ledger that are part of the partition, by paragraph.
struct Rows {
    /// Those outside of paragraphs, of the first paragraph, of the second...
    rows: Vec<usize>,
    /// Where each of these groups ends.
    ends: Vec<usize>,
}

impl Rows {
    /// A row of a paragraph that there is none of is left out; what it holds will be missed.
    fn new(ledger: &[Row], paragraphs: usize) -> Self {
        let group = |row: &Row| row.paragraph.map_or(0, |paragraph| (paragraph as usize).saturating_add(1));
        let mut rows: Vec<usize> = (0..ledger.len()).filter(|&row| ledger[row].partitions()).collect();
        rows.sort_by_key(|&row| group(&ledger[row]));
        let mut ends = Vec::with_capacity(paragraphs + 1);
        let mut end = 0;
        for wanted in 0..=paragraphs {
            end += rows[end..].iter().take_while(|&&row| group(&ledger[row]) == wanted).count();
            ends.push(end);
        }
        Self { rows, ends }
    }

    fn of(&self, paragraph: Option<usize>) -> &[usize] {
        let group = paragraph.map_or(0, |paragraph| paragraph + 1);
        let from = group.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.ends.get(group).and_then(|&end| self.rows.get(from..end)).unwrap_or_default()
    }
}

/// A range of the ledger on the way back.
struct Piece {
    range: (u32, u32),
    /// Length of what is in its place.
    length: u32,
    row: usize,
}

/// The next range of a row that is not done: the range, the row, the number of the range. The first in the source is
/// the greatest.
type Head = Reverse<((u32, u32), usize, usize)>;

/// The ranges of some rows in source order: a merge, for each row is sorted already.
struct Pieces<'a> {
    ledger: &'a [Row],
    next: BinaryHeap<Head>,
}

impl<'a> Pieces<'a> {
    fn new(ledger: &'a [Row], rows: &[usize]) -> Self {
        let first = |&row: &usize| Some(Reverse((*ledger[row].ranges.first()?, row, 0)));
        Self { ledger, next: rows.iter().filter_map(first).collect() }
    }

    fn next_if(&mut self, wanted: impl Fn((u32, u32)) -> bool) -> Result<Option<Piece>, Unbalanced> {
        let Some(mut top) = self.next.peek_mut().filter(|top| wanted(top.0.0)) else { return Ok(None) };
        let Reverse((range, row, index)) = *top;
        let entry = &self.ledger[row];
        match entry.ranges.get(index + 1) {
            Some(&following) => *top = Reverse((following, row, index + 1)),
            None => drop(PeekMut::pop(top)),
        }
        let replaced = !entry.replacements.is_empty();
        if range.1 < range.0 || (replaced && entry.replacements.len() != entry.ranges.len()) {
            return Err(Unbalanced::Malformed(entry.rule.clone()));
        }
        let length = entry.replacements.get(index).map_or(0, |text| text.chars().count() as u32);
        Ok(Some(Piece { range, length, row }))
    }
}

struct Scan<F> {
    at: u32,
    each: F,
    /// The paragraph that the last stretches belong to, if nothing came after it.
    before: Option<usize>,
}

impl<F: FnMut(Stretch) -> Result<(), Unbalanced>> Scan<F> {
    /// Checks that everything up to `to` is accounted for, and only once.
    fn reach(&self, to: u32) -> Result<(), Unbalanced> {
        match self.at.cmp(&to) {
            Ordering::Less => Err(Unbalanced::Lost(self.at, to)),
            Ordering::Equal => Ok(()),
            Ordering::Greater => Err(Unbalanced::Twice(to, self.at)),
        }
    }

    fn push(&mut self, end: u32, held: Held) -> Result<(), Unbalanced> {
        if end > self.at {
            (self.each)(Stretch { start: self.at, end, held })?;
            self.at = end;
        }
        Ok(())
    }

    /// Source up to `end` that is in the text at `at`; gives the place in the text after it.
    fn text(&mut self, at: u32, end: u32) -> Result<u32, Unbalanced> {
        let length = end.saturating_sub(self.at);
        self.push(end, Held::Text(at))?;
        Ok(at.saturating_add(length))
    }

    fn ledger(&mut self, piece: &Piece) -> Result<(), Unbalanced> {
        // An insertion takes nothing from the source; at the place of a paragraph it may come before or after the blank
        // line that the two share.
        if piece.range.0 == piece.range.1 && piece.range.0 >= self.at {
            return Ok(());
        }
        self.reach(piece.range.0)?;
        self.before = None;
        self.push(piece.range.1, Held::Ledger(piece.row))
    }

    /// The blank line between paragraph `number` and the one before it in the text, when they are neighbours in the
    /// source too.
    fn separator(&mut self, number: usize, start: u32) -> Result<(), Unbalanced> {
        let follows = self.before.is_some_and(|before| before + 1 == number);
        if follows && start.checked_sub(SEPARATOR.len() as u32) == Some(self.at) {
            return self.push(start, Held::Separator);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Change, Document, Edit, Format, Kind, Mark, Origin, Removal, Rule, Span, Text};
    use proptest::prelude::*;

    static A: Rule = Rule { id: "mend.a", about: "" };
    static B: Rule = Rule { id: "mend.b", about: "" };
    static GONE: Rule = Rule { id: "strip.gone", about: "" };
    static MARKUP: Rule = Rule { id: "parse.markup", about: "" };

    /// A stretch of source text and what becomes of it.
    #[derive(Clone, Debug)]
    enum Part {
        Block { text: String, rounds: Vec<Vec<(usize, usize, String)>>, removed: bool, marked: bool },
        Markup(String, String),
        Gap(&'static str),
    }

    fn part() -> impl Strategy<Value = Part> {
        let change = (0_usize..9, 0_usize..4, "[xy丁]{0,2}");
        let rounds = proptest::collection::vec(proptest::collection::vec(change, 0..4), 0..3);
        prop_oneof![
            4 => ("[a-c中文 ]{0,8}", rounds, proptest::bool::weighted(0.2), any::<bool>())
                .prop_map(|(text, rounds, removed, marked)| Part::Block { text, rounds, removed, marked }),
            1 => ("[<>你]{0,3}", "[-]{0,1}").prop_map(|(text, stands)| Part::Markup(text, stands)),
            3 => proptest::sample::select(vec!["\n\n", "\n", " \n\n", "\u{a0}"]).prop_map(Part::Gap),
        ]
    }

    /// Changes that fit `value`: character offsets to byte ranges, sorted and disjoint.
    fn fit(value: &str, wishes: &[(usize, usize, String)]) -> Vec<Change> {
        let offsets: Vec<usize> = value.char_indices().map(|(at, _)| at).chain([value.len()]).collect();
        let mut wishes = wishes.to_vec();
        wishes.sort();
        let mut at = 0;
        let mut changes = Vec::new();
        for (start, length, replacement) in wishes {
            let end = start + length;
            if start >= at && end < offsets.len() && (length > 0 || !replacement.is_empty()) {
                changes.push(Change::replacement(offsets[start]..offsets[end], &replacement));
                at = end;
            }
        }
        changes
    }

    fn document(parts: &[Part], swaps: &[(usize, usize)]) -> Document {
        let text = |part: &Part| match part {
            Part::Block { text, .. } | Part::Markup(text, _) => text.clone(),
            Part::Gap(text) => (*text).to_owned(),
        };
        let mut document = Document::new(parts.iter().map(text).collect(), Format::Plain);
        let mut at = 0;
        for part in parts {
            let span = Span::new(at, at + text(part).len());
            at = span.end as usize;
            match part {
                Part::Block { rounds, removed, marked, .. } => {
                    let mut block = Block::new(Kind::Paragraph, Text::verbatim(document.source(), span));
                    for (round, rule) in rounds.iter().zip([&A, &B]) {
                        let changes = fit(block.value(), round);
                        block.text.apply(&changes, rule);
                    }
                    block.removal = removed.then(|| Removal::by(&GONE, 1.0));
                    if *marked {
                        document.marks.push(Mark { span, removal: Removal::by(&GONE, 0.1) });
                    }
                    document.blocks.push(block);
                }
                Part::Markup(_, stands) => {
                    document.edits.push(Edit { span, replacement: stands.as_str().into(), rule: &MARKUP });
                }
                Part::Gap(_) => {}
            }
        }
        for &(a, b) in swaps {
            if a.max(b) < document.blocks.len() {
                document.blocks.swap(a, b);
            }
        }
        document
    }

    fn record(document: &Document) -> Record {
        Record::new(Origin::default(), document).expect("the document balances")
    }

    #[test]
    fn an_insertion_beside_a_shared_blank_line_leads_back() {
        let block = |text: &str, rounds| Part::Block { text: text.to_owned(), rounds, removed: false, marked: false };
        let inserted = vec![vec![(0, 0, "x".to_owned())]];
        let parts =
            [block("a", vec![]), Part::Gap("\n\n"), Part::Markup(String::new(), String::new()), block("", inserted)];
        let document = document(&parts, &[]);
        assert_eq!(record(&document).source().as_deref(), Ok(document.source()));
    }

    proptest! {
        #[test]
        fn every_document_leads_back_to_its_source(
            parts in proptest::collection::vec(part(), 0..12),
            swaps in proptest::collection::vec((0_usize..8, 0_usize..8), 0..3),
        ) {
            let document = document(&parts, &swaps);
            let record = record(&document);
            prop_assert_eq!(record.source().expect("balance"), document.source());
        }

        #[test]
        fn a_ledger_without_a_row_leads_elsewhere(
            parts in proptest::collection::vec(part(), 1..8),
            which in 0_usize..64,
        ) {
            let document = document(&parts, &[]);
            let mut record = record(&document);
            let rows: Vec<usize> = (0..record.ledger.len()).filter(|&row| record.ledger[row].partitions()).collect();
            let Some(&row) = rows.get(which % rows.len().max(1)) else { return Ok(()) };
            // A blank line that is lost looks like the one that separates two paragraphs, and leads to the same source.
            if ["", SEPARATOR].contains(&record.ledger[row].removed.as_str()) {
                return Ok(());
            }
            record.ledger.remove(row);
            prop_assert_ne!(record.source(), Ok(document.source().to_owned()));
        }
    }

    #[test]
    fn moved_blocks_of_a_long_text_are_found() {
        let block = |text: String| Part::Block { text, rounds: vec![], removed: false, marked: false };
        let parts: Vec<Part> = (0..9).flat_map(|n| [block("长文".repeat(700 * n)), Part::Gap("\n\n")]).collect();
        let document = document(&parts, &[(1, 7), (2, 5), (0, 8)]);
        assert_eq!(record(&document).source().expect("balance"), document.source());
    }

    #[test]
    fn what_is_wrong_is_told() {
        let document = document(
            &[
                Part::Block { text: "甲乙".into(), rounds: vec![], removed: false, marked: false },
                Part::Gap("\n \n"),
                Part::Block { text: "丙".into(), rounds: vec![], removed: false, marked: false },
            ],
            &[],
        );
        let whole = record(&document);
        let mut lost = whole.clone();
        lost.ledger.clear();
        assert_eq!(lost.source(), Err(Unbalanced::Lost(2, 5)));
        let mut twice = whole.clone();
        twice.ledger.push(twice.ledger[0].clone());
        assert_eq!(twice.source(), Err(Unbalanced::Twice(2, 5)));
        let mut short = whole.clone();
        short.ledger[0].removed.pop();
        assert_eq!(short.source(), Err(Unbalanced::Row("parse.break".into())));
        let mut text = whole;
        text.paragraphs[1].start += 1;
        assert_eq!(text.source(), Err(Unbalanced::Text));
    }
}

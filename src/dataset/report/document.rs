//! One document in the report: its source text with what was removed struck through in its place.

use std::collections::BTreeMap;
use std::ops::Range;

use maud::{Markup, html};

use crate::dataset::table::Rejected;
use crate::document::{Held, HeldTexts, Record, Row, Unbalanced};

/// A stretch of the source text as it is shown.
enum Piece {
    Kept(String),
    /// Removed, or changed to something else.
    Gone {
        rule: usize,
        removed: String,
        replacement: String,
    },
    Marked {
        rule: usize,
        text: String,
    },
}

/// A kept document.
pub(super) struct DocumentView {
    path: String,
    title: String,
    language: String,
    facts: String,
    rules: Vec<String>,
    pieces: Vec<Piece>,
    /// Characters of the source text that are not shown.
    hidden: u32,
}

/// A document not kept.
pub(super) struct RejectedView {
    path: String,
    rule: String,
    evidence: String,
    kept: String,
    passage: String,
}

/// Characters shown of one removal.
const REMOVAL_CHARS: usize = 600;

impl DocumentView {
    pub(super) fn new(record: &Record, max_chars: usize) -> Self {
        let mut view = Self {
            path: path(record),
            title: record.title.clone().unwrap_or_default(),
            language: record.signals.language.clone(),
            facts: facts(record),
            rules: Vec::new(),
            pieces: Vec::new(),
            hidden: record.source_chars,
        };
        view.fill(record, max_chars);
        view
    }

    /// What does not balance is not shown; this is not the place to complain about it.
    fn fill(&mut self, record: &Record, max_chars: usize) {
        let marks = Marks::new(&record.ledger);
        let mut texts = HeldTexts::new(record);
        let mut replacements: Vec<Replacements<'_>> = record.ledger.iter().map(Replacements::new).collect();
        let _ = record.partition(|stretch| {
            if stretch.start as usize >= max_chars {
                // Any error ends it: there is nothing more to show.
                return Err(Unbalanced::Text);
            }
            let text = texts.take(stretch)?;
            self.hidden = record.source_chars - stretch.end;
            match stretch.held {
                Held::Ledger(row) => {
                    let replacement = replacements.get_mut(row).map(|list| list.at(stretch.start));
                    let replacement = replacement.unwrap_or_default().to_owned();
                    let between = record.ledger.get(row).is_some_and(|row| row.paragraph.is_none());
                    let removed = visible(shorten(text, REMOVAL_CHARS), between);
                    let rule = self.rule(record, row);
                    self.pieces.push(Piece::Gone { rule, removed, replacement: visible(replacement, false) });
                }
                Held::Text(_) | Held::Separator => {
                    let room = max_chars - stretch.start as usize;
                    let shown = text.char_indices().nth(room).map_or(text, |(end, _)| &text[..end]);
                    self.hidden += text[shown.len()..].chars().count() as u32;
                    marks.cut(stretch.start, shown, |row, text| {
                        let text = text.to_owned();
                        let piece = match row {
                            Some(row) => Piece::Marked { rule: self.rule(record, row), text },
                            None => Piece::Kept(text),
                        };
                        self.pieces.push(piece);
                    });
                }
            }
            Ok(())
        });
    }

    /// The number of the rule of a row of the ledger, among those that are shown.
    fn rule(&mut self, record: &Record, row: usize) -> usize {
        let id = record.ledger.get(row).map_or("", |row| row.rule.as_str());
        self.rules.iter().position(|rule| rule == id).unwrap_or_else(|| {
            self.rules.push(id.to_owned());
            self.rules.len() - 1
        })
    }

    /// The document's section; `classes` numbers the rules of the page.
    pub(super) fn render(&self, classes: &BTreeMap<&str, usize>) -> Markup {
        let class = |rule: usize| {
            let id = self.rules.get(rule).map_or("", String::as_str);
            format!("r{}", classes.get(id).copied().unwrap_or_default())
        };
        html! {
            details.document {
                summary {
                    span.path { (self.path) } " "
                    b { (self.title) }
                    span.facts { (self.facts) }
                }
                div.text lang=(self.language) {
                    @for piece in &self.pieces {
                        @match piece {
                            Piece::Kept(text) => { (text) }
                            Piece::Marked { rule, text } => { mark class=(class(*rule)) { (text) } }
                            Piece::Gone { rule, removed, replacement } => {
                                del class=(class(*rule)) { (removed) }
                                @if !replacement.is_empty() { ins class=(class(*rule)) { (replacement) } }
                            }
                        }
                    }
                    @if self.hidden > 0 { p.more { "… " (self.hidden) " 字未显示 more characters not shown" } }
                }
            }
        }
    }
}

impl RejectedView {
    pub(super) fn new(record: &Record, why: &Rejected) -> Self {
        let mut view = Self {
            path: path(record),
            rule: why.reason.rule.clone(),
            evidence: shorten(&why.reason.evidence, 200),
            kept: String::new(),
            passage: String::new(),
        };
        if let Some(duplicate) = &why.duplicate {
            if let Some(kept) = duplicate.kept_path.as_deref().or(duplicate.kept_id.as_deref()) {
                view.kept = format!("{kept} ({:.0} %)", duplicate.similarity * 100.0);
            }
            view.passage = shorten(duplicate.passage.as_deref().unwrap_or_default(), 200);
        }
        view
    }

    pub(super) fn render(&self) -> Markup {
        html! {
            tr {
                td.path { (self.path) }
                td { code { (self.rule) } }
                td { (self.evidence) }
                td.path { (self.kept) }
                td.cell { (self.passage) }
            }
        }
    }
}

/// Where a document comes from, in one line.
fn path(record: &Record) -> String {
    match record.origin.member.as_str() {
        "" => record.origin.path.clone(),
        member => format!("{} › {member}", record.origin.path),
    }
}

fn facts(record: &Record) -> String {
    let mut facts = vec![record.format.name().to_owned(), record.encoding.clone()];
    facts.extend(
        [&record.signals.language, &record.signals.script].into_iter().filter(|fact| !fact.is_empty()).cloned(),
    );
    facts.push(format!("{} → {}", record.source_chars, record.chars));
    facts.join(" · ")
}

/// The replacements of a row, found by the ranges in whose place they are, in order.
struct Replacements<'a> {
    rest: std::iter::Zip<std::slice::Iter<'a, (u32, u32)>, std::slice::Iter<'a, String>>,
}

impl<'a> Replacements<'a> {
    fn new(row: &'a Row) -> Self {
        Self { rest: row.ranges.iter().zip(&row.replacements) }
    }

    fn at(&mut self, start: u32) -> &'a str {
        self.rest.find(|(range, _)| range.0 >= start && range.0 < range.1).map_or("", |(_, text)| text.as_str())
    }
}

/// Marked ranges, sorted and made disjoint: of two that overlap, the later one shows only its rest.
struct Marks(Vec<(Range<u32>, usize)>);

impl Marks {
    fn new(ledger: &[Row]) -> Self {
        let rows = ledger.iter().enumerate().filter(|(_, row)| !row.partitions());
        let mut marks: Vec<_> =
            rows.flat_map(|(rule, row)| row.ranges.iter().map(move |&(start, end)| (start..end, rule))).collect();
        marks.sort_by_key(|(range, rule)| (range.start, range.end, *rule));
        let mut at = 0;
        for (range, _) in &mut marks {
            range.start = range.start.max(at);
            at = at.max(range.end);
        }
        marks.retain(|(range, _)| range.start < range.end);
        Self(marks)
    }

    /// Cuts `text`, which begins at `start`, where marks begin and end.
    fn cut(&self, start: u32, text: &str, mut each: impl FnMut(Option<usize>, &str)) {
        let mut chars = text.chars();
        let mut at = start;
        let mut take = |to: u32, at: &mut u32| {
            let rest = chars.as_str();
            if to > *at {
                chars.nth((to - *at) as usize - 1);
                *at = to;
            }
            &rest[..rest.len() - chars.as_str().len()]
        };
        let from = self.0.partition_point(|(range, _)| range.end <= start);
        for (range, rule) in &self.0[from..] {
            let before = take(range.start, &mut at);
            if !before.is_empty() {
                each(None, before);
            }
            let marked = take(range.end, &mut at);
            if marked.is_empty() {
                return;
            }
            each(Some(*rule), marked);
        }
        let rest = take(u32::MAX, &mut at);
        if !rest.is_empty() {
            each(None, rest);
        }
    }
}

fn shorten(text: &str, chars: usize) -> String {
    match text.char_indices().nth(chars) {
        Some((end, _)) => format!("{}… (+{})", &text[..end], text[end..].chars().count()),
        None => text.to_owned(),
    }
}

/// White space that is removed or put in, with a sign for line breaks; between paragraphs they break the line too.
fn visible(text: String, between: bool) -> String {
    if !text.trim().is_empty() || !text.contains(['\n', '\r']) {
        return text;
    }
    let mut signs = text.replace("\r\n", "↵").replace(['\n', '\r'], "↵");
    if between {
        signs.push('\n');
    }
    signs
}

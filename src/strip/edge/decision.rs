//! From log-odds to removals: how sure the models must be, and what is never removed however sure they are.

use std::ops::Range;

use super::features::{DIGITS, PROSE, PROSE_BEFORE, PROSE_BEHIND, Row};
use super::window::Line;
use super::words::Words;
use crate::document::{Block, Document, Kind, Removal, Rule};
use crate::strip::form::{bare, level};

/// What the models take.
pub(super) static EDGE: Rule = Rule {
    id: "strip.edge",
    about: "lines at the edges that read as cards of accounts, calls to follow or buy, credits or bylines (a fitted model)",
};

/// Log-odds with the share of characters at such odds that were no text in sources that the models had not seen.
const CALIBRATION: [(f32, f32); 4] = [(0.0, 0.6), (1.0, 0.75), (SURE, 0.95), (3.0, 0.99)];

/// Log-odds from which a line is taken, not only marked, unless the settings ask otherwise.
const SURE: f32 = 2.0;

/// Log-odds from which a line is marked.
const DOUBTFUL: f32 = 0.5;

/// Kept lines of prose that make a body; documents without one are not touched.
const BODY: usize = 3;
/// Lines of prose that may be outside of one that is taken.
const OUTSIDE: usize = 2;
/// The largest part of a text that may go: one in so many bytes. Where it would be more, nothing goes.
const PART: usize = 4;
/// Highest confidence of what is only marked.
const UNSURE: f32 = 0.5;
/// Most consecutive lines that are no prose; more of them are a list that the text may be about.
const RUN: usize = 8;
/// Share of digits from which a line may be a row of figures.
const FIGURES: f32 = 0.4;
/// Bytes of the longest line that announces references.
const ANNOUNCING: usize = 48;
/// Words that announce references.
const REFERENCES: &[&str] = &[
    "参考",
    "參考",
    "文献",
    "文獻",
    "资料",
    "資料",
    "注释",
    "注釋",
    "脚注",
    "附录",
    "附錄",
    "references",
    "bibliography",
    "notes",
    "sources",
    "reading",
    "resources",
];

/// Words named in the evidence.
const NAMED: usize = 3;

/// The edges of a document with what the models think of them.
pub(super) struct Decision<'a> {
    pub document: &'a Document,
    pub lines: &'a [Line],
    pub rows: &'a [Row],
    /// For each line, the log-odds that it is not the text's own.
    pub odds: &'a [f32],
    pub words: &'a Words<'a>,
    /// Bytes of all the text that is kept.
    pub bytes: usize,
}

impl Decision<'_> {
    /// What leaves the text or is marked, with the reasons.
    pub(super) fn removals(&self) -> Vec<(usize, Removal)> {
        let taken = self.chosen(SURE);
        let marked = self.chosen(DOUBTFUL).into_iter().filter(|at| !taken.contains(at));
        let removal = |at: usize, most: f32| {
            let confidence = calibrated(self.odds[at]).min(most);
            (self.lines[at].index, Removal::by(&EDGE, confidence).because(self.reason(at)))
        };
        let marked: Vec<(usize, Removal)> = marked.map(|at| removal(at, UNSURE)).collect();
        taken.iter().map(|&at| removal(at, 1.0)).chain(marked).collect()
    }

    /// The lines that go when log-odds of `least` are asked for.
    pub(super) fn chosen(&self, least: f32) -> Vec<usize> {
        let lines = self.lines;
        let mut asked: Vec<bool> =
            (0..lines.len()).map(|at| lines[at].edge && self.odds[at] >= least && self.may_go(at)).collect();
        // A list goes as a whole or stays as a whole.
        let is_item = |at: usize| !lines[at].taken && self.block(at).is_some_and(|block| block.kind == Kind::ListItem);
        for list in runs(lines.len(), is_item) {
            if !asked[list.clone()].iter().all(|asked| *asked) {
                asked[list].fill(false);
            }
        }
        let long = |run: &Range<usize>| run.len() > RUN;
        let rows: Vec<_> = runs(lines.len(), |at| asked[at] && !self.is_prose(at)).filter(long).collect();
        rows.into_iter().for_each(|run| asked[run].fill(false));

        let stays = |at: &usize| !lines[*at].taken && !asked[*at];
        let prose: Vec<usize> = (0..lines.len()).filter(stays).filter(|&at| self.is_prose(at)).collect();
        let (Some(&first), Some(&last), true) = (prose.first(), prose.last(), prose.len() >= BODY) else {
            return Vec::new();
        };
        let is_outside = |at: usize| {
            let before = prose.partition_point(|&prose| prose < at);
            before.min(prose.len() - before) <= OUTSIDE
        };
        // What is below a heading behind the last prose belongs to the text: references, an appendix.
        let is_section =
            |at: &usize| !lines[*at].taken && ((!asked[*at] && self.is_heading(*at)) || self.announces_references(*at));
        let end = (last..lines.len()).find(is_section).unwrap_or(lines.len());
        // A heading goes only together with what it is above.
        let is_orphan = |at: usize| self.is_heading(at) && (at < first || (at + 1 < lines.len() && stays(&(at + 1))));
        let chosen: Vec<usize> = (0..end).filter(|&at| asked[at] && is_outside(at) && !is_orphan(at)).collect();
        let size = |at: usize| self.block(at).map_or(0, |block| block.value().len());
        let gone: usize = chosen.iter().map(|&at| size(at)).sum();
        if gone * PART > self.bytes { Vec::new() } else { chosen }
    }

    fn block(&self, at: usize) -> Option<&Block> {
        self.lines.get(at).and_then(|line| self.document.blocks.get(line.index))
    }

    fn is_prose(&self, at: usize) -> bool {
        self.rows[at][PROSE] > 0.0
    }

    fn is_heading(&self, at: usize) -> bool {
        self.block(at).is_some_and(|block| level(block) > 0)
    }

    /// Whether a line is of a kind that can be taken: no code, no figures, no address alone, no entry of a bibliography.
    fn may_go(&self, at: usize) -> bool {
        let Some(block) = self.block(at) else { return false };
        let text = bare(block.value());
        let mut start = text.chars();
        let is_numbered =
            start.next().is_some_and(|c| "[［(（【〔".contains(c)) && start.next().is_some_and(char::is_numeric);
        let is_address = (text.starts_with("http") || text.starts_with("www.")) && !text.contains(char::is_whitespace);
        let is_figures = self.rows[at][DIGITS] > FIGURES;
        !matches!(block.kind, Kind::Code | Kind::TableRow) && !is_numbered && !is_address && !is_figures
    }

    /// Whether a line says that references follow.
    fn announces_references(&self, at: usize) -> bool {
        let line = self.block(at).map_or("", |block| bare(block.value()));
        let announces = |line: String| REFERENCES.iter().any(|word| line.contains(word));
        line.len() <= ANNOUNCING && announces(line.to_lowercase())
    }

    /// Where the line is, what is beside it, and the words that speak against it.
    fn reason(&self, at: usize) -> String {
        let is_taken = |at: Option<usize>| at.and_then(|at| self.lines.get(at)).is_some_and(|line| line.taken);
        let place = if self.rows[at][PROSE_BEFORE] == 0.0 {
            "before the first paragraph"
        } else if self.rows[at][PROSE_BEHIND] == 0.0 {
            "behind the last paragraph"
        } else {
            "near an end"
        };
        let beside =
            if is_taken(at.checked_sub(1)) || is_taken(Some(at + 1)) { ", beside what rules took" } else { "" };
        let words = self.block(at).map(|block| self.words.heaviest(block.value(), NAMED)).unwrap_or_default();
        let says = if words.is_empty() { String::new() } else { format!(", says {}", words.join(" ")) };
        format!("{place}{beside}{says}")
    }
}

/// The longest ranges below `count` all of whose numbers are `such`.
fn runs(count: usize, such: impl Fn(usize) -> bool) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        start = (start..count).find(|&at| such(at))?;
        let run = start..(start..count).find(|&at| !such(at)).unwrap_or(count);
        start = run.end;
        Some(run)
    })
}

/// How sure log-odds are, by what was found on sources not seen.
fn calibrated(odds: f32) -> f32 {
    let above = CALIBRATION.partition_point(|(from, _)| *from <= odds);
    match (above.checked_sub(1).and_then(|at| CALIBRATION.get(at)), CALIBRATION.get(above)) {
        (Some(low), Some(high)) => low.1 + (high.1 - low.1) * (odds - low.0) / (high.0 - low.0),
        (Some(end), None) | (None, Some(end)) => end.1,
        (None, None) => 0.0,
    }
}

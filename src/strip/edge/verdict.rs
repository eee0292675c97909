//! From log-odds to removals: how sure the models must be, and what is never taken however sure they are.

use super::EDGE;
use super::features::{PROSE, Row};
use super::lexicon::Lexicon;
use super::window::{Line, Window};
use crate::document::{Block, Document, Kind, Removal};
use crate::strip::form::level;

/// Log-odds with the share of characters at such odds that were no text in sources that the models had not seen.
const CALIBRATION: [(f32, f32); 4] = [(0.0, 0.3), (1.0, 0.6), (2.0, 0.8), (3.0, 0.95)];

/// Kept lines of prose that make a body; documents without one are not touched.
const BODY: usize = 3;
/// Lines of prose that may stand outside of one that is taken.
const OUTSIDE: usize = 2;
/// The largest part of a text that may go: one in so many bytes. Where it would be more, nothing is sure.
const PART: usize = 7;
/// Confidence where nothing is sure.
const UNSURE: f32 = 0.5;
/// Words named in the evidence.
const NAMED: usize = 3;

/// What leaves the text or is marked, with the reasons.
pub(super) fn removals(
    document: &Document,
    window: &Window,
    rows: &[Row],
    odds: &[f32],
    lexicon: &Lexicon,
) -> Vec<(usize, Removal)> {
    let lines = &window.lines;
    let block = |line: &Line| document.blocks.get(line.index);
    let mut asked: Vec<bool> = lines
        .iter()
        .zip(odds)
        .map(|(line, odds)| line.edge && *odds >= CALIBRATION[0].0 && block(line).is_some_and(may_go))
        .collect();
    spare_lists(lines, &mut asked, block);
    let sure = |at: usize| asked[at] && odds[at] >= CALIBRATION[2].0;
    // Prose and headings that stay.
    let stays = |at: &usize| !lines[*at].taken && !sure(*at);
    let prose: Vec<usize> = (0..lines.len()).filter(stays).filter(|&at| rows[at][PROSE] > 0.0).collect();
    let headings: Vec<usize> =
        (0..lines.len()).filter(stays).filter(|&at| block(&lines[at]).is_some_and(|block| level(block) > 0)).collect();
    let (Some(&first), Some(&last), true) = (prose.first(), prose.last(), prose.len() >= BODY) else {
        return Vec::new();
    };
    let is_outside = |at: usize| {
        let before = prose.partition_point(|&prose| prose < at);
        before.min(prose.len() - before) <= OUTSIDE
    };
    // What stands below a heading behind the last prose belongs to the text: references, an appendix.
    let has_heading = |at: usize| {
        let behind = headings.partition_point(|&heading| heading < last);
        headings.get(behind).is_some_and(|&heading| heading < at)
    };
    // A heading goes only together with what it is above.
    let is_orphan = |at: usize| {
        block(&lines[at]).is_some_and(|block| level(block) > 0)
            && (at < first || lines.get(at + 1).is_some_and(|next| !next.taken && !sure(at + 1)))
    };
    let chosen: Vec<usize> =
        (0..lines.len()).filter(|&at| asked[at] && is_outside(at) && !has_heading(at) && !is_orphan(at)).collect();
    let size = |at: &usize| block(&lines[*at]).map_or(0, |block| block.value().len());
    let gone: usize = chosen.iter().filter(|&&at| sure(at)).map(size).sum();
    let most = if gone * PART > window.total.bytes { UNSURE } else { 1.0 };
    let reason = |at: usize| {
        let place = match at {
            _ if at < first => "before the first paragraph",
            _ if at > last => "behind the last paragraph",
            _ => "near an end",
        };
        let is_taken = |at: Option<usize>| at.and_then(|at| lines.get(at)).is_some_and(|line| line.taken);
        let beside =
            if is_taken(at.checked_sub(1)) || is_taken(Some(at + 1)) { ", beside what rules took" } else { "" };
        let words = block(&lines[at]).map(|block| lexicon.loudest(block.value(), NAMED)).unwrap_or_default();
        let says = if words.is_empty() { String::new() } else { format!(", says {}", words.join(" ")) };
        format!("{place}{beside}{says}")
    };
    let removal = |at: usize| Removal::by(&EDGE, calibrated(odds[at]).min(most)).because(reason(at));
    chosen.into_iter().map(|at| (lines[at].index, removal(at))).collect()
}

/// Whether a block is of a kind that can be taken.
fn may_go(block: &Block) -> bool {
    !matches!(block.kind, Kind::Code | Kind::TableRow)
}

/// A list goes as a whole or stays as a whole.
fn spare_lists<'a>(lines: &[Line], asked: &mut [bool], block: impl Fn(&Line) -> Option<&'a Block>) {
    let is_item = |line: &Line| !line.taken && block(line).is_some_and(|block| block.kind == Kind::ListItem);
    let mut start = 0;
    while start < lines.len() {
        let items = lines[start..].iter().take_while(|line| is_item(line)).count();
        let list = &mut asked[start..start + items];
        if !list.iter().all(|asked| *asked) {
            list.fill(false);
        }
        start += items.max(1);
    }
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

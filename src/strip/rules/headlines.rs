//! Lists of other articles' headlines behind a body, told by their form alone.
//!
//! Web pages end in lists of links. Where the links are gone, headlines are left: lines without a full stop that are
//! thick with colons, question and exclamation marks and brackets and thin in commas, or many of them glued into one
//! paragraph. A body of prose must precede them.

use std::collections::HashSet;

use super::lines::Line;
use super::rule::Loaded;
use super::run::Run;
use crate::document::{Block, Document, Kind};
use crate::strip::form::{bare, ends_sentence, is_headline};
use crate::text::{is_common_han, width};

/// Blocks of prose that make a body.
const BODY: usize = 3;
/// Shortest block in which headlines may be glued together, in characters.
const GLUED: usize = 60;

/// Lines before a list among which the body must show.
const NEAR: usize = 5;

/// What a block looks like to someone who cannot read.
struct Shape {
    chars: usize,
    /// Marks that part or end headlines.
    marks: usize,
    /// Which of the marks there are, a bit each.
    kinds: u8,
    commas: usize,
    stops: usize,
}

impl Shape {
    fn of(texts: &[&str]) -> Self {
        let mut shape = Self { chars: 0, marks: 0, kinds: 0, commas: 0, stops: 0 };
        for c in texts.iter().flat_map(|text| text.chars()).filter(|c| !c.is_whitespace()) {
            shape.chars += 1;
            match c {
                '：' | ':' => shape.mark(0),
                '？' | '?' => shape.mark(1),
                '！' | '!' => shape.mark(2),
                '【' => shape.mark(3),
                '|' | '｜' => shape.mark(4),
                '，' | ',' | '、' => shape.commas += 1,
                '。' | '；' | ';' => shape.stops += 1,
                _ => {}
            }
        }
        shape
    }

    fn mark(&mut self, kind: u8) {
        self.marks += 1;
        self.kinds |= 1 << kind;
    }

    /// Whether this is a row of glued headlines: in prose, commas are frequent and stops come every line or two.
    fn is_glued(&self) -> bool {
        let each = self.chars / self.marks.max(1);
        self.chars >= GLUED
            && self.stops == 0
            && self.marks >= 4
            && (5..=30).contains(&each)
            && self.commas <= self.marks
    }
}

/// The headlines among `lines` that reach to their end, if they are many and sure enough.
pub(super) fn before(document: &Document, lines: &[Line], loaded: &Loaded) -> Option<Run> {
    let block = |line: &Line| document.blocks.get(line.index);
    // What no list holds is looked for first: nearly every text ends with it.
    if lines.last().is_none_or(|line| line.text(document).contains('。')) {
        return None;
    }
    let (mut glued, mut single, mut marked, mut pieces, mut kinds) = (0_usize, 0_usize, 0_usize, 0_usize, 0_u8);
    let mut start = lines.len();
    while start > 0 {
        let from = row(document, &lines[..start]);
        let texts: Vec<&str> = lines[from..start].iter().map(|line| bare(line.text(document))).collect();
        if !texts.iter().any(|text| has_han(text)) {
            break;
        }
        let shape = Shape::of(&texts);
        if shape.is_glued() {
            glued += 1;
            pieces += shape.marks;
        } else if let ([line], [text]) = (&lines[from..start], texts.as_slice())
            && block(line).is_some_and(|block| is_single(block, text, &shape))
        {
            single += 1;
            marked += usize::from(shape.marks > 0);
            kinds |= shape.kinds;
        } else {
            break;
        }
        start = from;
    }
    if start == lines.len() {
        return None;
    }
    let body = &lines[..start];
    let prose = body.iter().filter(|line| line.prose).count();
    if prose < BODY || prose * 2 < body.len() {
        return None;
    }
    let many = single >= loaded.definition.min && kinds.count_ones() > 1;
    // A list of single lines might be the end of the text itself, unless a sentence closes right before it; before a
    // glued one there may be other boilerplate.
    let closed = body.last().is_some_and(|line| ends_sentence(line.text(document)));
    let near = body.iter().rev().take(NEAR).any(|line| line.prose);
    let confidence = match (glued, single) {
        (0, _) if !many || !closed || marked * 5 < single * 3 => return None,
        (0, _) if known(document, body, &lines[start..]) > 0.5 => 0.6,
        (0, _) => 0.85,
        _ if !near => return None,
        _ if pieces >= 7 => 0.92,
        _ if glued > 1 || many => 0.85,
        _ => 0.6,
    };
    let evidence = format!("{} blocks without a full stop, {} marks of headlines", glued + single, pieces + marked);
    Some(Run { start, confidence, evidence })
}

/// Where the blocks begin that are on one line of the source with the last of `lines`, nothing between them: a paragraph
/// of glued headlines may have been cut into them.
fn row(document: &Document, lines: &[Line]) -> usize {
    let span =
        |at: usize| lines.get(at).and_then(|line| document.blocks.get(line.index)).map(|block| block.text.span());
    let mut from = lines.len() - 1;
    while from > 0
        && lines[from - 1].index < lines[from].index
        && let (Some(before), Some(here)) = (span(from - 1), span(from))
        && let Some(gap) = document.source().get(before.end as usize..here.start as usize)
        && !gap.contains(|c: char| c == '\n' || !c.is_whitespace())
    {
        from -= 1;
    }
    from
}

fn has_han(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_common_han)
}

/// Whether a block could be one headline of a list.
fn is_single(block: &Block, text: &str, shape: &Shape) -> bool {
    let listed = matches!(block.kind, Kind::Paragraph | Kind::ListItem);
    let numbered = text
        .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '(' | '（' | '①'..='⑳' | '[' | '［' | '〔' | '\\'));
    let counted = text.starts_with(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '第']);
    let source = ["://", "出版社", "［", "[", "收稿", "基金"].iter().any(|mark| text.contains(mark));
    let said = text.starts_with(['“', '"', '「', '‘', '—', '-']);
    listed
        && (14..=90).contains(&width(text))
        && is_headline(text)
        && shape.commas <= 2
        && !(numbered || counted || said || source)
}

/// Share of the character pairs of `list` that `body` holds too: what a list shares with the body it may belong to.
fn known(document: &Document, body: &[Line], list: &[Line]) -> f32 {
    let pairs = |text: &str| -> Vec<(char, char)> {
        let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        letters.windows(2).map(|pair| (pair[0], pair[1])).collect()
    };
    let wanted: HashSet<(char, char)> = list.iter().flat_map(|line| pairs(line.text(document))).collect();
    let mut found = HashSet::new();
    for line in body {
        found.extend(pairs(line.text(document)).into_iter().filter(|pair| wanted.contains(pair)));
    }
    found.len() as f32 / wanted.len().max(1) as f32
}

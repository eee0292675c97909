//! Boilerplate at the end of a paragraph whose beginning is text: `…。（责任编辑：某某）`.
//!
//! An ending is what is in brackets at the very end, or the last sentence or two. The pattern of a rule must match all
//! of it, so that a sentence which only speaks of an editor stays.

use std::ops::Range;

use super::field::{self, Field};
use super::packs::Packs;
use super::rule::Loaded;
use crate::document::{Document, Kind, Mark, Removal};
use crate::strip::policy::Policy;
use crate::text::{BRACKETS, closes_sentence, is_letter, is_stop_or_point, width};

/// Endings taken off one paragraph at most.
const ROUNDS: usize = 4;
/// The least that must be left of a paragraph, in half-width columns.
const TEXT: usize = 16;
/// Longest ending, in bytes.
const LONGEST: usize = 600;

/// A line whose end is looked at.
pub(super) struct End {
    /// Index of the block.
    pub(super) index: usize,
    /// Whether the text ends here, or nearly.
    pub(super) last: bool,
}

/// Takes endings off the blocks of `ends`, which are sorted.
pub(super) fn run(document: &mut Document, ends: &[End], packs: &Packs, policy: &Policy, zone: &str) {
    let (mut cuts, mut removals, mut fields) = (Vec::new(), Vec::new(), Vec::new());
    for end in ends {
        let Some(block) = document.blocks.get(end.index) else { continue };
        if !block.is_kept() || matches!(block.kind, Kind::Code | Kind::Heading(_) | Kind::TableRow) {
            continue;
        }
        let (mut starts, mut pieces) = (Vec::new(), Vec::new());
        let mut rest = block.value();
        for _ in 0..ROUNDS {
            let Some((range, owner, loaded)) = last(rest, end.last, packs, policy) else { break };
            let removal = Removal::by(loaded.rule, loaded.definition.confidence);
            let piece = rest.get(range.clone()).unwrap_or_default().trim();
            if policy.carries(&removal) {
                fields.extend(told(piece, owner, loaded).filter(|_| end.last));
                starts.push(range.start);
                pieces.push(removal);
            } else {
                document.marks.push(Mark { span: block.text.source_span(range.clone()), removal });
            }
            rest = rest.get(..range.start).unwrap_or_default();
        }
        if !starts.is_empty() {
            starts.reverse();
            removals.push((end.index, pieces));
            cuts.push((end.index, starts));
        }
    }
    document.split(&cuts);
    let mut moved = 0;
    for (index, pieces) in removals {
        // The pieces follow their paragraph; the last one was found first.
        let count = pieces.len();
        for (place, removal) in pieces.into_iter().rev().enumerate() {
            policy.remove(document, index + moved + place + 1, removal);
        }
        moved += count;
    }
    field::store(document, packs, &fields, zone);
}

/// The value that an ending holds for the metadata.
fn told(piece: &str, owner: usize, loaded: &Loaded) -> Option<Field> {
    loaded.value(piece).map(|value| Field { owner, key: String::new(), value: value.to_owned() })
}

/// The last ending of `text` that a rule takes, with the spaces before it.
fn last<'a>(text: &str, is_last: bool, packs: &'a Packs, policy: &Policy) -> Option<(Range<usize>, usize, &'a Loaded)> {
    let index = packs.endings(is_last);
    // A column is at most two bytes.
    starts(text, LONGEST.min(2 * index.longest)).into_iter().flatten().find_map(|start| {
        let (before, piece) = text.split_at_checked(start)?;
        let before = before.trim_end();
        let piece = piece.trim();
        let columns = width(piece);
        let takes = |loaded: &Loaded| policy.allows(loaded.rule) && !loaded.spares(piece, columns);
        let hits = packs.search(index, piece, columns, Vec::new());
        let (owner, loaded) = hits.iter().find_map(|&owner| {
            packs.definitions().get(owner).filter(|loaded| takes(loaded)).map(|loaded| (owner, loaded))
        })?;
        let is_text = before.len() >= LONGEST || (width(before) >= TEXT && before.contains(is_letter));
        is_text.then_some((before.len()..text.len(), owner, loaded))
    })
}

/// Where the last piece of `text`, of at most `longest` bytes, may begin: at the bracket that its last character closes,
/// or with one of the last two sentences.
fn starts(text: &str, longest: usize) -> [Option<usize>; 3] {
    let text = text.trim_end();
    let mut from = text.len().saturating_sub(longest);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let window = text.get(from..).unwrap_or_default();
    let last = sentence(window);
    let before = last.and_then(|last| sentence(window.get(..last)?));
    [bracket(window), last, before].map(|start| start.map(|start| from + start))
}

/// Where the bracket opens that closes at the end of `text`.
fn bracket(text: &str) -> Option<usize> {
    let text = text.trim_end().trim_end_matches('。').trim_end();
    let last = text.chars().next_back()?;
    // Half-width and full-width brackets are mixed often enough.
    let form = |c: char| match c {
        '(' | '（' => '(',
        ')' | '）' => ')',
        '[' | '［' => '[',
        ']' | '］' => ']',
        c => c,
    };
    let (open, close) = BRACKETS.into_iter().find(|&(_, close)| form(close) == form(last))?;
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().rev() {
        if form(c) == form(close) {
            depth += 1;
        } else if form(c) == form(open) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// Where the last sentence of `text` begins, if there is one before it.
fn sentence(text: &str) -> Option<usize> {
    let body = text.trim_end().trim_end_matches(|c| is_stop_or_point(c) || closes_sentence(c));
    body.char_indices().rev().filter(|&(_, c)| is_stop_or_point(c)).find_map(|(at, c)| {
        let rest = body.get(at + c.len_utf8()..)?;
        let behind = rest.trim_start_matches(closes_sentence);
        // A full stop of Latin script ends a sentence before a space only.
        (!c.is_ascii() || behind.starts_with(char::is_whitespace)).then_some(body.len() - behind.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Stage;
    use crate::parse;
    use crate::strip::{Options, Rules};

    fn run(source: &str) -> Document {
        let mut document = parse::plain(source.to_owned());
        Rules::new(&Options::default(), &parse::Options::default()).expect("built-in packs").run(&mut document);
        document.settle().expect("the balance holds");
        document
    }

    #[test]
    fn pieces_begin_at_brackets_and_behind_sentences() {
        let text = "天亮了。雾散了（真的）。（完）";
        assert_eq!(bracket(text).and_then(|at| text.get(at..)), Some("（完）"));
        assert_eq!(bracket("天亮（了"), None);
        assert_eq!(bracket("(a (b) c)"), Some(0));
        let text = "It rained. Nobody came. Read more";
        assert_eq!(sentence(text).and_then(|at| text.get(at..)), Some(" Read more"));
        assert_eq!(sentence("version 2.4 is out"), None);
        let text = "他说：“走吧。”点击阅读全文>>";
        assert_eq!(sentence(text).and_then(|at| text.get(at..)), Some("点击阅读全文>>"));
    }

    #[test]
    fn what_is_left_is_the_text_and_the_value_goes_to_the_metadata() {
        let body = "渡口的老人把缆绳解开，数了一遍岸边的石头，然后坐下来等那封从没有写过的信，一直等到天黑。";
        let document = run(&format!("{body}\n{body}灯还亮着。（完）（责任编辑：白玉）\n"));
        assert_eq!(document.text(), format!("{body}\n\n{body}灯还亮着。"));
        assert!(document.metadata.extra.values().any(|value| value == "白玉"));
        let spoken = format!("{body}\n{body}那天值班的责任编辑：白玉，一夜没有睡。\n");
        assert_eq!(run(&spoken).text(), spoken.trim().replace('\n', "\n\n"));
    }
}

//! Taking one copy out, and putting what only it holds into its place in the other.

use std::collections::BTreeMap;
use std::ops::Range;

use super::stream::{Place, Stream};
use super::{Finding, align::Match};
use crate::document::{Block, Document, Kind, Text};
use crate::strip::form::is_headline;
use crate::text::{Letter, is_passage_stop, opens_passage, width};

/// Longest way, in letters, that a gap is slid to fall on the end of a block.
const SLIDE: usize = 64;

/// Longest passages that are compared letter by letter.
const READING: usize = 256;

/// A stretch that only the dropped copy holds, and the block of the other copy behind which it belongs.
struct Only {
    range: Range<usize>,
    behind: usize,
}

/// Removes the dropped copy of `finding` and moves what only it holds.
pub(super) fn merge(document: &mut Document, stream: &Stream, finding: &Finding) {
    let mut only = Vec::new();
    for ((a, b), before) in finding.copy.gaps().zip(&finding.copy.matches) {
        let (gap, other) = if finding.earlier { (a, b) } else { (b, a) };
        if gap.len() > 1 && !is_reading(&stream.letters[gap.clone()], &stream.letters[other.clone()]) {
            only.push(settle(stream, gap, other.start, before.len));
        }
    }
    let kept = |m: &Match| if finding.earlier { m.b } else { m.a };
    let last = finding.copy.matches.last().map_or(0, |m| kept(m) + m.len - 1);
    let end = stream.block(last);
    cut(document, stream, finding, &only, end);
}

/// Whether two passages between the same words are two readings of one: they share half of their letters in order.
pub(super) fn is_reading(gap: &[Letter], other: &[Letter]) -> bool {
    let longest = gap.len().max(other.len());
    if longest > READING {
        return gap.len() <= other.len() && other.len() < 2 * gap.len();
    }
    2 * strsim::generic_levenshtein(&gap.to_vec(), &other.to_vec()) <= longest
}

/// Slides a gap back to where the other copy has the end of a block, if the letters allow it.
fn settle(stream: &Stream, gap: Range<usize>, at: usize, room: usize) -> Only {
    let into = at - stream.block_range(at).start;
    let slides = (1..=into).take_while(|&by| stream.letters[gap.start - by] == stream.letters[gap.end - by]);
    let fits = into <= SLIDE.min(room) && slides.count() == into;
    let by = if fits { into } else { 0 };
    Only { range: gap.start - by..gap.end - by, behind: stream.block((at - by).saturating_sub(1)) }
}

/// What becomes of a piece of a block.
#[derive(Clone, Copy)]
enum Fate {
    Stay,
    Drop,
    /// Move behind the block of that index; a piece in the middle of the copy may be a heading.
    Move(usize, bool),
}

fn cut(document: &mut Document, stream: &Stream, finding: &Finding, only: &[Only], end: usize) {
    let mut fates: BTreeMap<Place, Fate> = BTreeMap::new();
    let ends = only.iter().flat_map(|only| [only.range.start, only.range.end - 1]);
    let ends: Vec<usize> =
        std::iter::once(finding.dropped.start).chain(ends).chain(std::iter::once(finding.dropped.end - 1)).collect();
    let places = stream.places(document, &ends);
    let (Some(&start), Some(&last)) = (places.first(), places.last()) else { return };
    fates.insert(sentence_start(document, open(document, start)), Fate::Drop);
    for (only, ends) in only.iter().zip(places[1..].chunks_exact(2)) {
        fates.insert(open(document, ends[0]), Fate::Move(only.behind, true));
        fates.insert(close(document, ends[1]), Fate::Drop);
    }
    let after = skip_blanks(document, sentence_end(document, close(document, last)));
    // Nothing that moves may stand behind the end.
    let after = fates.last_key_value().map_or(after, |(&place, _)| after.max(place));
    // What the line goes on to say belongs to the copy that goes, so it follows the copy that stays.
    fates.insert(after, Fate::Move(end, false));
    let stop = line_end(document, after.block);

    let level = document.kept().map(|block| block.kind.level()).filter(|&level| level > 0).min().unwrap_or(2);
    let blocks = std::mem::take(&mut document.blocks);
    let source = document.source();
    let mut moved: BTreeMap<usize, Vec<Block>> = BTreeMap::new();
    let mut placed: Vec<(usize, Block)> = Vec::with_capacity(blocks.len() + 2 * only.len());
    let mut fate = Fate::Stay;
    for (index, block) in blocks.into_iter().enumerate() {
        if index > stop || !block.is_kept() {
            placed.push((index, block));
            continue;
        }
        let here = fates.range(Place { block: index, offset: 0 }..Place { block: index + 1, offset: 0 });
        let mut cuts = Vec::new();
        let mut turns = vec![fate];
        for (place, &next) in here {
            if place.offset == 0 {
                turns.pop();
            } else {
                cuts.push(place.offset);
            }
            turns.push(next);
            fate = next;
        }
        let Block { kind, text, features, .. } = block;
        let pieces = if cuts.is_empty() { vec![text] } else { text.split(source, &cuts) };
        for (text, turn) in pieces.into_iter().zip(turns) {
            let mut piece = Block { kind, text, features: features.clone(), removal: None };
            match turn {
                Fate::Stay => placed.push((index, piece)),
                Fate::Move(behind, inner) if !piece.value().trim().is_empty() => {
                    if inner && kind == Kind::Paragraph && is_title(&piece.text) {
                        piece.kind = Kind::Heading(level);
                    }
                    moved.entry(behind).or_default().push(piece);
                }
                Fate::Drop | Fate::Move(..) => {
                    piece.removal = Some(finding.removal.clone());
                    placed.push((index, piece));
                }
            }
        }
    }
    let mut placed = placed.into_iter().peekable();
    while let Some((index, block)) = placed.next() {
        document.blocks.push(block);
        if placed.peek().is_none_or(|(next, _)| *next != index) {
            document.blocks.append(&mut moved.remove(&index).unwrap_or_default());
        }
    }
    // A copy whose last block went altogether leaves nothing to stand behind.
    document.blocks.extend(moved.into_values().flatten());
}

fn is_title(text: &Text) -> bool {
    is_headline(text.value()) && width(text.value()) <= 80
}

/// Index of the last block that stands on the same source line as block `index`.
fn line_end(document: &Document, index: usize) -> usize {
    let source = document.source();
    let pairs = document.blocks[index..].windows(2).take_while(|pair| {
        let (from, to) = (pair[0].text.span().end as usize, pair[1].text.span().start as usize);
        source.get(from..to).is_some_and(|between| !between.contains('\n'))
    });
    index + pairs.count()
}

/// A place inside a sentence moved behind that sentence: what is only half repeated stays whole.
fn sentence_start(document: &Document, place: Place) -> Place {
    let value = document.blocks[place.block].value();
    let (before, after) = value.split_at(place.offset);
    if before.trim_end_matches(|c: char| !c.is_alphanumeric() && !is_passage_stop(c)).ends_with(is_passage_stop)
        || before.is_empty()
    {
        return place;
    }
    match after.find(is_passage_stop) {
        Some(at) => {
            let rest = &after[at..];
            let marks = rest.find(|c: char| c.is_alphanumeric() || opens_passage(c)).unwrap_or(rest.len());
            Place { offset: place.offset + at + marks, ..place }
        }
        None => Place { block: place.block + 1, offset: 0 },
    }
}

/// A place inside a sentence moved before that sentence.
fn sentence_end(document: &Document, place: Place) -> Place {
    let value = document.blocks.get(place.block).map_or("", |block| block.value());
    let (before, after) = value.split_at(place.offset);
    let closed =
        before.trim_end_matches(|c: char| !c.is_alphanumeric() && !is_passage_stop(c)).ends_with(is_passage_stop);
    if closed || before.is_empty() || after.starts_with(char::is_whitespace) {
        return place;
    }
    let offset = before.char_indices().rev().find(|&(_, c)| is_passage_stop(c)).map_or(0, |(at, c)| at + c.len_utf8());
    Place { offset, ..place }
}

/// Moves a place over white space.
fn skip_blanks(document: &Document, place: Place) -> Place {
    let value = document.blocks.get(place.block).map_or("", |block| block.value());
    let rest = &value[place.offset..];
    match rest.find(|c: char| !c.is_whitespace()) {
        Some(blanks) => Place { offset: place.offset + blanks, ..place },
        None => place,
    }
}

/// Moves a place back over the marks that open the character there.
fn open(document: &Document, place: Place) -> Place {
    let value = document.blocks[place.block].value();
    let before = value[..place.offset].trim_end_matches(opens_passage).len();
    // A block's own opening marks belong to its first piece whatever they are.
    let rest = value[..before].chars().any(char::is_alphanumeric);
    Place { block: place.block, offset: if rest { before } else { 0 } }
}

/// Moves a place behind the character there and behind the marks that close it.
fn close(document: &Document, place: Place) -> Place {
    let value = document.blocks[place.block].value();
    let rest = &value[place.offset..];
    let behind = rest.chars().next().map_or("", |c| &rest[c.len_utf8()..]);
    let end = behind.find(|c: char| c.is_alphanumeric() || c.is_whitespace() || opens_passage(c));
    match end {
        Some(end) => {
            let offset = value.len() - behind.len() + end;
            Place { block: place.block, offset }
        }
        None => Place { block: place.block + 1, offset: 0 },
    }
}

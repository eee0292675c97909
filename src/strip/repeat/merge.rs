//! Taking one copy out, and putting what only it holds into its place in the other.

use std::collections::BTreeMap;

use super::body::{Body, line_end};
use super::folded::{Folded, Place};
use crate::document::{Block, Document, Kind, Removal, Text};
use crate::strip::form::is_headline;
use crate::text::{opens_passage, width};

/// What becomes of a piece of a block.
#[derive(Clone, Copy)]
enum Fate {
    Stay,
    Drop,
    /// Move behind the block of that index; a piece in the middle of the copy may be a heading.
    Move(usize, bool),
}

/// Removes the copy of `body` that goes and moves what only it holds.
pub(super) fn merge(document: &mut Document, folded: &Folded, body: &Body, removal: &Removal) {
    let mut fates: BTreeMap<Place, Fate> = BTreeMap::new();
    let moved = body.moved.iter().flat_map(|moved| [moved.range.start, moved.range.end - 1]);
    let (first, last) = (std::iter::once(body.dropped.start), std::iter::once(body.dropped.end - 1));
    let places = folded.places(document, &first.chain(moved).chain(last).collect::<Vec<_>>());
    let (Some(&start), Some(&last)) = (places.first(), places.last()) else { return };
    fates.insert(open(document, start), Fate::Drop);
    for (moved, ends) in body.moved.iter().zip(places[1..].chunks_exact(2)) {
        fates.insert(open(document, ends[0]), Fate::Move(moved.behind, true));
        fates.insert(close(document, ends[1]), Fate::Drop);
    }
    let after = skip_blanks(document, close(document, last));
    // What the line goes on to say belongs to an earlier copy that goes, so it follows the copy that stays.
    fates.insert(after, body.end.map_or(Fate::Stay, |end| Fate::Move(end, false)));
    let stop = line_end(document, after.block).max(after.block);

    let level = document.kept().map(|block| block.kind.level()).filter(|&level| level > 0).min().unwrap_or(2);
    let blocks = std::mem::take(&mut document.blocks);
    let source = document.source();
    let mut moved: BTreeMap<usize, Vec<Block>> = BTreeMap::new();
    let mut placed: Vec<(usize, Block)> = Vec::with_capacity(blocks.len() + 2 * body.moved.len());
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
                    piece.removal = Some(removal.clone());
                    placed.push((index, piece));
                }
            }
        }
    }
    document.blocks = put_together(placed, moved);
}

/// The blocks in reading order: those that moved behind the block of their index.
fn put_together(placed: Vec<(usize, Block)>, mut moved: BTreeMap<usize, Vec<Block>>) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(placed.len() + moved.len());
    let mut placed = placed.into_iter().peekable();
    while let Some((index, block)) = placed.next() {
        blocks.push(block);
        if placed.peek().is_none_or(|(next, _)| *next != index) {
            blocks.append(&mut moved.remove(&index).unwrap_or_default());
        }
    }
    // A copy whose last block went altogether leaves nothing to follow.
    blocks.extend(moved.into_values().flatten());
    blocks
}

fn is_title(text: &Text) -> bool {
    is_headline(text.value()) && width(text.value()) <= 80
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

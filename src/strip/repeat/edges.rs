//! Where words, sentences and blocks begin in the letters of a document.

use super::folded::Folded;
use crate::document::Document;
use crate::text::{letters, sentences};

/// What begins at a letter: of several things the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edge {
    /// Nothing: the letter follows the one before it directly or after punctuation.
    Inside,
    /// A word, or whatever follows white space.
    Word,
    /// A sentence.
    Sentence,
    /// A block.
    Block,
}

/// What begins at every letter of a document, and behind the last one.
pub(super) struct Edges(Vec<Edge>);

impl Edges {
    /// One pass over the kept blocks.
    pub(super) fn new(document: &Document, folded: &Folded) -> Self {
        let mut edges = Vec::with_capacity(folded.letters.len() + 1);
        for index in folded.indices() {
            let value = document.blocks.get(index).map_or("", |block| block.value());
            let mut starts = sentences(value, "").map(|sentence| sentence.start).peekable();
            let mut before = None;
            for (offset, _) in letters(value) {
                let mut edge = match before {
                    None => Edge::Block,
                    Some(before) if value[before..offset].contains(char::is_whitespace) => Edge::Word,
                    Some(_) => Edge::Inside,
                };
                while starts.next_if(|&start| start <= offset).is_some() {
                    edge = edge.max(Edge::Sentence);
                }
                edges.push(edge);
                before = Some(offset);
            }
        }
        edges.push(Edge::Block);
        Self(edges)
    }

    /// What begins at letter `at`; where no letter is, nothing does.
    pub(super) fn at(&self, at: usize) -> Edge {
        self.0.get(at).copied().unwrap_or(Edge::Inside)
    }
}

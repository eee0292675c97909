//! A document while stages work on it.

use super::block::{Block, Removal, SEPARATOR};
use super::edit::{Change, Edit};
use super::encoding::Encoding;
use super::format::Format;
use super::metadata::Metadata;
use super::rule::Rule;
use super::signals::Signals;
use super::span::Span;

/// A place worth knowing about that stays in the text: a removal not sure enough, a sign of loss.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The place in the source text.
    pub span: Span,
    /// The rule that marked it, its confidence and its evidence.
    pub removal: Removal,
}

/// Why a document is not kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejection {
    /// The rule that rejects.
    pub rule: &'static Rule,
    /// What it saw, in words.
    pub evidence: String,
}

/// A document while stages work on it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    source: String,
    /// How the source text was read.
    pub format: Format,
    /// What its bytes were.
    pub encoding: Encoding,
    /// Blocks in reading order, removed ones among them.
    pub blocks: Vec<Block>,
    /// Edits outside all blocks: markup and front matter. In any order until [`Document::settle`].
    pub edits: Vec<Edit>,
    /// Places marked but left in.
    pub marks: Vec<Mark>,
    /// What the source declared.
    pub metadata: Metadata,
    /// What `judge` measured.
    pub signals: Signals,
    /// Share of the text that was word-segmented before mending, 0 to 1.
    pub segmented: f32,
    /// Set when a rule rejects the whole document.
    pub rejection: Option<Rejection>,
}

impl Document {
    /// A document of `source`, without blocks: a parser fills them in.
    #[must_use]
    pub fn new(source: String, format: Format) -> Self {
        Self { source, format, ..Self::default() }
    }

    /// What the bytes said, markup included. Never changes.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The blocks that are still part of the text, in reading order.
    pub fn kept(&self) -> impl DoubleEndedIterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.is_kept())
    }

    /// The text as it is now: kept blocks that are not empty, separated by one blank line.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.source.len());
        for block in self.blocks.iter().filter(|block| block.is_text()) {
            if !text.is_empty() {
                text.push_str(SEPARATOR);
            }
            text.push_str(block.value());
        }
        text
    }

    /// Changes the value of block `index`; see [`Text::apply`](super::Text::apply).
    pub fn change(&mut self, index: usize, changes: &[Change], rule: &'static Rule) {
        self.blocks[index].text.apply(changes, rule);
    }

    /// Takes block `index` out of the text, or marks it when the rule is less sure than `threshold`.
    pub fn remove(&mut self, index: usize, removal: Removal, threshold: f32) {
        let block = &mut self.blocks[index];
        if removal.confidence >= threshold {
            block.removal = Some(removal);
        } else {
            self.marks.push(Mark { span: block.text.span(), removal });
        }
    }

    /// Cuts blocks at value offsets (see [`Text::split`](super::Text::split)); the pieces take a block's place, kind and features copied.
    ///
    /// `cuts` are pairs of a block's index and its offsets, sorted by index.
    pub fn split(&mut self, cuts: &[(usize, Vec<usize>)]) {
        if cuts.is_empty() {
            return;
        }
        let mut cuts = cuts.iter().peekable();
        let blocks = std::mem::take(&mut self.blocks);
        for (index, block) in blocks.into_iter().enumerate() {
            match cuts.next_if(|(at, _)| *at == index) {
                None => self.blocks.push(block),
                Some((_, offsets)) => {
                    let Block { kind, text, features, removal } = block;
                    for text in text.split(&self.source, offsets) {
                        let (features, removal) = (features.clone(), removal.clone());
                        self.blocks.push(Block { kind, text, features, removal });
                    }
                }
            }
        }
    }

    /// Joins blocks with the block after them; what the source has between the two becomes the glue, by `rule`.
    ///
    /// `glues` are pairs of the first block's index and the glue, sorted by index; consecutive pairs become one block.
    /// A pair that is not in source order (a block was moved) is left alone.
    pub fn join(&mut self, glues: &[(usize, &str)], rule: &'static Rule) {
        if glues.is_empty() {
            return;
        }
        let mut glues = glues.iter().peekable();
        let mut glue = None;
        let blocks = std::mem::take(&mut self.blocks);
        self.blocks.reserve(blocks.len());
        for (index, block) in blocks.into_iter().enumerate() {
            let before =
                self.blocks.pop_if(|before| glue.is_some() && before.text.span().end <= block.text.span().start);
            self.blocks.push(match before {
                Some(before) => before.join(block, glue.unwrap_or(""), rule),
                None => block,
            });
            glue = glues.next_if(|(at, _)| *at == index).map(|(_, glue)| *glue);
        }
    }
}

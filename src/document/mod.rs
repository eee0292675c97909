//! The types that walk through the house: source text, blocks, edits, rules, metadata.
//!
//! A [`Document`] is made by `parse` and changed by stages. Its source text never changes; blocks and edits point into
//! it. [`Document::settle`] proves at the end that kept text and ledger partition the source.

mod block;
mod ledger;
mod metadata;
mod places;
mod rebuild;
mod record;
mod remove;
mod render;
mod rule;
mod slices;
mod span;
mod text;

pub use block::{Block, Features, Kind, Removal};
pub use ledger::BREAK;
pub use ledger::{Action, Entry, Imbalance, Settled};
pub use metadata::Metadata;
pub use places::Places;
pub use rebuild::{Held, Stretch, Unbalanced};
pub(crate) use record::hex;
pub use record::{BYTES, CodePoints, Origin, Paragraph, Record, Row};
pub(crate) use remove::Excerpts;
pub use remove::{Cut, RemovalError};
pub use rule::Rule;
pub(crate) use slices::Slices;
pub use span::Span;
pub(crate) use span::boundary;
pub use text::{Change, Edit, Text};

/// What the bytes of a document were, as found by `decode`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Encoding {
    /// Name by which the bytes decode, WHATWG spelling where there is one (`UTF-8`, `GB18030`).
    pub name: String,
    /// How sure the detection is, 0 to 1.
    pub confidence: f32,
    /// Places where encoding the source text again would not give the very bytes.
    pub patches: Vec<Patch>,
    /// How many of the patches stand for bytes that do not decode.
    pub malformed: u32,
}

/// Bytes that stand in the file where the source text has `span`.
///
/// Covers what decoding cannot undo: byte-order marks (an empty span at 0), malformed sequences (a U+FFFD each) and
/// bytes that decode to a character which encodes differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// The place in the source text.
    pub span: Span,
    /// The bytes of the file at that place.
    pub bytes: Box<[u8]>,
}

/// How the source text is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    #[default]
    Plain,
    /// Markdown, with or without front matter.
    Markdown,
    /// HTML.
    Html,
    /// A feed: RSS or Atom.
    Feed,
}

impl Format {
    /// The name used in tables and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Plain => "plain",
            Format::Markdown => "markdown",
            Format::Html => "html",
            Format::Feed => "feed",
        }
    }
}

/// A place worth knowing about that stays in the text: a removal not sure enough, a sign of loss.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The place in the source text.
    pub span: Span,
    /// The rule that marked it, its confidence and its evidence.
    pub removal: Removal,
}

/// Figures about the cleaned text, filled by `judge`. Shares are of code points unless said otherwise, 0 to 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Signals {
    /// BCP 47 language tag judged from the text (`zh`, `en`), empty when it cannot be told.
    pub language: String,
    /// ISO 15924 code of the dominant script (`Hans`, `Hant`, `Latn`), empty without letters.
    pub script: String,
    /// Mean length of a line, in code points.
    pub mean_line_chars: f32,
    /// Share of punctuation.
    pub punctuation: f32,
    /// Share of symbols.
    pub symbols: f32,
    /// Share of decimal digits.
    pub digits: f32,
    /// Share of Latin letters.
    pub latin: f32,
    /// Share of Han characters.
    pub han: f32,
    /// Share of lines that repeat an earlier line.
    pub duplicate_lines: f32,
    /// Signs of text lost before it reached us: U+FFFD, 锟斤拷, `??` inside Chinese.
    pub loss_marks: u32,
}

/// Why a document is not kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejection {
    /// The rule that rejects.
    pub rule: &'static Rule,
    /// What it saw, in words.
    pub evidence: String,
}

/// A document on its way through the house.
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

    /// The text as it stands: kept blocks that are not empty, parted by one blank line.
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

    /// Changes the value of block `index`; see [`Text::apply`].
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

    /// Cuts blocks at value offsets (see [`Text::split`]); the pieces take a block's place, kind and features copied.
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
    /// `glues` are pairs of the first block's index and the glue, sorted by index; runs of neighbours become one block.
    /// A pair that does not stand in source order (a block was moved) is left alone.
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

/// What parts two blocks of a text.
pub const SEPARATOR: &str = "\n\n";

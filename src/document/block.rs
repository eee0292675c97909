//! Blocks: the pieces of a document that a reader sees as one unit.

use serde::{Deserialize, Serialize};

use super::rule::Rule;
use super::text::Text;

/// What a reader would call the block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Kind {
    /// A heading of the given level, 1 to 6.
    Heading(u8),
    /// A paragraph, or a line that is one.
    #[default]
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A quotation set apart.
    Quote,
    /// Preformatted text or source code; its line breaks mean something.
    Code,
    /// One row of a table, cells separated by ` | `.
    TableRow,
    /// The caption of a picture or table.
    Caption,
    /// What a reader of the page wrote below its text; only where comments are asked for.
    Comment,
}

impl Kind {
    /// Every kind; a heading with the level 1.
    pub const ALL: [Self; 8] = [
        Self::Heading(1),
        Self::Paragraph,
        Self::ListItem,
        Self::Quote,
        Self::Code,
        Self::TableRow,
        Self::Caption,
        Self::Comment,
    ];

    /// The name used in tables and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Heading(_) => "heading",
            Kind::Paragraph => "paragraph",
            Kind::ListItem => "list_item",
            Kind::Quote => "quote",
            Kind::Code => "code",
            Kind::TableRow => "table_row",
            Kind::Caption => "caption",
            Kind::Comment => "comment",
        }
    }

    /// The kind of that name, if there is one; a heading gets the level 1.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The level of a heading; 0 for everything else.
    #[must_use]
    pub fn level(self) -> u8 {
        match self {
            Kind::Heading(level) => level,
            _ => 0,
        }
    }

    /// The same kind with another level: nothing but a heading has one other than 0.
    #[must_use]
    pub fn with_level(self, level: u8) -> Option<Self> {
        match self {
            Kind::Heading(_) => Some(Kind::Heading(level)),
            other => (level == 0).then_some(other),
        }
    }
}

/// What the parser saw around a block and later stages judge it by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features {
    /// Code points of the value that lie inside links.
    pub link_chars: u32,
    /// Number of links in the block.
    pub links: u32,
    /// Names of the elements around an HTML block, outermost first, joined by `/`, with their place
    /// among the elements beside them (`body/div[2]/p`); empty elsewhere.
    pub path: Box<str>,
    /// Names (`class`, `id`, `itemprop`, `role`) of the elements around an HTML block, lower case, separated by spaces;
    /// those of one step of the path are separated from the next by `/`.
    pub names: Box<str>,
}

/// The removal of a block or of a part of it: who did it, how sure it was and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Removal {
    /// The rule that removes.
    pub rule: &'static Rule,
    /// How sure the rule is, 0 to 1.
    pub confidence: f32,
    /// What the rule saw, in words for people; empty when the rule says it all.
    pub evidence: Box<str>,
}

impl Removal {
    /// A removal without further evidence.
    #[must_use]
    pub fn by(rule: &'static Rule, confidence: f32) -> Self {
        Self { rule, confidence, evidence: "".into() }
    }

    /// The same removal with evidence in words.
    #[must_use]
    pub fn because(mut self, evidence: impl Into<Box<str>>) -> Self {
        self.evidence = evidence.into();
        self
    }
}

/// A piece of a document that a reader would see as one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// What it says, and where in the source it comes from.
    pub text: Text,
    /// What was around it.
    pub features: Features,
    /// Set once a rule has taken the whole block out.
    pub removal: Option<Removal>,
}

impl Block {
    /// A block that is kept, without features.
    #[must_use]
    pub fn new(kind: Kind, text: Text) -> Self {
        Self { kind, text, features: Features::default(), removal: None }
    }

    /// Whether the block is still part of the document's text.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.removal.is_none()
    }

    /// Whether the block makes part of the document's text: kept, and something left of it.
    #[must_use]
    pub fn is_text(&self) -> bool {
        self.is_kept() && !self.value().is_empty()
    }

    /// What the block says now.
    #[must_use]
    pub fn value(&self) -> &str {
        self.text.value()
    }

    /// The block with `next` appended, which comes later in the source; see [`Text::join`].
    #[must_use]
    pub fn join(mut self, next: Block, glue: &str, rule: &'static Rule) -> Self {
        self.text = self.text.join(next.text, glue, rule);
        self.features.link_chars += next.features.link_chars;
        self.features.links += next.features.links;
        self
    }
}

/// What separates two blocks of a text.
pub const SEPARATOR: &str = "\n\n";

//! Text to blocks and metadata: plain text, Markdown, front matter, HTML.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of the `parse` room.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {}

use crate::document::{Block, Document, Format, Kind, Span, Text};

/// Parses `source` into a document: blocks, metadata, and the edits that take markup out. `name` is the file's name and
/// tells the format where the content does not.
#[must_use]
pub fn parse(source: String, name: &str, options: &Options) -> Document {
    let _ = (name, options);
    plain(source)
}

/// Parses plain text: every line that is not blank is a paragraph.
#[must_use]
pub fn plain(source: String) -> Document {
    let mut document = Document::new(source, Format::Plain);
    let mut at = 0;
    let mut blocks = Vec::new();
    for line in document.source().split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let start = at + (line.len() - line.trim_start().len());
            let span = Span::new(start, start + trimmed.len());
            blocks.push(Block::new(Kind::Paragraph, Text::verbatim(document.source(), span)));
        }
        at += line.len();
    }
    document.blocks = blocks;
    document
}

//! Plain text: every line that is not blank is a paragraph.

use crate::document::{BREAK, Block, Document, Edit, Format, Kind, Span, Text};
use crate::text::is_blank;

/// Parses plain text: every line that is not blank is a paragraph. Indents and trailing white space stay outside.
#[must_use]
pub fn plain(source: String) -> Document {
    let mut document = Document::new(source, Format::Plain);
    let (blocks, edits) = lines(document.source(), Span::new(0, document.source().len()));
    document.blocks = blocks;
    document.edits = edits;
    document
}

/// The lines of `span` as paragraphs, and edits for blank lines that hold zero-width characters.
pub(super) fn lines(source: &str, span: Span) -> (Vec<Block>, Vec<Edit>) {
    let (mut blocks, mut edits) = (Vec::new(), Vec::new());
    let text = span.of(source);
    let mut start = 0;
    while start < text.len() {
        let end = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at);
        let line = &text[start..end];
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let from = span.start as usize + start + (line.len() - line.trim_start().len());
            let span = Span::new(from, from + trimmed.len());
            if trimmed.chars().all(is_blank) {
                edits.push(Edit::removal(span, &BREAK));
            } else {
                blocks.push(Block::new(Kind::Paragraph, Text::verbatim(source, span)));
            }
        }
        start = end + 1;
    }
    (blocks, edits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blank_lines_of_any_kind_part_paragraphs() {
        let document = plain("　　甲乙\r\n\u{a0}\n\u{200b}\u{feff}\n丙　\n".into());
        let values: Vec<_> = document.blocks.iter().map(Block::value).collect();
        assert_eq!(values, ["甲乙", "丙"]);
        document.settle().unwrap();
    }

    proptest! {
        #[test]
        fn any_text_balances(source in "[a甲 　\u{200b}\u{a0}\r\n]{0,40}") {
            prop_assert!(plain(source).settle().is_ok());
        }
    }
}

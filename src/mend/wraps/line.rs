//! Lines of a document as a wrapping program saw them.

use super::head::head;
use super::shape::{is_figures, is_prose, marker};
use super::space::has_space;
use crate::document::{Document, Kind};
use crate::mend::spacing::Spacing;
use crate::text::{closes_line, closes_speech, count_han, display_width, is_wrapped_stop, sticks_out};

/// The narrowest and widest columns that text is wrapped at.
pub(super) const NARROWEST: usize = 28;
pub(super) const WIDEST: usize = 130;
/// Bytes of the longest line that a column may hold, marks above and below its letters among them.
pub(super) const LONGEST: usize = 520;
/// Columns that closing marks may stick out of the column.
pub(super) const HANGING: usize = 2;

/// One line.
pub(super) struct Line<'a> {
    /// What it says.
    pub text: &'a str,
    /// Columns it takes, its indent included.
    pub width: usize,
    /// Columns before its first character.
    pub indent: usize,
    /// Columns of its first word or character: what would have had to fit on the line before.
    pub head: usize,
    /// Columns that the line before it would have with the head of this one on it.
    pub reach: usize,
    /// Line ends between it and the line before.
    pub gap: usize,
    /// Whether it is prose: no table row, code, quoted mail.
    pub prose: bool,
    /// Columns of the bullet or number with which it begins like the item of a list; 0 without.
    pub marker: usize,
    /// Whether it is a single word, which no program can break.
    pub word: bool,
    /// Whether it ends in a soft hyphen, which is shown only where a word is broken.
    pub soft: bool,
    /// Whether it is made of figures and signs more than of letters.
    pub figures: bool,
    /// Whether it holds Chinese.
    pub han: bool,
}

impl<'a> Line<'a> {
    /// The lines of `document`, one a block.
    pub(super) fn all(document: &'a Document, spacing: Spacing) -> Vec<Self> {
        let mut lines: Vec<Self> = Vec::with_capacity(document.blocks.len());
        let mut signature = false;
        for index in 0..document.blocks.len() {
            let mut line = Self::of(document, index);
            if let Some(before) = lines.last() {
                line.reach = before.width + usize::from(has_space(spacing, before.text, line.text)) + line.head;
                // The signature of a mail is as its author set it.
                signature = (signature && line.gap < 2) || before.text == "--";
                line.prose &= !signature;
            }
            lines.push(line);
        }
        lines
    }

    fn of(document: &'a Document, index: usize) -> Self {
        let block = &document.blocks[index];
        let text = block.value();
        let start = index.checked_sub(1).map_or(0, |before| document.blocks[before].text.span().end);
        let gap = document.source().get(start as usize..block.text.span().start as usize).unwrap_or("");
        let lead = gap.rfind(['\n', '\r']).map_or(gap, |at| &gap[at + 1..]);
        let indent = display_width(lead);
        let ends = |end: u8| gap.bytes().filter(|&byte| byte == end).count();
        let mut line = Self {
            text,
            width: indent + text.len(),
            indent,
            head: head(text),
            reach: 0,
            gap: ends(b'\n').max(ends(b'\r')),
            prose: block.is_kept() && block.kind == Kind::Paragraph,
            marker: 0,
            word: false,
            figures: false,
            soft: false,
            han: false,
        };
        // Of a line that no column holds little more matters.
        if text.len() <= LONGEST {
            line.width = indent + display_width(text);
            line.prose = line.prose && is_prose(text);
        }
        if line.width <= WIDEST + HANGING {
            line.marker = marker(text);
            line.word = text.is_ascii() && !text.contains(' ');
            line.figures = is_figures(text);
            line.soft = block.text.span().of(document.source()).ends_with('\u{ad}');
            line.han = count_han(text) > 0;
        }
        line
    }

    /// Whether a sentence may end here, or what is in brackets or quotes.
    pub(super) fn ends_sentence(&self) -> bool {
        ends_sentence(self.text)
    }

    /// The mark that ends a sentence here.
    pub(super) fn stop(&self) -> Option<char> {
        stop(self.text)
    }

    /// Columns that it takes without a mark that may stick out.
    pub(super) fn body(&self) -> usize {
        let hangs = self.text.chars().next_back().is_some_and(sticks_out);
        self.width - if hangs { HANGING.min(self.width) } else { 0 }
    }

    /// Whether it begins with a mark that a program which knows Chinese would have kept on the line before.
    pub(super) fn begins_badly(&self) -> bool {
        self.text.starts_with(['，', '。', '、', '；', '：', '？', '！', '”', '）', '》', '】', '」', '』'])
    }

    /// Whether it begins with a letter that has a lower and an upper case: whether the first is the upper, if so.
    pub(super) fn capital(&self) -> Option<bool> {
        let mut letters = self.text.chars();
        let first = letters.next().filter(|first| first.is_lowercase() || first.is_uppercase())?;
        // Text in capitals throughout says nothing.
        Some(first.is_uppercase() && !letters.next().is_some_and(char::is_uppercase))
    }
}

/// The mark with which a sentence ends at the end of `text`, quotes and brackets that close behind it left out.
pub(super) fn stop(text: &str) -> Option<char> {
    let text = text.trim_end_matches(closes_line);
    text.chars().next_back().filter(|last| is_wrapped_stop(*last))
}

/// Whether a sentence may end with `text`.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.ends_with(|c| is_wrapped_stop(c) || closes_speech(c))
}

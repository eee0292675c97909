//! Lines of a document as a wrapping program saw them.

use super::glue::spaces;
use crate::document::{Document, Kind};
use crate::mend::segmentation::Style;
use crate::text::{
    Class, any_triple, closes_line, closes_speech, count, count_han, display_width, is_eastern_numeral, is_opening,
    is_wrapped_stop, sticks_out,
};

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
    pub(super) fn all(document: &'a Document, style: Style) -> Vec<Self> {
        let mut lines: Vec<Self> = Vec::with_capacity(document.blocks.len());
        let mut signature = false;
        for index in 0..document.blocks.len() {
            let mut line = Self::of(document, index);
            if let Some(before) = lines.last() {
                line.reach = before.width + usize::from(spaces(style, before.text, line.text)) + line.head;
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

    /// Whether a sentence may end here, or what stands in brackets or quotes.
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

/// Columns of the first word of `text`, or of its first character with the brackets that open before it.
fn head(text: &str) -> usize {
    let (mut end, mut latin) = (0, false);
    for (at, c) in text.char_indices() {
        let class = Class::of(c);
        let wordy = matches!(class, Class::Letter | Class::Digit | Class::Ascii | Class::Hangul);
        if class == Class::Space || (latin && !wordy) {
            break;
        }
        end = at + c.len_utf8();
        if latin || !is_opening(c) {
            latin = wordy;
            if !wordy {
                break;
            }
        }
    }
    display_width(&text[..end])
}

/// Whether a line is part of running text, as far as it shows.
fn is_prose(text: &str) -> bool {
    let statement = text.ends_with(';') && text.is_ascii() && (text.contains(['=', '[', '<']) || text.ends_with(");"));
    let marked = text.starts_with(['|', '#', '>', '`', '<', '~', '=']) || text.ends_with(['{', '}']);
    !(statement || marked || is_framed(text) || is_set(text))
}

/// Whether a line is set with wide gaps, leaders or rules, or is code with comments.
fn is_set(text: &str) -> bool {
    const SIGNS: [&str; 10] =
        ["   ", "\t", "\u{3000}\u{3000}", "\u{1b}", "........", "······", "-----", "=====", "/*", "*/"];
    // Most lines hold none of their beginnings.
    let begins = any_triple(text.as_bytes(), |a, b, c| {
        let run = (a == b) & (b == c) & ((a == b' ') | (a == b'.') | (a == b'-') | (a == b'='));
        let wide = ((a == 0x80) & (b == 0x80) & (c == 0xe3)) | ((a == 0xb7) & (b == 0xc2) & (c == 0xb7));
        let comment = ((a == b'/') & (b == b'*')) | ((a == b'*') & (b == b'/'));
        run | wide | comment | (a == b'\t') | (a == 0x1b)
    });
    begins && SIGNS.iter().any(|sign| text.contains(sign))
}

/// Whether a line is drawn: it begins with a box or block, or has the same sign at both ends.
fn is_framed(text: &str) -> bool {
    let (first, last) = (text.chars().next(), text.chars().next_back());
    let drawn = first.is_some_and(|c| ('\u{2500}'..='\u{25ff}').contains(&c) && !BULLETS.contains(c));
    let framed = first == last && first.is_some_and(|c| !c.is_alphanumeric() && !"\"'“”—…*_-.".contains(c));
    drawn || framed && text.chars().nth(1).is_some()
}

/// Whether figures and signs outnumber letters, as in tables.
fn is_figures(text: &str) -> bool {
    let is_sign =
        |byte: u8| (b'!'..=b'@').contains(&byte) | matches!(byte, b'['..=b'`' | b'{'..=b'~' | 0xc2 | 0xe2 | 0xef);
    let characters = count(text.as_bytes(), |byte| !(0x80..0xc0).contains(&byte) & (byte > b' '));
    count(text.as_bytes(), is_sign) * 2 > characters
}

/// Signs that stand before the items of lists, without a space or with one.
const BULLETS: &str = "•·‧●■◆▪○□";

/// Columns of the bullet or number with which a line begins as the items of a list do; 0 without.
fn marker(text: &str) -> usize {
    let is_bullet = |c: char| BULLETS.contains(c) || ('①'..='⑳').contains(&c);
    let is_dash = text.starts_with(['-', '*', '+', '–', '—']) && text.chars().nth(1) == Some(' ');
    let bracketed = text.starts_with(['(', '（']);
    let inner = text.trim_start_matches(['(', '（']);
    let rest = inner.trim_start_matches(is_numeral);
    // Longer numbers are years or telephone numbers.
    let number = if (1..=if bracketed { 2 } else { 3 }).contains(&inner[..inner.len() - rest.len()].chars().count()) {
        text.len() - rest.len()
    } else {
        0
    };
    let length = if is_dash || text.starts_with(is_bullet) {
        text.chars().next().map_or(0, char::len_utf8)
    } else if number > 0 && if bracketed { rest.starts_with([')', '）']) } else { is_numbered(rest) } {
        number + rest.chars().next().map_or(0, char::len_utf8)
    } else {
        return 0;
    };
    let blank = text[length..].len() - text[length..].trim_start().len();
    display_width(&text[..length + blank])
}

/// Whether what stands behind a number makes it the number of an item.
fn is_numbered(rest: &str) -> bool {
    rest.starts_with(['、', ')', '）', '．']) || rest.starts_with(". ")
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || is_eastern_numeral(c)
}

//! What a line looks like: prose, code, a drawing, figures, the item of a list.

use crate::text::{any_triple, count, display_width, is_eastern_numeral};

/// Whether a line is part of running text, as far as it shows.
pub(super) fn is_prose(text: &str) -> bool {
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
pub(super) fn is_figures(text: &str) -> bool {
    let is_sign =
        |byte: u8| (b'!'..=b'@').contains(&byte) | matches!(byte, b'['..=b'`' | b'{'..=b'~' | 0xc2 | 0xe2 | 0xef);
    let characters = count(text.as_bytes(), |byte| !(0x80..0xc0).contains(&byte) & (byte > b' '));
    count(text.as_bytes(), is_sign) * 2 > characters
}

/// Signs before the items of lists, without a space behind them or with one.
const BULLETS: &str = "•·‧●■◆▪○□";

/// Columns of the bullet or number with which a line begins as the items of a list do; 0 without.
pub(super) fn marker(text: &str) -> usize {
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

/// Whether what comes behind a number makes it the number of an item.
fn is_numbered(rest: &str) -> bool {
    rest.starts_with(['、', ')', '）', '．']) || rest.starts_with(". ")
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || is_eastern_numeral(c)
}

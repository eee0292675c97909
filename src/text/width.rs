//! How wide a text is, in half-width columns.
//!
//! Three measures, from the cheapest to the most exact. They agree on letters of Western alphabets without combining
//! marks (1 each) and on Han, kana, Hangul and full-width forms (2 each).

use unicode_width::UnicodeWidthStr;

use super::bytes::count;

/// Width of `text` as limits of length need it: see [`char_width`].
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

/// Width of `c` by its code point: 2 from U+1100 (Hangul Jamo) on, else 1.
///
/// What lies behind that and is narrow counts as wide too: curly quotes, dashes, half-width kana, combining marks of
/// later blocks. Limits of length, which hold for all scripts, need no more.
#[inline]
pub(crate) fn char_width(c: char) -> usize {
    if c < '\u{1100}' { 1 } else { 2 }
}

/// Width of one line as fixed-width fonts of East Asia show it: 2 for East Asian characters, and for all beyond ASCII
/// beside them, quotes, dashes and Greek or Cyrillic letters (East Asian Width "ambiguous", UAX #11) among it.
///
/// The first byte of a character tells its width well enough in most scripts, at the speed of a memory scan; lines in
/// scripts with combining marks or conjoining letters are measured by [`table_width`].
pub(crate) fn display_width(text: &str) -> usize {
    let bytes = text.as_bytes();
    let foreign = count(bytes, |byte| byte >= 0xc2);
    if foreign == 0 {
        text.len()
    } else if count(bytes, |byte| matches!(byte, 0xd6..=0xe1)) > 0 {
        table_width(text)
    } else {
        let characters = count(bytes, |byte| !(0x80..0xc0).contains(&byte));
        characters + if count(bytes, |byte| byte >= 0xe3) > 0 { foreign } else { 0 }
    }
}

/// Width of `text` by the tables of Unicode (UAX #11, "ambiguous" as narrow): 0 for combining marks, 2 for wide forms
/// and emoji. Unlike [`display_width`], curly quotes and dashes are narrow beside Chinese too.
pub(crate) fn table_width(text: &str) -> usize {
    text.width()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_measures() {
        // Each with its width by code points, by first bytes and by tables.
        let cases = [
            ("lantern", [7, 7, 7]),
            ("été", [3, 3, 3]),
            ("Ёж", [2, 2, 2]),
            ("渡口㐀\u{20000}", [8, 8, 8]),
            ("あアＡ。", [8, 8, 8]),
            ("한국", [4, 4, 4]),
            ("渡“a”", [7, 7, 5]),
            ("“a”", [5, 3, 3]),
            ("ｱ", [2, 2, 1]),
            ("😀", [2, 2, 2]),
            ("e\u{301}", [2, 2, 1]),
            ("ภูมิ", [4, 2, 2]),
            ("", [0, 0, 0]),
        ];
        for (text, wanted) in cases {
            assert_eq!([width(text), display_width(text), table_width(text)], wanted, "{text}");
        }
    }
}

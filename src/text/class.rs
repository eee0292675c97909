//! What a character is to the spaces around it.

use super::han::{is_common_han, is_rarer_han};

/// Classes of characters that follow the same spacing rules: what texts of China, Japan and Korea set close, and where
/// authors put a space beside letters and digits. [`super::Category`] tells what a character is by Unicode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// A Han character of any plane, and what is written among them: `〇`, `○`, `々`.
    Han,
    /// East Asian punctuation, quotes and full-width forms: what takes no space on either side.
    Mark,
    /// A letter of an alphabet.
    Letter,
    /// An ASCII digit.
    Digit,
    /// ASCII punctuation.
    Ascii,
    /// Japanese kana.
    Kana,
    /// Korean Hangul.
    Hangul,
    /// White space.
    Space,
    /// Anything else.
    Other,
}

impl Class {
    /// The class of `c`.
    pub(crate) fn of(c: char) -> Self {
        // Most characters by far, and the first question asked of each.
        if is_common_han(c) {
            return Class::Han;
        }
        match c {
            '0'..='9' => Class::Digit,
            'a'..='z' | 'A'..='Z' => Class::Letter,
            ' ' | '\t' | '\n' | '\r' | '\u{a0}' | '\u{3000}' => Class::Space,
            '!'..='~' => Class::Ascii,
            c if is_rarer_han(c) => Class::Han,
            '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}' | '\u{ffe0}'..='\u{ffee}' => Class::Mark,
            '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '•' | '―' => Class::Mark,
            '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}' => Class::Kana,
            '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' => Class::Hangul,
            c if c.is_whitespace() => Class::Space,
            c if c.is_alphabetic() => Class::Letter,
            _ => Class::Other,
        }
    }

    /// Whether the character belongs to Chinese text, which is written without spaces.
    #[inline]
    pub(crate) fn is_chinese(self) -> bool {
        matches!(self, Class::Han | Class::Mark)
    }

    /// Whether the character belongs to a Latin word or a number.
    #[inline]
    pub(crate) fn is_word(self) -> bool {
        matches!(self, Class::Letter | Class::Digit)
    }
}

/// Whether lines that meet at a character of this kind are joined without a space: Han, kana, bopomofo, their
/// punctuation and full-width forms, and the quotes, dashes and ellipses that Chinese shares with other languages.
///
/// Wider than `Class::Han | Class::Mark | Class::Kana`: radicals, enclosed and square forms, Hangul compatibility
/// letters, Yi and half-width forms count too; `·`, `•`, `―` and `○` do not.
#[inline]
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFF}' | '“' | '”' | '‘' | '’' | '…' | '—')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_each_kind() {
        let cases = [
            ("一龥㐀\u{f900}\u{20000}\u{2f800}\u{30000}〇○々", Class::Han),
            ("，。、“”‘’…—·•―《》（）！Ａ７～｡･￥\u{3003}", Class::Mark),
            ("azéßЖαعก", Class::Letter),
            ("09", Class::Digit),
            ("!-(~_@", Class::Ascii),
            ("あゝアー゛ㇰｱﾞ", Class::Kana),
            ("가힣ㄱᄀ", Class::Hangul),
            (" \t\n\r\u{a0}\u{3000}\u{2009}\u{2028}\u{85}", Class::Space),
            ("😀→½⺀⼀䷀\u{301}\u{200b}\u{feff}\u{fe0f}\u{e000}–", Class::Other),
        ];
        for (text, wanted) in cases {
            for c in text.chars() {
                assert_eq!(Class::of(c), wanted, "{c} U+{:04X}", c as u32);
            }
        }
    }

    #[test]
    fn unspaced_is_wider_than_the_classes() {
        assert!("一あアｱ㍿⺀ꀀ，。“”…—！Ａ\u{20000}\u{fe30}".chars().all(is_unspaced));
        assert!(!"aéЖ7·•―○가ᄀ😀 \n".chars().any(is_unspaced));
    }
}

//! The script of a character, by Unicode's property of that name.

use unicode_script::{Script, UnicodeScript};

/// The script of `c` (UAX #24). What texts are full of is told without a search in the tables.
#[inline]
pub(crate) fn script(c: char) -> Script {
    match c {
        'a'..='z' | 'A'..='Z' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ʸ' => Script::Latin,
        '\0'..='\u{7f}' | '“' | '”' | '‘' | '’' | '—' | '–' | '…' | '、' | '。' | '，' | '：' => {
            Script::Common
        }
        _ => c.script(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_those_of_the_tables() {
        assert!(('\0'..='\u{FFFF}').all(|c| script(c) == c.script()));
    }

    #[test]
    fn characters_of_each_kind() {
        let cases = [
            ("中㐀\u{f900}\u{20000}々〇⺀", Script::Han),
            ("あゝ", Script::Hiragana),
            ("アｱ", Script::Katakana),
            ("한ㄱᄀ", Script::Hangul),
            ("éＡ", Script::Latin),
            ("ー０😀。、！", Script::Common),
            ("\u{301}\u{fe0f}", Script::Inherited),
        ];
        for (text, wanted) in cases {
            assert!(text.chars().all(|c| script(c) == wanted), "{text}");
        }
    }
}

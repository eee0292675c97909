//! What a Han character is, or an East Asian one.
//!
//! Several definitions, because several questions are asked: what common text is written in (the basic block), what is
//! written without spaces (Han of all planes), what the tables of models cover (the basic plane), and what the models of
//! `strip` counted when they were trained. The ranges are the blocks of Unicode 16 (Blocks.txt).

use std::ops::RangeInclusive;

use super::bytes::count;

/// First bytes in UTF-8 of the Han characters U+5000 to U+9FFF, the most common by far, and of nothing else. The byte
/// before them, which [`count_han`] takes too, begins U+4E00 to U+4FFF, but also hexagrams and a part of extension A.
pub(crate) const HAN_LEADS: RangeInclusive<u8> = 0xe5..=0xe9;

/// Whether `c` is in the basic block of unified ideographs, U+4E00 to U+9FFF: all that most texts are written
/// in.
#[inline]
pub(crate) const fn is_common_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

/// Whether `c` is a unified ideograph of the basic plane: U+3400 to U+9FFF, which is the basic block, extension A and,
/// between them, the 64 hexagrams of the Book of Changes, which are symbols and so rare that no caller tells them
/// apart.
#[inline]
pub(crate) const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}')
}

/// Whether `c` is in extension A, the rarer unified ideographs of the basic plane.
#[inline]
pub(super) const fn is_extension_a(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}')
}

/// Whether `c` is in the planes of ideographs (2 and 3): extensions B and later, and their compatibility ideographs.
#[inline]
pub(super) const fn is_supplementary(c: char) -> bool {
    matches!(c, '\u{20000}'..='\u{3FFFF}')
}

/// Whether `c` is a Han character of running text: ideographs of all planes, compatibility ideographs, and `〇`, `々` and
/// `○` (which is typed for `〇`); no radicals, no hexagrams.
#[inline]
pub(crate) const fn is_han(c: char) -> bool {
    is_common_han(c) || is_rarer_han(c)
}

/// What [`is_han`] knows beyond [`is_common_han`].
#[inline]
pub(super) const fn is_rarer_han(c: char) -> bool {
    is_extension_a(c) || matches!(c, '〇' | '○' | '々' | '\u{F900}'..='\u{FAFF}') || is_supplementary(c)
}

/// Whether `c` counts as East Asian in the model of page blocks: radicals, kana, bopomofo, CJK punctuation, Han of all
/// planes and Hangul syllables; no full-width forms. The model was trained with these ranges.
#[inline]
pub(crate) const fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{AC00}'..='\u{D7AF}') || is_supplementary(c)
}

/// Whether `c` counts as an East Asian letter in the model of edge lines, which is trained with these ranges: as
/// [`is_east_asian`], without CJK punctuation (U+3000 to U+303F), compatibility ideographs and the supplementary planes.
#[inline]
pub(crate) const fn is_east_asian_letter(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FFF}' | '\u{3040}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}')
}

/// About how many Han characters `text` holds, at the speed of a memory scan: bytes that only begin U+4000 to U+9FFF.
pub(crate) fn count_han(text: &str) -> usize {
    count(text.as_bytes(), |byte| (0xe4..=0xe9).contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_differ_as_they_say() {
        // Each with whether it is common Han, an ideograph, Han, East Asian, an East Asian letter.
        let cases = [
            ("一龥鿿", [true, true, true, true, true]),
            ("㐀䶿", [false, true, true, true, true]),
            ("䷀", [false, true, false, true, true]),
            ("\u{f900}\u{fa0e}", [false, false, true, true, false]),
            ("\u{20000}\u{2a700}\u{2f800}\u{30000}\u{31350}", [false, false, true, true, false]),
            ("々〇", [false, false, true, true, false]),
            ("○", [false, false, true, false, false]),
            ("⺀⼀", [false, false, false, true, true]),
            ("あアㇰㄅㄱ", [false, false, false, true, true]),
            ("가힣", [false, false, false, true, true]),
            ("、。《\u{3000}", [false, false, false, true, false]),
            ("ｱＡ！﹏", [false; 5]),
            ("aé“…—·7\u{301}😀\u{1100}", [false; 5]),
        ];
        for (text, wanted) in cases {
            for c in text.chars() {
                let found = [is_common_han(c), is_ideograph(c), is_han(c), is_east_asian(c), is_east_asian_letter(c)];
                assert_eq!(found, wanted, "{c} U+{:04X}", c as u32);
            }
        }
    }

    #[test]
    fn leads_begin_han_alone() {
        let lead = |c: char| c.encode_utf8(&mut [0; 4]).as_bytes()[0];
        for c in '\0'..=char::MAX {
            assert_eq!(HAN_LEADS.contains(&lead(c)), ('\u{5000}'..='\u{9fff}').contains(&c), "{c}");
        }
    }

    #[test]
    fn counts_agree_with_a_slow_look() {
        let text = "我 爱 a b，天 气 好 ！ok 的".repeat(40);
        assert_eq!(count_han(&text), text.chars().filter(|&c| is_han(c)).count());
    }
}

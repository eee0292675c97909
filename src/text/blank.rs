//! Characters that show nothing or say nothing: white space, zero-width characters, line ends, private use.

/// Whether a character shows nothing: white space of any kind, zero-width characters among it. What is made of these
/// alone is no text.
#[inline]
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

/// Whether a character is one of the four spaces that stand within a line once `mend.characters` has made odder ones
/// plain: unlike [`is_blank`], no line end and nothing of zero width.
#[inline]
pub(crate) fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{3000}')
}

/// Whether a character ends a line, though it is neither line feed nor carriage return: line tabulation, form feed,
/// next line, line and paragraph separator (UAX #14, class BK and NL).
#[inline]
pub(crate) fn is_line_break(c: char) -> bool {
    matches!(c, '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether a character is for private use: what it shows depends on the font.
#[inline]
pub(crate) fn is_private_use(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_gaps_and_breaks_differ() {
        // Each with whether it is blank, a gap, a line break.
        let cases = [
            (' ', [true, true, false]),
            ('\t', [true, true, false]),
            ('\u{a0}', [true, true, false]),
            ('\u{3000}', [true, true, false]),
            ('\n', [true, false, false]),
            ('\u{2028}', [true, false, true]),
            ('\u{85}', [true, false, true]),
            ('\u{2009}', [true, false, false]),
            ('\u{200b}', [true, false, false]),
            ('\u{feff}', [true, false, false]),
            ('\u{ad}', [true, false, false]),
            ('\u{301}', [false, false, false]),
            ('\u{fe0f}', [false, false, false]),
            ('字', [false, false, false]),
        ];
        for (c, wanted) in cases {
            assert_eq!([is_blank(c), is_gap(c), is_line_break(c)], wanted, "{c:?}");
        }
    }

    #[test]
    fn private_use_is_in_three_planes() {
        assert!("\u{e000}\u{f8ff}\u{f0000}\u{10fffd}".chars().all(is_private_use));
        assert!(!"\u{f900}\u{ffff}字😀".chars().any(is_private_use));
    }
}

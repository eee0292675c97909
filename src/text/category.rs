//! What a character counts as in the signals of a text: punctuation, symbol, digit, Latin letter or Han.

use std::sync::LazyLock;

use regex::Regex;

use super::han::is_supplementary;

/// What a character is by Unicode's general category and script: the share of each in a text is a signal of its quality.
///
/// Unlike [`super::Class`], which is about spacing, this follows Unicode to the letter: a full-width letter is Latin, `〇`
/// and the radicals are Han, `“` is punctuation and `○` a symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Category {
    /// None of the others: white space, letters of other scripts, controls.
    Other,
    /// General category P.
    Punctuation,
    /// General category S.
    Symbol,
    /// A decimal digit of any script: general category Nd.
    Digit,
    /// A letter or numeral of the Latin script, in any width.
    Latin,
    /// Of the Han script.
    Han,
}

/// The category of every character of the basic plane, from the Unicode tables of the regex library: one lookup per
/// character instead of a binary search.
static CATEGORIES: LazyLock<Vec<Category>> = LazyLock::new(|| {
    let all: String = ('\0'..='\u{ffff}').collect();
    let mut categories = vec![Category::Other; 0x1_0000];
    // The later takes precedence over the earlier: 〇 is a number, 々 a letter, and both are Han.
    let kinds = [
        (r"\p{P}", Category::Punctuation),
        (r"\p{S}", Category::Symbol),
        (r"\p{Nd}", Category::Digit),
        (r"\p{Latin}", Category::Latin),
        (r"\p{Han}", Category::Han),
    ];
    for (pattern, category) in kinds {
        let Ok(regex) = Regex::new(pattern) else { continue };
        for c in regex.find_iter(&all).filter_map(|found| found.as_str().chars().next()) {
            if let Some(slot) = categories.get_mut(c as usize) {
                *slot = category;
            }
        }
    }
    categories
});

/// Whether `c` is in the blocks of pictographs beyond the basic plane, U+1F000 to U+1FAFF, where most emoji are.
#[inline]
pub(crate) const fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{1F000}'..='\u{1FAFF}')
}

impl Category {
    /// Number of categories.
    pub(crate) const COUNT: usize = 6;

    /// The category of `c`. Beyond the basic plane only pictographs and ideographs are told, by their ranges.
    #[inline]
    pub(crate) fn of(c: char) -> Self {
        match CATEGORIES.get(c as usize) {
            Some(&category) => category,
            None if is_pictograph(c) => Category::Symbol,
            None if is_supplementary(c) => Category::Han,
            None => Category::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_each_kind() {
        let cases = [
            ("中㐀\u{f900}\u{20000}\u{2f800}\u{30000}々〇⺀⼀", Category::Han),
            ("aéＡⅣªʰ", Category::Latin),
            ("7７٣", Category::Digit),
            ("，。“”…—-()_《》！・･", Category::Punctuation),
            ("○+＋¥→😀🀄", Category::Symbol),
            ("あアｱー한ㄱж½ \n\u{3000}\u{301}\u{200b}\u{e000}\u{1d400}", Category::Other),
        ];
        for (text, wanted) in cases {
            for c in text.chars() {
                assert_eq!(Category::of(c), wanted, "{c}");
            }
        }
    }
}

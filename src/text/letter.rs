//! Letters, digits and what combines with them, as Unicode has them.

use super::han::is_common_han;

/// Whether `c` is a letter or an ideograph (property Alphabetic); ideographs are known without the tables of Unicode,
/// which are slow for them.
#[inline]
pub(crate) fn is_letter(c: char) -> bool {
    c.is_ascii_lowercase() || is_common_han(c) || c.is_alphabetic()
}

/// Whether `c` is a letter, an ideograph or a digit.
#[inline]
pub(crate) fn is_letter_or_digit(c: char) -> bool {
    is_letter(c) || c.is_numeric()
}

/// Whether `c` is an accent or the like that combines with the letter before it (general category M).
#[inline]
pub(crate) fn is_combining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Whether `c` is a digit of East Asian text: the Chinese numerals of small numbers, and full-width digits.
#[inline]
pub(crate) fn is_eastern_numeral(c: char) -> bool {
    "一二三四五六七八九十百".contains(c) || ('０'..='９').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_without_tables_is_what_they_say() {
        assert!(('\0'..=char::MAX).all(|c| is_letter(c) == c.is_alphabetic()));
        assert!(('\0'..=char::MAX).all(|c| is_letter_or_digit(c) == c.is_alphanumeric()));
    }

    #[test]
    fn marks_and_numerals() {
        assert!("\u{301}\u{302a}\u{fe0f}\u{0e31}".chars().all(is_combining) && !"é字゛ｱー".chars().any(is_combining));
        assert!("一十百０９".chars().all(is_eastern_numeral) && !"1①千零Ａ".chars().any(is_eastern_numeral));
    }
}

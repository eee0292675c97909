//! Letters and digits, as Unicode has them.

/// Whether `c` is a letter or an ideograph (property Alphabetic); ideographs are known without the tables of Unicode,
/// which are slow for them.
#[inline]
pub(crate) fn is_letter(c: char) -> bool {
    matches!(c, 'a'..='z' | '\u{4E00}'..='\u{9FFF}') || c.is_alphabetic()
}

/// Whether `c` is a letter, an ideograph or a digit.
#[inline]
pub(crate) fn is_letter_or_digit(c: char) -> bool {
    is_letter(c) || c.is_numeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_without_tables_is_what_they_say() {
        assert!(('\0'..=char::MAX).all(|c| is_letter(c) == c.is_alphabetic()));
        assert!(('\0'..=char::MAX).all(|c| is_letter_or_digit(c) == c.is_alphanumeric()));
    }
}

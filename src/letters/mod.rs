//! Letters: the forms in which one letter is written, and what two texts may differ in and still say the same.
//!
//! Every room that compares texts compares letters: `mend` and `strip` within a document, `dedup` across documents.

mod fold;
pub(crate) mod han;
mod words;

pub(crate) use fold::{Letter, extend, fold, folded, letters, table};
pub(crate) use words::{Words, contains};

/// Whether `c` is a letter or an ideograph; ideographs are known without the tables of Unicode, which are slow for them.
pub(crate) fn is_letter(c: char) -> bool {
    matches!(c, 'a'..='z' | '\u{4E00}'..='\u{9FFF}') || c.is_alphabetic()
}

/// Whether `c` is an ideograph of the unified block or of its first extension.
pub(crate) fn is_ideograph(c: char) -> bool {
    ('\u{3400}'..='\u{9FFF}').contains(&c)
}

/// Whether `c` is a letter, an ideograph or a digit.
pub(crate) fn is_letter_or_digit(c: char) -> bool {
    is_letter(c) || c.is_numeric()
}

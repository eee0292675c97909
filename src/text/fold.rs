//! Folding: width, case, accents, the traditional form, spacing and punctuation set aside.
//!
//! What is left are the letters of a text, by which texts are compared: `mend` and `strip` within a document, `dedup`
//! across documents. Compatibility forms (NFKD, UAX #15) and case are Unicode's, by the tables of the crate
//! `unicode-normalization` and of the standard library; simplified forms are OpenCC's.

use std::sync::LazyLock;

use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};

use super::boundary::boundary;
use super::han::{is_common_han, is_extension_a};
use super::variant::simplify;

/// A letter, digit or ideograph after folding ([`fold_char`]), as its UTF-16 code; 0 for a character that folding drops.
/// Half the size of a `char`: long texts are kept as letters.
pub(crate) type Letter = u16;

/// Number of characters of the basic plane.
const PLANE: usize = 0x1_0000;
/// Text folded at a time, in bytes: a document without end must not ask for all its memory at once.
const PIECE: usize = 4096;

/// The letter of every character of the basic plane.
pub(crate) type Table = [Letter; PLANE];

static TABLE: LazyLock<Box<Table>> = LazyLock::new(|| {
    let fold = |c: u32| {
        // A simplified form beyond the plane would not fit: such a character stays as it is.
        char::from_u32(c).and_then(fold_char).map_or(0, |folded| Letter::try_from(folded as u32).unwrap_or(c as Letter))
    };
    let mut table = Box::new([0; PLANE]);
    table.iter_mut().zip(0..).for_each(|(letter, c)| *letter = fold(c));
    table
});

/// The table of letters, to be taken once and asked often.
pub(crate) fn table() -> &'static Table {
    &TABLE
}

/// The compatibility form of `c` without accents (full-width becomes half-width), in lower case and simplified; none for
/// what is neither letter, digit nor ideograph.
pub(crate) fn fold_char(c: char) -> Option<char> {
    match c {
        // The greater part of the plane by far, which the tables of Unicode are slow for: nothing of it folds but what
        // has a simplified form.
        c if is_common_han(c) || is_extension_a(c) => Some(simplify(c)),
        '\u{AC00}'..='\u{D7A3}' => Some(c),
        '\u{E000}'..='\u{F8FF}' => None,
        _ => fold_by_tables(c),
    }
}

fn fold_by_tables(c: char) -> Option<char> {
    let mut parts = std::iter::once(c).nfkd().filter(|&part| canonical_combining_class(part) == 0);
    let plain = match (parts.next(), parts.next()) {
        (Some(one), None) => one,
        _ => c,
    };
    let mut lower = plain.to_lowercase();
    let lower = if lower.len() == 1 { lower.next().unwrap_or(plain) } else { plain };
    lower.is_alphanumeric().then(|| simplify(lower))
}

/// The letter of `c` by `table`. A character beyond the basic plane is known by its lower half: no text tells two apart
/// by that alone.
#[inline]
fn letter(table: &Table, c: char) -> Letter {
    match table.get(c as usize) {
        Some(&letter) => letter,
        None => fold_char(c).map_or(0, |c| (c as Letter).max(1)),
    }
}

/// The letters of `text`, with the byte offsets of their characters.
pub(crate) fn letters(text: &str) -> impl Iterator<Item = (usize, Letter)> {
    let table = table();
    text.char_indices().map(|(at, c)| (at, letter(table, c))).filter(|&(_, letter)| letter != 0)
}

/// The letters of `text`, to be compared.
pub(crate) fn folded(text: &str) -> Vec<Letter> {
    let mut letters = Vec::new();
    extend(&mut letters, text);
    letters
}

/// Appends the letters of `text`: [`letters`] for long texts.
pub(crate) fn extend(letters: &mut Vec<Letter>, mut text: &str) {
    let table = table();
    while !text.is_empty() {
        let (piece, rest) = text.split_at(boundary(text, PIECE));
        text = rest;
        let mut end = letters.len();
        letters.resize(end + piece.len(), 0);
        // Always written, and counted if it is a letter: cheaper than a branch that cannot be foreseen.
        let mut push = |letter| {
            if let Some(slot) = letters.get_mut(end) {
                *slot = letter;
                end += usize::from(letter != 0);
            }
        };
        if piece.is_ascii() {
            piece.bytes().for_each(|byte| push(table[usize::from(byte)]));
        } else {
            piece.chars().for_each(|c| push(letter(table, c)));
        }
        letters.truncate(end);
    }
}

#[cfg(test)]
mod tests {
    use super::{fold_by_tables, fold_char, folded, letters};

    #[test]
    fn spacing_punctuation_width_case_accents_and_standard_do_not_count() {
        assert_eq!(folded("《雨夜》 ＡＢＣ－１２, x!"), folded("雨夜abc12X"));
        assert_eq!(folded("ÉTÉ — été"), folded("éte\u{301}ete"));
        assert_eq!(folded("龍門後"), folded("龙门后"));
        assert!(folded("……——“”\n").is_empty());
    }

    #[test]
    fn what_is_known_without_tables_is_what_they_say() {
        assert!(('\0'..='\u{FFFF}').all(|c| fold_char(c) == fold_by_tables(c)));
    }

    #[test]
    fn long_texts_fold_as_short_ones() {
        for text in ["Lantern-keeper, 7 ".repeat(900), "渡口的老人，Ａ".repeat(900)] {
            assert!(folded(&text).into_iter().eq(letters(&text).map(|(_, letter)| letter)));
        }
    }

    #[test]
    fn characters_beyond_the_basic_plane_count() {
        assert_ne!(folded("\u{20BB7}野家"), folded("野家"));
        assert_eq!(folded("\u{20000}😀").len(), 1);
    }
}

//! A text cut into numbers, words and marks.

/// A piece of a text in which a date is looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Piece<'a> {
    /// Value and number of digits.
    Number(u32, usize),
    /// Letters in a row.
    Word(&'a str),
    /// Any other character but white space, and the characters that [`is_unit`] knows.
    Mark(char),
}

use Piece::{Mark, Number, Word};

/// Characters of Chinese and Japanese dates that stand for themselves.
fn is_unit(c: char) -> bool {
    matches!(c, '年' | '月' | '日' | '号' | '號' | '时' | '時' | '点' | '點' | '分' | '秒' | '년' | '월' | '일')
}

/// Cuts `text` into its pieces; white space only separates them.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = |is: &dyn Fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        let len = if first.is_ascii_digit() {
            let len = run(&|c| c.is_ascii_digit());
            pieces.push(Number(rest[..len].parse().unwrap_or(u32::MAX), len));
            len
        } else if first.is_alphabetic() && !is_unit(first) {
            let len = run(&|c| c.is_alphabetic() && !is_unit(c));
            // RFC 3339 sets the time off by a letter.
            pieces.push(if &rest[..len] == "T" { Mark('T') } else { Word(&rest[..len]) });
            len
        } else {
            if !first.is_whitespace() {
                pieces.push(Mark(first));
            }
            first.len_utf8()
        };
        rest = &rest[len..];
    }
    pieces
}

/// Whether `piece` is one of `words`, in letters of either case.
pub(super) fn is_word(piece: Option<Piece>, words: &[&str]) -> bool {
    matches!(piece, Some(Word(word)) if words.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

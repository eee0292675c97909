//! The pieces of a paragraph between which a headline may end.

use super::spacing::Spacing;
use crate::text::{PAIRS, is_closing, is_comma, is_han, is_opening};

/// What a token is to the end of a headline. The numbers are those the model was fitted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// No token: before the first and after the last.
    Edge,
    /// A Han character.
    Han,
    /// A run of Latin letters.
    Letters,
    /// A run of digits.
    Digits,
    /// A mark that may end a headline.
    End,
    /// A colon.
    Colon,
    /// A mark that separates clauses or items.
    Comma,
    /// An opening bracket or quote.
    Opens,
    /// A closing bracket or quote.
    Closes,
    /// A sign inside names and numbers.
    Sign,
    /// Anything else.
    Other,
}

/// How many tokens a bracket may hold.
const BRACKETED: usize = 40;

impl Class {
    /// The class of `c`.
    pub(super) fn of(c: char) -> Self {
        match c {
            'a'..='z' | 'A'..='Z' => Self::Letters,
            '0'..='9' => Self::Digits,
            '？' | '！' | '?' | '!' | '…' => Self::End,
            '：' | ':' => Self::Colon,
            c if is_comma(c) => Self::Comma,
            '-' | '—' | '+' | '/' | '·' | '.' | '&' => Self::Sign,
            _ if is_opening(c) => Self::Opens,
            _ if is_closing(c) => Self::Closes,
            _ if is_han(c) => Self::Han,
            _ => Self::Other,
        }
    }

    /// Whether it makes part of a word or a number.
    pub(super) fn is_word(self) -> bool {
        matches!(self, Self::Letters | Self::Digits)
    }
}

/// A Han character, a run of letters or of digits, or a mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Byte offset at which it begins.
    pub start: usize,
    /// Byte offset at which it ends.
    pub end: usize,
    /// The character; of a run of letters a hash that knows no case, of digits one for all.
    pub id: u32,
    /// What it is.
    pub class: Class,
    /// Whether white space is before it.
    pub spaced: bool,
    /// Whether a word begins with it: white space is or was before it, or that does not matter.
    pub begins_word: bool,
    /// Whether a headline may begin with it.
    pub may_begin: bool,
}

/// Reads the tokens of `text`; `gaps` are the offsets at which white space has been taken out, sorted.
pub(super) fn read(text: &str, spacing: Spacing, gaps: &[usize]) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 3);
    let mut gaps = gaps.iter().copied().peekable();
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            continue;
        }
        let class = Class::of(c);
        let spaced = tokens.last().is_some_and(|token| token.end < at);
        match tokens.last_mut() {
            Some(run) if class.is_word() && run.class == class && !spaced => run.extend(at, c),
            _ => {
                let mut begins_word = spaced;
                while gaps.next_if(|gap| *gap <= at).is_some_and(|gap| gap == at) {
                    begins_word = true;
                }
                let begins_word = at > 0 && (begins_word || spacing == Spacing::Glued);
                tokens.push(Token::new(at, c, class, spaced, begins_word));
            }
        }
    }
    mark_beginnings(text, &mut tokens);
    tokens
}

impl Token {
    fn new(start: usize, c: char, class: Class, spaced: bool, begins_word: bool) -> Self {
        let id = match class {
            Class::Letters => hash(0x811c_9dc5, c),
            Class::Digits => u32::from('0'),
            _ => u32::from(c),
        };
        Self { start, end: start + c.len_utf8(), id, class, spaced, begins_word, may_begin: false }
    }

    fn extend(&mut self, at: usize, c: char) {
        self.end = at + 1;
        if self.class == Class::Letters {
            self.id = hash(self.id, c);
        }
    }

    /// How much of a headline's length it makes up.
    pub(super) fn width(&self) -> usize {
        if self.class == Class::Letters { 2 } else { 1 }
    }
}

/// One step of FNV-1a, without case.
fn hash(id: u32, c: char) -> u32 {
    (id ^ u32::from(c.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
}

/// Marks the tokens with which a headline may begin: none inside brackets, none beside a mark that leans on it.
fn mark_beginnings(text: &str, tokens: &mut [Token]) {
    // Before `closed` all is inside brackets.
    let (mut before, mut closed) = (Class::Edge, 0);
    for at in 0..tokens.len() {
        let Token { start, class, begins_word, .. } = tokens[at];
        tokens[at].may_begin = begins_word
            && at >= closed
            && !matches!(before, Class::Edge | Class::Colon | Class::Comma | Class::Opens)
            && !matches!(class, Class::End | Class::Colon | Class::Comma | Class::Closes);
        if class == Class::Opens && at >= closed {
            let closing = text[start..].chars().next().and_then(|c| PAIRS.iter().find(|pair| pair.0 == c));
            let mut inside = tokens[at + 1..].iter().take(BRACKETED);
            if let Some(length) = closing.and_then(|pair| inside.position(|token| token.id == u32::from(pair.1))) {
                closed = at + 1 + length + 1;
            }
        }
        before = class;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beginnings(text: &str, spacing: Spacing, gaps: &[usize]) -> Vec<String> {
        let tokens = read(text, spacing, gaps);
        tokens.iter().filter(|token| token.may_begin).map(|token| text[token.start..token.end].to_owned()).collect()
    }

    #[test]
    fn headlines_begin_at_spaces_at_gaps_or_anywhere() {
        assert_eq!(beginnings("山中 Linux笔记", Spacing::Spaced, &[]), ["Linux"]);
        assert_eq!(beginnings("山中Linux笔记", Spacing::Segmented, &[6, 11]), ["Linux", "笔"]);
        assert_eq!(beginnings("山中Linux", Spacing::Glued, &[]), ["中", "Linux"]);
    }

    #[test]
    fn none_begins_inside_brackets_or_at_a_mark_that_leans() {
        assert_eq!(beginnings("《山 海》", Spacing::Spaced, &[]), [""; 0]);
        assert_eq!(beginnings("问 ：答", Spacing::Glued, &[]), [""; 0]);
        assert_eq!(beginnings("（没有关上", Spacing::Glued, &[]), ["有", "关", "上"]);
    }

    #[test]
    fn words_are_hashed_without_case() {
        let ids = |text| read(text, Spacing::Glued, &[]).iter().map(|token| token.id).collect::<Vec<u32>>();
        assert_eq!(ids("Rust 2024"), ids("RUST 7"));
        assert_ne!(ids("Rust"), ids("Dust"));
    }
}

//! What a block is made of.

use crate::text::{closes_sentence, is_clause_stop, is_comma, is_east_asian, is_stop_or_point};

/// What a block says of itself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub chars: f32,
    pub han: f32,
    /// Ideographs that hold sentences together.
    pub particles: f32,
    /// Letters of words in alphabetic scripts, such words, those of three letters at most, those with a capital.
    pub letters: f32,
    pub latin: f32,
    pub short: f32,
    pub capitals: f32,
    pub ends: f32,
    pub commas: f32,
    pub punctuation: f32,
    pub digits: f32,
    pub upper: f32,
    pub symbols: f32,
    pub words: f32,
    pub lines: f32,
    pub closed: bool,
    pub colon: bool,
    pub date: bool,
}

/// Characters of a block that are looked at: more says nothing new.
pub(super) const LOOK: usize = 2000;

/// Ideographs that hold sentences together.
const PARTICLES: [char; 14] = ['的', '了', '是', '在', '和', '有', '我', '他', '这', '不', '也', '就', '都', '而'];

impl Counts {
    /// Adds a word of `letters`.
    fn spell(&mut self, letters: u16) {
        self.latin += 1.0;
        self.letters += f32::from(letters);
        self.short += f32::from(letters <= 3);
    }
}

/// Counts what the beginning of `text` is made of.
pub(super) fn count(text: &str) -> Counts {
    let mut counts = Counts::default();
    let mut in_word = false;
    // Digits and letters since anything else.
    let (mut digits, mut letters) = (0, 0);
    for c in text.chars().take(LOOK) {
        counts.chars += 1.0;
        let (mut word, mut letter) = (false, false);
        match c {
            '0'..='9' => {
                counts.digits += 1.0;
                digits += 1;
                word = true;
            }
            'a'..='z' => letter = true,
            'A'..='Z' => {
                counts.upper += 1.0;
                counts.capitals += f32::from(letters == 0);
                letter = true;
            }
            c if is_stop_or_point(c) => {
                counts.ends += 1.0;
                counts.punctuation += 1.0;
            }
            c if is_comma(c) => {
                counts.commas += 1.0;
                counts.punctuation += 1.0;
            }
            '|' | '·' | '»' | '«' | '›' | '©' | '→' | '←' | '•' | '/' | '>' | '<' | '【' | '】' | '_' => {
                counts.symbols += 1.0
            }
            ' ' => {}
            '\n' => counts.lines += 1.0,
            c if is_east_asian(c) => {
                counts.han += 1.0;
                counts.particles += f32::from(PARTICLES.contains(&c));
            }
            ':' | '：' | '"' | '“' | '”' | '(' | ')' | '（' | '）' | '-' | '—' => counts.punctuation += 1.0,
            _ if c.is_alphabetic() => {
                counts.capitals += f32::from(letters == 0 && c.is_uppercase());
                letter = true;
            }
            _ => {}
        }
        word = word || letter;
        if letter {
            letters += 1;
        } else if letters > 0 {
            counts.spell(letters);
            letters = 0;
        }
        if word && !in_word {
            counts.words += 1.0;
        }
        if digits > 0 && !c.is_ascii_digit() {
            counts.date = counts.date
                || (digits == 4 && matches!(c, '-' | '年' | '/' | '.' | ',' | ' '))
                || (digits <= 2 && c == ':');
            digits = 0;
        }
        in_word = word;
    }
    if letters > 0 {
        counts.spell(letters);
    }
    counts.date = counts.date || digits == 4;
    let last = text.trim_end_matches(closes_sentence).chars().next_back();
    counts.closed = last.is_some_and(|c| is_clause_stop(c) || c == '.');
    counts.colon = matches!(last, Some(':' | '：'));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_counted_by_what_they_are_made_of() {
        let counts = count("The harvest of Some Village, 我们的秋收。");
        assert_eq!((counts.latin, counts.short, counts.capitals), (5.0, 2.0, 3.0));
        assert_eq!((counts.han, counts.particles, counts.ends, counts.commas), (5.0, 2.0, 1.0, 1.0));
        assert!(counts.closed && !counts.date && count("于2020年").date);
    }
}

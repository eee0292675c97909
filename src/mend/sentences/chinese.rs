//! Sentences of Chinese and Japanese.

use crate::mend::script::{Class, is_han};

const OPENING: [char; 9] = ['（', '(', '【', '[', '《', '「', '『', '“', '‘'];
const CLOSING: [char; 9] = ['）', ')', '】', ']', '》', '」', '』', '”', '’'];
/// A bracket that is not closed within this many bytes is taken for a slip.
const LONGEST_BRACKET: usize = 600;

/// Byte offsets in `line` at which sentences end, before the end of the line.
pub(super) fn ends(line: &str) -> Vec<usize> {
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let mut reader = Reader { line, chars: &chars, open: Vec::new() };
    let mut ends = Vec::new();
    let mut at = 0;
    let mut start = 0;
    while at < chars.len() {
        let c = chars[at].1;
        if !reader.may_end(at, start) {
            reader.read(at, c);
            at += 1;
            continue;
        }
        let (next, end) = reader.end(start, at);
        if end && next < chars.len() {
            ends.push(reader.offset(next));
            start = next;
        }
        at = next;
    }
    ends
}

struct Reader<'a> {
    line: &'a str,
    chars: &'a [(usize, char)],
    /// Brackets and quotes that are open: the sign that closes them, and where they began.
    open: Vec<(char, usize)>,
}

impl Reader<'_> {
    fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).map(|&(_, c)| c)
    }

    fn offset(&self, at: usize) -> usize {
        self.chars.get(at).map_or(self.line.len(), |&(offset, _)| offset)
    }

    fn before(&self, at: usize) -> Option<char> {
        self.get(at.checked_sub(1)?)
    }

    /// Opens and closes brackets; gives where the one that `c` closes began.
    fn read(&mut self, at: usize, c: char) -> Option<usize> {
        if let Some(kind) = OPENING.iter().position(|&open| open == c) {
            self.open.push((CLOSING[kind], at));
        } else if self.open.last().is_some_and(|&(close, _)| close == c) {
            return self.open.pop().map(|(_, began)| began);
        }
        None
    }

    /// Whether the character at `at` may end a sentence that began at `start`.
    fn may_end(&self, at: usize, start: usize) -> bool {
        match self.get(at) {
            Some('。' | '！' | '？' | '!' | '?' | '…' | '｡') => true,
            Some('.') => self.is_full_stop(at, start),
            Some('~' | '～') => {
                let sighs = self.before(at).is_some_and(|c| "吧啊哦呀呢啦哈嘛哟".contains(c));
                sighs && self.get(at + 1).is_some_and(is_han)
            }
            _ => false,
        }
    }

    /// Whether the point at `at` is a full stop: not part of a number, name, address or abbreviation.
    fn is_full_stop(&self, at: usize, start: usize) -> bool {
        let follows =
            self.get(at + 1).is_none_or(|c| c.is_whitespace() || is_han(c) || CLOSING.contains(&c) || c == '"');
        if !follows {
            return false;
        }
        let word = self.word_before(at);
        let number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
        let starts = self.line[self.offset(start)..self.offset(at)].trim_start().len() == word.len();
        let initial = word.len() == 1 && word.chars().all(|c| c.is_ascii_uppercase());
        !(initial || (number && starts) || word.contains('.') || super::alphabetic::is_abbreviation(word))
    }

    /// The letters, digits and points directly before `at`.
    fn word_before(&self, at: usize) -> &str {
        let text = &self.line[..self.offset(at)];
        let start = text
            .rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '.'))
            .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
        &text[start..]
    }

    /// Walks over the signs that end at `at`; gives where the text goes on and whether the
    /// sentence that began at `start` ends there.
    fn end(&mut self, start: usize, mut at: usize) -> (usize, bool) {
        let first = at;
        let (mut strong, mut closed) = (false, None);
        loop {
            match self.get(at) {
                // Dots behind the end of a sentence begin the next one.
                Some('…') if strong && closed.is_none() && self.opens_next(at) => break,
                Some('。' | '！' | '？' | '!' | '?' | '｡') => strong = true,
                Some('…' | '~' | '～') => strong |= self.get(at) != Some('…'),
                Some('.') => strong |= at == first || self.before(at) != Some('.'),
                Some(c) if CLOSING.contains(&c) || c == '"' => {
                    let began = self.read(at, c);
                    closed = Some((c, began));
                }
                _ => break,
            }
            at += 1;
        }
        (self.skip_aside(at, strong), self.is_end(start, first, at, strong, closed))
    }

    /// Whether the dots at `at` are followed by text.
    fn opens_next(&self, at: usize) -> bool {
        (at..self.chars.len())
            .find(|&index| self.get(index) != Some('…'))
            .and_then(|index| self.get(index))
            .is_some_and(is_han)
    }

    /// Where the text goes on after a short remark in brackets, such as the laughter of a speaker.
    fn skip_aside(&self, at: usize, strong: bool) -> usize {
        if !strong || !matches!(self.get(at), Some('（' | '(')) {
            return at;
        }
        let close = (at + 1..at + 7).find(|&index| matches!(self.get(index), Some('）' | ')')));
        close.map_or(at, |close| close + 1)
    }

    fn is_end(
        &self,
        start: usize,
        first: usize,
        at: usize,
        strong: bool,
        closed: Option<(char, Option<usize>)>,
    ) -> bool {
        let inside = self.open.last().is_some_and(|&(_, began)| self.offset(at) - self.offset(began) < LONGEST_BRACKET);
        let Some(next) = self.get(at) else { return !inside };
        if inside || "，,、；;：:".contains(next) {
            return false;
        }
        match closed {
            Some(('》' | '】' | ']', _)) => false,
            Some((sign, began)) if "”’」』\"".contains(sign) => {
                // A quote that stands inside a clause goes on with it; one that stands for itself may be followed by
                // who said it.
                let before = began.and_then(|began| self.before(began));
                let embedded = before.is_some_and(|c| Class::of(c) == Class::Han);
                !(embedded || self.is_attribution(at) || next == 'と')
            }
            Some(_) => true,
            // Dots alone are a pause when little stands before them or the clause goes on.
            None if !strong => {
                let goes_on = "你我他她它您咱可但也还還又就都才而算是的了吗嗎呢啊哇不很在和".contains(next);
                OPENING.contains(&next) || (first - start >= 6 && !goes_on && is_han(next))
            }
            // Yahoo! is a name.
            None => {
                let name = self.get(first) == Some('!') && self.before(first).is_some_and(|c| c.is_ascii_alphabetic());
                !(name && at == first + 1 && is_han(next))
            }
        }
    }

    /// Whether a clause that says who spoke begins at `at`: a few characters, a verb of saying, and a mark.
    fn is_attribution(&self, at: usize) -> bool {
        let clause: Vec<char> = (at..at + 12).map_while(|index| self.get(index)).collect();
        let Some(end) = clause.iter().position(|c| "，。：,:！".contains(*c)) else { return false };
        let says = |c: &char| "说說道问問答喊叫想笑嚷骂罵叹嘆吼".contains(*c);
        (1..=9).contains(&end) && clause[..end].last().is_some_and(says) && !clause[..end].contains(&'后')
    }
}

//! Sentences of Chinese and Japanese.

use std::collections::VecDeque;

use super::alphabetic::is_abbreviation;
use crate::text::brackets::SPANNING;
use crate::text::class::Class;
use crate::text::han::is_han;
use crate::text::letter::is_eastern_numeral;
use crate::text::stops::is_stop;

/// A bracket that is not closed within this many bytes is taken for a slip.
const LONGEST_BRACKET: usize = 600;
/// Brackets inside one another that are followed.
const DEEPEST: usize = 16;

/// Byte offsets in `line` at which sentences end, before the end of the line.
pub(super) fn ends(line: &str) -> Vec<usize> {
    let mut reader = Reader::new(line);
    let mut ends = Vec::new();
    let (mut at, mut start) = (0, line.len() - line.trim_start().len());
    while let Some(c) = reader.get(at) {
        if !reader.may_end(start, at, c) {
            reader.read(at, c);
            at += c.len_utf8();
            continue;
        }
        let (next, end) = reader.end(start, at);
        if end && next < line.len() {
            ends.push(next);
            start = next;
        }
        at = next;
    }
    ends
}

/// A bracket in the width of Chinese: one opened in the other width is closed all the same.
fn full_width(c: char) -> char {
    match c {
        '(' => '（',
        ')' => '）',
        _ => c,
    }
}

struct Reader<'a> {
    line: &'a str,
    /// Whether straight quotes come in pairs.
    paired: bool,
    /// Brackets and quotes that are open: the sign that closes them, and where they began.
    open: VecDeque<(char, usize)>,
}

impl<'a> Reader<'a> {
    fn new(line: &'a str) -> Self {
        let paired = memchr::memchr_iter(b'"', line.as_bytes()).count().is_multiple_of(2);
        Self { line, paired, open: VecDeque::with_capacity(DEEPEST) }
    }

    fn get(&self, at: usize) -> Option<char> {
        self.line.get(at..)?.chars().next()
    }

    fn before(&self, at: usize) -> Option<char> {
        self.line.get(..at)?.chars().next_back()
    }

    fn between(&self, start: usize, end: usize) -> &'a str {
        self.line.get(start..end).unwrap_or_default()
    }

    /// Opens and closes brackets; gives where the one that `c` closes began.
    fn read(&mut self, at: usize, c: char) -> Option<usize> {
        let c = full_width(c);
        if self.open.back().is_some_and(|&(close, _)| close == c) {
            return self.open.pop_back().map(|(_, began)| began);
        }
        let closing = match SPANNING.iter().find(|pair| pair.0 == c) {
            Some(&(_, closing)) => closing,
            // Behind a digit it says inches or seconds.
            None if c == '"' && self.paired && !self.before(at).is_some_and(|c| c.is_ascii_digit()) => c,
            None => return None,
        };
        if self.open.len() == DEEPEST {
            self.open.pop_front();
        }
        self.open.push_back((closing, at));
        None
    }

    /// Whether `c` at `at` may end a sentence that began at `start`.
    fn may_end(&self, start: usize, at: usize, c: char) -> bool {
        match c {
            '⋯' | '｡' => true,
            '.' => self.get(at + 1) == Some('.') || self.is_full_stop(start, at),
            '．' => self.is_full_stop(start, at) && self.get(at + 3).is_none_or(|c| Class::of(c) != Class::Mark),
            '~' | '～' => {
                let sighs = self.before(at).is_some_and(|c| "吧啊哦呀呢啦哈嘛哟".contains(c));
                sighs && self.get(at + c.len_utf8()).is_some_and(is_han)
            }
            _ => is_stop(c),
        }
    }

    /// Whether the point at `at` is a full stop: not part of a number, name, address or abbreviation, nor behind the
    /// number of a list item.
    fn is_full_stop(&self, start: usize, at: usize) -> bool {
        let point = self.get(at).map_or(0, char::len_utf8);
        let follows = self.get(at + point).is_none_or(|c| {
            c.is_whitespace() || matches!(Class::of(c), Class::Han | Class::Kana | Class::Mark) || c == '"'
        });
        if !follows {
            return false;
        }
        let word = self.word_before(at);
        let number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
        let item = self.between(start, at).len() == word.len() && number || self.is_item(start, at);
        let initial = word.len() == 1 && word.chars().all(|c| c.is_ascii_uppercase());
        !(initial || item || word.contains('.') || is_abbreviation(word))
    }

    /// Whether nothing but a Chinese or full-width number stands before `at`.
    fn is_item(&self, start: usize, at: usize) -> bool {
        let lead = self.between(start, at);
        lead.len() <= 12 && lead.chars().all(is_eastern_numeral)
    }

    /// The letters, digits and points directly before `at`.
    fn word_before(&self, at: usize) -> &'a str {
        let text = self.between(0, at);
        let word = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '.');
        &text[word.len()..]
    }

    /// Walks over the signs that end at `first`; gives where the text goes on and whether the sentence that began at
    /// `start` ends there.
    fn end(&mut self, start: usize, first: usize) -> (usize, bool) {
        let mut at = first;
        let (mut strong, mut closed) = (false, None);
        while let Some(c) = self.get(at) {
            let mut next = at + c.len_utf8();
            match c {
                '…' | '⋯' | '.' if c != '.' || self.get(next) == Some('.') => {
                    let dots = self.line.get(at..).unwrap_or_default();
                    let run = dots.len() - dots.trim_start_matches(c).len();
                    next = at + run;
                    let text = self.get(next).is_some_and(is_han);
                    // Dots behind the end of a sentence begin the next one.
                    if strong && closed.is_none() && text {
                        break;
                    }
                    // Of two ellipses the one breaks off, the other takes up.
                    if at == first && start < first && text && run == 4 * c.len_utf8() && c != '.' {
                        let middle = at + run / 2;
                        return if self.is_inside(middle) { (next, false) } else { (middle, true) };
                    }
                }
                '。' | '！' | '？' | '!' | '?' | '｡' | '~' | '～' => strong = true,
                '.' | '．' if at == first => strong = true,
                _ if SPANNING.iter().any(|pair| pair.1 == c) || (c == '"' && self.closes(c)) => {
                    closed = Some((c, self.read(at, c)));
                }
                _ => break,
            }
            at = next;
        }
        (self.skip_aside(at, strong), self.is_end(start, first, at, strong, closed))
    }

    /// Whether the straight quote `c` closes one.
    fn closes(&self, c: char) -> bool {
        !self.paired || self.open.iter().any(|&(close, _)| close == c)
    }

    /// Where the text goes on after a short remark in brackets, such as the laughter of a speaker.
    fn skip_aside(&self, at: usize, strong: bool) -> usize {
        if !strong || !matches!(self.get(at), Some('（' | '(')) {
            return at;
        }
        let aside = self.line.get(at..).unwrap_or_default().char_indices().take(7);
        let close = aside.skip(1).find(|(_, c)| matches!(c, '）' | ')'));
        close.map_or(at, |(offset, c)| at + offset + c.len_utf8())
    }

    /// Whether `at` stands in brackets.
    fn is_inside(&self, at: usize) -> bool {
        self.open.back().is_some_and(|&(_, began)| at - began < LONGEST_BRACKET)
    }

    fn is_end(
        &self,
        start: usize,
        first: usize,
        at: usize,
        strong: bool,
        closed: Option<(char, Option<usize>)>,
    ) -> bool {
        let inside = self.is_inside(at);
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
                !(embedded || self.is_attribution(at) || self.is_particle(at))
            }
            Some(_) => true,
            None if !strong => {
                let opens = SPANNING.iter().any(|pair| pair.0 == next);
                opens && !self.lacks(first) || self.is_pause_over(start, first, next)
            }
            // Yahoo! is a name.
            None => {
                let name = self.get(first) == Some('!') && self.before(first).is_some_and(|c| c.is_ascii_alphabetic());
                !(name && at == first + 1 && is_han(next))
            }
        }
    }

    /// Whether dots at `first` end a sentence by themselves: they are a pause when little stands before them, when the
    /// clause lacks something, or when what follows carries it on.
    fn is_pause_over(&self, start: usize, first: usize, next: char) -> bool {
        let long = self.between(start, first).chars().nth(5).is_some();
        let goes_on = "你您咱可但也还還又就都才而算是的了吗嗎呢啊哇不很在和".contains(next);
        long && !goes_on && is_han(next) && !self.lacks(first)
    }

    /// Whether the word before `at` asks for another: of, this, at, with.
    fn lacks(&self, at: usize) -> bool {
        self.before(at).is_some_and(|c| "的地得個个那這这在把被給给對对跟和与與或".contains(c))
    }

    /// Whether a Japanese particle at `at` carries on the clause in which the quote stands.
    fn is_particle(&self, at: usize) -> bool {
        let rest = self.line.get(at..).unwrap_or_default();
        let adverb = ["とても", "ところ", "ときどき", "とにかく", "とりあえず"];
        rest.starts_with(['と', 'を', 'が']) && !adverb.iter().any(|word| rest.starts_with(word))
            || rest.starts_with("って")
    }

    /// Whether a clause that says who spoke begins at `at`: a few characters, a verb of saying, and a mark.
    fn is_attribution(&self, at: usize) -> bool {
        let clause: Vec<char> = self.line.get(at..).unwrap_or_default().chars().take(12).collect();
        let Some(end) = clause.iter().position(|c| "，。：,:！".contains(*c)) else { return false };
        let says = |c: &char| "说說道问問答喊叫想笑嚷骂罵叹嘆吼".contains(*c);
        (1..=9).contains(&end) && clause[..end].last().is_some_and(says) && !clause[..end].contains(&'后')
    }
}

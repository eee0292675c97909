//! Signs of text that was lost before it reached us. They are marked and stay.

use std::ops::Range;

use crate::text::is_ideograph;

/// A sign of loss.
pub(super) struct Loss {
    pub(super) range: Range<usize>,
    pub(super) confidence: f32,
    pub(super) evidence: &'static str,
}

/// How a document writes, by which a question mark is told from a lost character.
#[derive(Clone, Copy)]
pub(super) struct Style {
    /// Whether Chinese punctuation is full width, so that an ASCII `?` is out of place.
    full_width: bool,
}

impl Style {
    /// The style of the text that `values` make together.
    pub(super) fn of<'a>(values: impl Iterator<Item = &'a str>) -> Self {
        let (mut full, mut half) = (0_usize, 0_usize);
        let finders = ["，", "。"].map(|sign| memchr::memmem::Finder::new(sign).into_owned());
        for value in values {
            let bytes = value.as_bytes();
            full += finders.iter().map(|finder| finder.find_iter(bytes).count()).sum::<usize>();
            half += memchr::memchr_iter(b',', bytes).count();
        }
        Self { full_width: full > half }
    }
}

/// The signs of loss in `text`, in order: question marks, and the other `signs` if there may be any.
pub(super) fn find(text: &str, signs: bool, style: impl Fn() -> Style) -> Vec<Loss> {
    let mut losses = Vec::new();
    let mut at = 0;
    let next = |rest: &str| match signs {
        true => rest.find(['\u{FFFD}', '锟', '斤', '拷', '烫', '屯', '?']),
        false => memchr::memchr(b'?', rest.as_bytes()),
    };
    while let Some(found) = next(&text[at..]) {
        let start = at + found;
        let rest = &text[start..];
        let first = rest.chars().next().unwrap_or('?');
        let length = match first {
            '锟' | '斤' | '拷' => run(rest, |c| matches!(c, '锟' | '斤' | '拷' | '\u{FFFD}')),
            _ => run(rest, |c| c == first),
        };
        at = start + length;
        if let Some((confidence, evidence)) = judge(text, start..at, first, &style) {
            losses.push(Loss { range: start..at, confidence, evidence });
        }
    }
    if losses.is_empty() && mostly_marks(text) {
        losses.push(Loss { range: 0..text.len(), confidence: 0.8, evidence: "little but question marks" });
    }
    losses
}

/// Length in bytes of the characters that `text` begins with and that `belong`.
fn run(text: &str, belong: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belong(c)).unwrap_or(text.len())
}

fn judge(text: &str, range: Range<usize>, first: char, style: &dyn Fn() -> Style) -> Option<(f32, &'static str)> {
    let count = text[range.clone()].chars().count();
    let (before, after) = (&text[..range.start], &text[range.end..]);
    match first {
        '\u{FFFD}' => Some((1.0, "replacement character")),
        '锟' | '斤' | '拷' => {
            let run = &text[range];
            let quoted = before.ends_with(['“', '‘', '「', '"', '《']) && count == 3;
            (run.contains("锟斤拷") && !quoted).then_some((1.0, "replacement characters read as GBK"))
        }
        '烫' | '屯' => (count >= 3).then_some((0.8, "memory that was never written, read as GBK")),
        _ => question_marks(before, after, count, style),
    }
}

/// Judges a run of `?`: a lost character when it stands where Chinese goes on and no question was asked.
fn question_marks(before: &str, after: &str, count: usize, style: &dyn Fn() -> Style) -> Option<(f32, &'static str)> {
    let last = before.trim_end_matches(' ').chars().next_back()?;
    let next = after.trim_start_matches(' ').chars().next();
    if !is_chinese(last) || !style().full_width {
        return None;
    }
    let inside = is_chinese(last) && next.is_some_and(is_chinese);
    let asks = asks(before);
    // Standing alone between two words of segmented text: no question ends so.
    let alone = before.ends_with(' ') && after.starts_with(' ');
    match count {
        1 if inside && alone && !asks => Some((0.6, "a question mark between Chinese words, where nothing is asked")),
        2.. if inside => Some((0.9, "question marks inside Chinese")),
        2.. if !asks => Some((0.7, "question marks after Chinese, where nothing is asked")),
        _ => None,
    }
}

/// Whether the clause that `text` ends with asks something.
fn asks(text: &str) -> bool {
    const WORDS: &[char] = &[
        '吗', '嗎', '呢', '么', '麼', '谁', '誰', '哪', '怎', '几', '幾', '何', '否', '吧', '啥', '咩', '嘛', '啊',
        '什', '甚',
    ];
    let clause = text.rsplit(['，', '。', '！', '？', '；', '\n']).next().unwrap_or(text);
    clause.chars().rev().take(40).any(|c| WORDS.contains(&c)) || clause.contains("多少")
}

fn is_chinese(c: char) -> bool {
    is_ideograph(c) || matches!(c, '，' | '。' | '、' | '“' | '”' | '《' | '》' | '（' | '）' | '：' | '；')
}

/// Whether a text is mostly question marks: what is left of Chinese written as ASCII.
fn mostly_marks(text: &str) -> bool {
    let marks = memchr::memchr_iter(b'?', text.as_bytes()).count();
    if marks < 5 {
        return false;
    }
    let rest = text.chars().filter(|c| !c.is_whitespace()).count() - marks;
    let runs = text.split(|c| c != '?').filter(|run| run.len() >= 2).count();
    runs > 0 && marks * 2 > rest
}

//! Signs of text that was lost before it reached us. They are marked and stay.

use std::ops::Range;

use crate::text::is_ideograph;
pub(super) struct Loss {
    pub(super) range: Range<usize>,
    pub(super) sign: Sign,
}

/// What shows that text was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// U+FFFD.
    Replacement,
    /// U+FFFD in UTF-8, read as GBK: 锟斤拷.
    ReplacementAsGbk,
    /// Bytes with which debuggers fill memory, read as GBK: 烫烫烫, 屯屯屯.
    MemoryAsGbk,
    /// One question mark by itself.
    LoneMark,
    /// Question marks that have Chinese on either side.
    MarksInside,
    /// Question marks that have Chinese before them only.
    MarksAfter,
    /// A text of question marks and little else.
    MostlyMarks,
}

impl Sign {
    /// How sure the sign is, 0 to 1.
    pub(super) fn confidence(self) -> f32 {
        match self {
            Sign::Replacement | Sign::ReplacementAsGbk => 1.0,
            Sign::MarksInside => 0.9,
            Sign::MemoryAsGbk | Sign::MostlyMarks => 0.8,
            Sign::MarksAfter => 0.7,
            Sign::LoneMark => 0.6,
        }
    }

    /// The sign in words.
    pub(super) fn evidence(self) -> &'static str {
        match self {
            Sign::Replacement => "replacement character",
            Sign::ReplacementAsGbk => "replacement characters read as GBK",
            Sign::MemoryAsGbk => "memory that was never written, read as GBK",
            Sign::LoneMark => "a question mark between Chinese words, where nothing is asked",
            Sign::MarksInside => "question marks inside Chinese",
            Sign::MarksAfter => "question marks after Chinese, where nothing is asked",
            Sign::MostlyMarks => "little but question marks",
        }
    }
}

/// The width of a document's punctuation, by which a question mark is told from a lost character.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Punctuation {
    /// An ASCII `?` is out of place inside Chinese.
    FullWidth,
    /// An ASCII `?` may be what the author typed.
    HalfWidth,
}

impl Punctuation {
    /// The width that most of the punctuation of `values` has.
    pub(super) fn of<'a>(values: impl Iterator<Item = &'a str>) -> Self {
        let (mut full, mut half) = (0_usize, 0_usize);
        let finders = ["，", "。"].map(|sign| memchr::memmem::Finder::new(sign).into_owned());
        for value in values {
            let bytes = value.as_bytes();
            full += finders.iter().map(|finder| finder.find_iter(bytes).count()).sum::<usize>();
            half += memchr::memchr_iter(b',', bytes).count();
        }
        if full > half { Self::FullWidth } else { Self::HalfWidth }
    }
}

/// The signs of loss in `text`, in order: question marks, and the other `signs` if there may be any.
pub(super) fn find(text: &str, signs: bool, punctuation: impl Fn() -> Punctuation) -> Vec<Loss> {
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
        if let Some(sign) = judge(text, start..at, first, &punctuation) {
            losses.push(Loss { range: start..at, sign });
        }
    }
    if losses.is_empty() && mostly_marks(text) {
        losses.push(Loss { range: 0..text.len(), sign: Sign::MostlyMarks });
    }
    losses
}

/// Length in bytes of the characters that `text` begins with and that `belong`.
fn run(text: &str, belong: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belong(c)).unwrap_or(text.len())
}

/// The sign of loss that the run of characters `range` is, if it is one.
fn judge(text: &str, range: Range<usize>, first: char, punctuation: &dyn Fn() -> Punctuation) -> Option<Sign> {
    let count = text[range.clone()].chars().count();
    let (before, after) = (&text[..range.start], &text[range.end..]);
    match first {
        '\u{FFFD}' => Some(Sign::Replacement),
        '锟' | '斤' | '拷' => {
            let run = &text[range];
            let quoted = before.ends_with(['“', '‘', '「', '"', '《']) && count == 3;
            (run.contains("锟斤拷") && !quoted).then_some(Sign::ReplacementAsGbk)
        }
        '烫' | '屯' => (count >= 3).then_some(Sign::MemoryAsGbk),
        _ => question_marks(before, after, count, punctuation),
    }
}

/// Judges a run of `?`: a lost character where Chinese goes on and no question was asked.
fn question_marks(before: &str, after: &str, count: usize, punctuation: &dyn Fn() -> Punctuation) -> Option<Sign> {
    let last = before.trim_end_matches(' ').chars().next_back()?;
    let next = after.trim_start_matches(' ').chars().next();
    if !is_chinese(last) || punctuation() == Punctuation::HalfWidth {
        return None;
    }
    let inside = is_chinese(last) && next.is_some_and(is_chinese);
    let asks = asks(before);
    // Alone between two words of segmented text: no question ends so.
    let alone = before.ends_with(' ') && after.starts_with(' ');
    match count {
        1 if inside && alone && !asks => Some(Sign::LoneMark),
        2.. if inside => Some(Sign::MarksInside),
        2.. if !asks => Some(Sign::MarksAfter),
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

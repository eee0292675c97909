//! Characters that no author typed: controls, zero-width marks, odd spaces, line ends of other systems.

use unicode_normalization::UnicodeNormalization;

use super::Options;
use super::script::{Class, any_triple, is_han};
use crate::document::{Change, Document, Kind, Rule};
use crate::pipeline::{Entry, Stage};

/// Control characters, NUL among them.
static CONTROL: Rule = Rule { id: "mend.control", about: "control characters, which no reader sees" };
/// Zero-width characters where no script or emoji needs them, and byte-order marks inside text.
static ZERO_WIDTH: Rule =
    Rule { id: "mend.zero_width", about: "zero-width characters and byte-order marks that nothing needs" };
/// No-break and other odd spaces.
static SPACES: Rule = Rule { id: "mend.spaces", about: "no-break and other odd spaces, made plain ones" };
/// Line ends that are not a single line feed.
static LINE_ENDS: Rule = Rule { id: "mend.line_ends", about: "line ends of other systems, made line feeds" };
/// White space at the end of a line.
static TRAILING: Rule = Rule { id: "mend.trailing", about: "white space at the end of a line" };
/// Compatibility forms that stand for ordinary characters.
static COMPATIBILITY: Rule = Rule {
    id: "mend.compatibility",
    about: "CJK radicals and half-width katakana, made the characters they stand for",
};
/// Full-width Latin letters and digits.
static HALF_WIDTH: Rule = Rule { id: "mend.half_width", about: "full-width Latin letters and digits, made half-width" };
/// Half-width punctuation between Chinese characters.
static FULL_WIDTH: Rule = Rule { id: "mend.full_width", about: "half-width punctuation in Chinese, made full-width" };

/// Looks for what one rule mends.
type Finder = fn(&str) -> Vec<Change>;

/// The stage `mend.characters`.
pub struct Characters {
    repairs: Vec<(&'static Rule, Finder)>,
}

impl Characters {
    /// The row of this stage in the table of stages.
    pub const ENTRY: Entry = Entry {
        name: "mend.characters",
        about: "control, zero-width and odd space characters",
        rules: || {
            let always: [&Rule; 6] = [&LINE_ENDS, &CONTROL, &ZERO_WIDTH, &SPACES, &TRAILING, &COMPATIBILITY];
            always.into_iter().chain([&HALF_WIDTH, &FULL_WIDTH]).collect()
        },
        build: |config| super::stage(config.mend.characters, Characters::new(&config.mend)),
    };

    /// The stage as configured.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        let mut repairs: Vec<(&'static Rule, Finder)> = vec![
            (&LINE_ENDS, line_ends),
            (&CONTROL, controls),
            (&ZERO_WIDTH, zero_widths),
            (&SPACES, odd_spaces),
            (&TRAILING, trailing),
            (&COMPATIBILITY, compatibility),
        ];
        if options.half_width {
            repairs.push((&HALF_WIDTH, half_width));
        }
        if options.full_width {
            repairs.push((&FULL_WIDTH, full_width));
        }
        Self { repairs }
    }
}

impl Stage for Characters {
    fn run(&self, document: &mut Document) {
        let optional = self.repairs.len() > 6;
        for index in 0..document.blocks.len() {
            if !optional && is_clean(document.blocks[index].value()) {
                continue;
            }
            let code = document.blocks[index].kind == Kind::Code;
            for (rule, find) in &self.repairs {
                // Code keeps its spaces and widths: they may mean something.
                if code && !matches!(rule.id, "mend.line_ends" | "mend.control") {
                    continue;
                }
                let changes = find(document.blocks[index].value());
                document.change(index, &changes, rule);
            }
        }
    }
}

/// A fast look that is sure when it says yes: nothing in `text` is of interest to the repairs that are always on.
fn is_clean(text: &str) -> bool {
    // Every character of interest is a control of ASCII or begins with one of these bytes.
    !any_triple(text.as_bytes(), |a, b, c| {
        ((a < 0x20) & (a != b'\t'))
            | (a == 0x7f)
            | ((a == 0xc2) & ((b <= 0xa0) | (b == 0xad)))
            | ((a == 0xe1) & ((b == 0x9a) | (b == 0xa0)))
            | ((a == 0xe2) & (b == 0x80) & ((c <= 0x8f) | (0xa8..=0xaf).contains(&c)))
            | ((a == 0xe2) & ((b == 0x81) | (b >= 0xba)))
            | ((a == 0xef) & ((b == 0xbb) | (b >= 0xbd)))
    })
}

/// What should be done with a character.
enum Fate {
    Keep,
    Remove,
    Replace(&'static str),
}

/// Changes for every character of `text`, given the characters before and after it.
fn each(text: &str, judge: impl Fn(Option<char>, char, Option<char>) -> Fate) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let range = at..at + c.len_utf8();
        match judge(before, c, chars.peek().map(|&(_, next)| next)) {
            Fate::Keep => before = Some(c),
            Fate::Remove => changes.push(Change::removal(range)),
            Fate::Replace(with) => {
                changes.push(Change::replacement(range, with));
                before = with.chars().last();
            }
        }
    }
    changes
}

fn line_ends(text: &str) -> Vec<Change> {
    each(text, |_, c, next| match c {
        '\r' if next == Some('\n') => Fate::Remove,
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::Replace("\n"),
        _ => Fate::Keep,
    })
}

fn controls(text: &str) -> Vec<Change> {
    each(text, |before, c, next| match c {
        '\t' | '\n' => Fate::Keep,
        // A page break may be all that parts two words.
        '\u{b}' | '\u{c}' if is_solid(before) && is_solid(next) => Fate::Replace(" "),
        c if c.is_control() => Fate::Remove,
        '\u{fff9}'..='\u{fffb}' => Fate::Remove,
        _ => Fate::Keep,
    })
}

fn is_solid(c: Option<char>) -> bool {
    c.is_some_and(|c| !c.is_whitespace())
}

fn zero_widths(text: &str) -> Vec<Change> {
    let right_to_left =
        text.chars().any(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'));
    each(text, |before, c, next| match c {
        '\u{feff}' | '\u{2060}'..='\u{2064}' | '\u{ad}' => Fate::Remove,
        // Scripts without spaces mark the ends of words with it.
        '\u{200b}' if !before.is_some_and(needs_word_ends) => Fate::Remove,
        '\u{200c}' | '\u{200d}' if !(before.is_some_and(needs_joiners) && next.is_some_and(needs_joiners)) => {
            Fate::Remove
        }
        '\u{180e}' if !before.is_some_and(|c| matches!(c, '\u{1800}'..='\u{18af}')) => Fate::Remove,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' if !right_to_left => Fate::Remove,
        _ => Fate::Keep,
    })
}

/// Thai, Lao, Tibetan, Myanmar, Khmer and their neighbours.
fn needs_word_ends(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{1950}'..='\u{1aad}' | '\u{a9e0}'..='\u{aa7f}')
}

/// Scripts whose letters change their shape at a joiner, and emoji.
fn needs_joiners(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{10ff}' | '\u{1780}'..='\u{18af}' | '\u{1a20}'..='\u{1bff}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}' | '\u{fe0f}' | '\u{200c}' | '\u{200d}' | '\u{a800}'..='\u{abff}'
        | '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{11000}'..='\u{11fff}')
}

fn odd_spaces(text: &str) -> Vec<Change> {
    each(text, |before, c, next| match c {
        // French sets these before and after its marks, and many languages between groups of digits.
        '\u{a0}' | '\u{202f}' | '\u{2009}'
            if next.is_some_and(|c| "?!:;»%°€".contains(c))
                || before == Some('«')
                || (before.is_some_and(|c| c.is_ascii_digit()) && next.is_some_and(|c| c.is_ascii_digit())) =>
        {
            Fate::Keep
        }
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => Fate::Replace(" "),
        _ => Fate::Keep,
    })
}

fn trailing(text: &str) -> Vec<Change> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes());
    let runs = ends.map(|end| text[..end].trim_end_matches([' ', '\t', '\u{a0}', '\u{3000}']).len()..end);
    runs.filter(|run| !run.is_empty()).map(Change::removal).collect()
}

fn compatibility(text: &str) -> Vec<Change> {
    runs(text, |c| matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{ff66}'..='\u{ff9f}'), |run| run.nfkc().collect())
}

fn half_width(text: &str) -> Vec<Change> {
    let wide = |c| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    runs(text, wide, |run| run.nfkc().collect())
}

/// A replacement for every run of `wanted` characters that `make` changes.
fn runs(text: &str, wanted: impl Fn(char) -> bool, make: impl Fn(&str) -> String) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(&wanted).map(|start| at + start) {
        at = text[start..].find(|c| !wanted(c)).map_or(text.len(), |length| start + length);
        let made = make(&text[start..at]);
        if made != text[start..at] {
            changes.push(Change::replacement(start..at, &made));
        }
    }
    changes
}

fn full_width(text: &str) -> Vec<Change> {
    let chinese = |c: Option<char>| c.is_some_and(|c| Class::of(c).is_chinese());
    let mut changes = each(text, |before, c, next| {
        if !chinese(before) {
            return Fate::Keep;
        }
        match c {
            ',' => Fate::Replace("，"),
            '?' => Fate::Replace("？"),
            '!' => Fate::Replace("！"),
            ':' => Fate::Replace("："),
            ';' => Fate::Replace("；"),
            '.' if next.is_none() || chinese(next) => Fate::Replace("。"),
            _ => Fate::Keep,
        }
    });
    // Brackets change as pairs, when they hold Chinese.
    let mut open = None;
    for (at, c) in text.match_indices(['(', ')']) {
        match (c, open.take()) {
            (")", Some(start)) if text[start..at].contains(is_han) => {
                changes.push(Change::replacement(start..start + 1, "（"));
                changes.push(Change::replacement(at..at + 1, "）"));
            }
            (")", _) => {}
            _ => open = Some(at),
        }
    }
    changes.sort_by_key(|change| change.range.start);
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::plain;

    fn mended(text: &str, options: &Options) -> String {
        let mut document = plain(text.to_owned());
        Characters::new(options).run(&mut document);
        assert!(document.settle().is_ok());
        document.blocks.iter().map(|block| block.value()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_no_reader_sees_goes() {
        let options = Options::default();
        assert_eq!(mended("a\0b\u{feff}c\u{200b}d\u{ad}e\u{a0}f\rg", &options), "abcde f\ng");
        assert_eq!(mended("一页\u{c}下页", &options), "一页 下页");
        assert_eq!(mended("⽣⽇ｶﾞﾗｽ", &options), "生日ガラス");
    }

    #[test]
    fn what_scripts_and_emoji_need_stays() {
        let options = Options::default();
        for text in [
            "👨\u{200d}👩\u{200d}👧",
            "می\u{200c}خواهم",
            "10\u{a0}000 km",
            "Quoi\u{202f}?",
            "ภาษา\u{200b}ไทย",
            "ＡＢ１",
        ] {
            assert_eq!(mended(text, &options), text);
        }
    }

    #[test]
    fn widths_change_only_when_asked() {
        let options = Options { half_width: true, full_width: true, ..Options::default() };
        assert_eq!(mended("第１回,ＡＢ(大会)开始了.", &options), "第1回，AB（大会）开始了。");
    }
}

//! Which spaces of a segmented line its author would have typed.

use std::cell::OnceCell;
use std::ops::Range;

use super::Words;
use super::stamp::stamp;
use super::style::Style;
use crate::document::Change;
use crate::text::{Class, HAN_LEADS, count, count_han};

/// How a segmented document is to be joined.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Manner {
    /// What stands between Chinese and the rest.
    pub style: Style,
    /// Whether the program that parted the words left letters and digits that stood together in one piece: a space
    /// between them is the author's own then.
    pub whole_runs: bool,
}

/// Whether `line` has a letter and a digit side by side.
pub(super) fn has_mixed_run(line: &str) -> bool {
    let mixes = |pair: &[u8]| {
        pair[0].is_ascii_alphanumeric()
            && pair[1].is_ascii_alphanumeric()
            && pair[0].is_ascii_digit() != pair[1].is_ascii_digit()
    };
    let bytes = line.as_bytes();
    count(bytes, |byte| byte.is_ascii_alphabetic()) > 0 && bytes.windows(2).any(mixes)
}

/// The changes that join the words of `line`.
pub(super) fn find(line: &str, manner: Manner) -> Vec<Change> {
    let mut reader = Reader::new(line, manner);
    let stamp = stamp(line).unwrap_or_default();
    let keeps_wide = OnceCell::new();
    let mut changes = Vec::with_capacity(line.len() / 6);
    let mut words = Words::of(line);
    let (mut first, mut left) = (0..0, words.next().unwrap_or_default());
    while let Some(right) = words.next() {
        let gap = left.end..right.start;
        let spaced = if is_chinese_gap(line, &gap) {
            // A gap wider than most, between two words of Chinese, held a space before the words were parted.
            gap.len() > WIDE && *keeps_wide.get_or_init(|| has_few_wide(line)) || stamp.contains(&gap.end)
        } else if is_mark_gap(line, &gap) {
            stamp.contains(&gap.end)
        } else {
            let last = words.clone().next().unwrap_or_default();
            let near = [&line[first], &line[left.clone()], &line[right.clone()], &line[last]];
            reader.wants_space(near) || stamp.contains(&gap.end)
        };
        (first, left) = (left, right);
        if !spaced {
            changes.push(Change::removal(gap));
        } else if &line[gap.clone()] != " " {
            changes.push(Change::replacement(gap, " "));
        }
    }
    changes
}

/// More bytes than a program puts between two words: an ideographic space has three.
const WIDE: usize = 3;

/// The byte three before `gap` and the first behind it: the first bytes of most characters beside it.
fn around(line: &str, gap: &Range<usize>) -> Option<(u8, u8)> {
    let bytes = line.as_bytes();
    Some((*bytes.get(gap.start.checked_sub(3)?)?, *bytes.get(gap.end)?))
}

/// Whether common Han characters stand on both sides of `gap`: so it is with most gaps by far.
fn is_chinese_gap(line: &str, gap: &Range<usize>) -> bool {
    around(line, gap).is_some_and(|(before, after)| HAN_LEADS.contains(&before) && HAN_LEADS.contains(&after))
}

/// Whether a common Han character stands on one side of `gap`, and one of `、。《》「」【】，！？（）：；` or the like on the
/// other: nearly all that is left.
fn is_mark_gap(line: &str, gap: &Range<usize>) -> bool {
    const MARKS: [u8; 2] = [0xe3, 0xef];
    let mark = match around(line, gap) {
        Some((before, after)) if HAN_LEADS.contains(&after) && MARKS.contains(&before) => gap.start - 3..gap.start,
        Some((before, after)) if HAN_LEADS.contains(&before) && MARKS.contains(&after) => gap.end..gap.end + 3,
        _ => return false,
    };
    line.get(mark).and_then(|mark| mark.chars().next()).is_some_and(|c| Class::of(c) == Class::Mark)
}

/// Whether few gaps of `line` are wide.
fn has_few_wide(line: &str) -> bool {
    let (mut all, mut wide, mut end) = (0, 0, 0);
    for word in Words::of(line) {
        all += 1;
        wide += usize::from(word.start - end > WIDE);
        end = word.end;
    }
    wide * 5 < all
}

/// Walks along the gaps of a line and remembers which quotes and addresses are open.
#[derive(Default)]
struct Reader {
    manner: Manner,
    chinese: bool,
    equation: bool,
    double: bool,
    single: bool,
    address: bool,
    /// Whether the last gap stood between the letters and the number of a model.
    model: bool,
}

impl Reader {
    fn new(line: &str, manner: Manner) -> Self {
        // The line as a whole tells English from Chinese, and sums from lists.
        Self { manner, chinese: count_han(line) > 0, equation: line.contains('='), ..Self::default() }
    }

    /// Whether a space belongs between the second and the third of four `words` in a row.
    fn wants_space(&mut self, words: [&str; 4]) -> bool {
        let [first, left, right, last] = words;
        let (Some(x), Some(y)) = (left.chars().next_back(), right.chars().next()) else { return false };
        let (before, after) = (Class::of(x), Class::of(y));
        if x.is_ascii() && left.is_ascii() {
            self.read(left);
        }
        match (before, after) {
            // Full-width letters are marks too: their words are parted like those of ASCII letters.
            (Class::Mark, Class::Mark) => is_wide_word(left) && is_wide_word(right),
            (Class::Han | Class::Mark | Class::Kana, Class::Han | Class::Mark | Class::Kana) => false,
            (Class::Mark, _) | (_, Class::Mark) => self.leave_address(),
            (Class::Han | Class::Kana, other) | (other, Class::Han | Class::Kana) => {
                self.leave_address();
                let bracket = (before == Class::Han && y == '(') || (after == Class::Han && x == ')');
                (other.is_word() || bracket) && self.manner.style.spaces(other)
            }
            _ => self.between(first, left, right, last),
        }
    }

    fn leave_address(&mut self) -> bool {
        self.address = false;
        false
    }

    /// Takes note of what `word` opens and closes.
    fn read(&mut self, word: &str) {
        for byte in word.bytes() {
            match byte {
                b'"' => self.double = !self.double,
                b'\'' if word.len() == 1 => self.single = !self.single,
                _ => {}
            }
        }
        if matches!(word, "http" | "https" | "ftp" | "www") || word.contains("://") {
            self.address = true;
        }
    }

    /// Whether a space belongs between `left` and `right`, neither of which is Chinese there; `first` and `last` are
    /// the words around them.
    fn between(&mut self, first: &str, left: &str, right: &str, last: &str) -> bool {
        let (Some(x), Some(y)) = (left.chars().next_back(), right.chars().next()) else { return false };
        let (before, after) = (Class::of(x), Class::of(y));
        if self.address {
            self.address = !(before.is_word() && after.is_word());
            return !self.address;
        }
        match (before, after) {
            (Class::Letter, Class::Letter) => right != "n't",
            (Class::Letter, Class::Digit) if first.ends_with('@') => false,
            (Class::Letter, Class::Digit) => {
                self.model = is_model(first, left, right, last, self.manner.whole_runs);
                !self.model
            }
            // The letters behind the number of a model belong to its name.
            (Class::Digit, Class::Letter) if std::mem::take(&mut self.model) && right.len() <= 2 => false,
            (Class::Digit, Class::Letter) if self.manner.whole_runs => right.len() > 1 || !left.is_ascii(),
            (Class::Digit, Class::Letter) => self.manner.style.units || !is_unit(right),
            (Class::Digit, Class::Digit) => true,
            (_, Class::Ascii) => self.before_sign(left, right, last),
            (Class::Ascii, _) => self.after_sign(first, left, right),
            (Class::Other, Class::Other) => false,
            (Class::Digit, Class::Other) => !matches!(y, '°' | '℃' | '℉' | '‰' | '′' | '″' | '×' | '²' | '³' | '㎡'),
            (Class::Other, Class::Digit | Class::Letter) if x == '°' || is_bullet(x) => false,
            (Class::Other, Class::Digit) => !matches!(x, '×' | '±' | '≥' | '≤' | '≈' | '€' | '£'),
            _ => true,
        }
    }

    /// Whether a space belongs before the ASCII sign that begins `right`.
    fn before_sign(&self, left: &str, right: &str, last: &str) -> bool {
        let (Some(x), Some(sign)) = (left.chars().next_back(), right.chars().next()) else { return false };
        let (before, next) = (Class::of(x), last.chars().next().map(Class::of));
        let alone = right.len() == 1;
        if x == sign && !alone_sign_pairs(sign) {
            return false;
        }
        if before == Class::Ascii && "([{/\\_@~$".contains(x) {
            return false;
        }
        match sign {
            ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '%' => false,
            '.' => !right.bytes().all(|byte| byte == b'.'),
            '"' => !self.double,
            '\'' => !(self.single || right.len() > 1 || is_contraction(last)),
            '(' | '[' | '{' => before.is_word() && !matches!(last.chars().next(), Some(')' | ']' | '}')),
            '/' => alone && are_capitals(left) && are_capitals(last),
            '\\' | '_' | '@' | '~' => false,
            '-' => !(alone && before.is_word() && next.is_some_and(Class::is_word)),
            '+' if before == Class::Digit && next == Some(Class::Digit) => self.equation,
            '+' => alone && !last.starts_with('+') && next.is_some_and(Class::is_word),
            '^' => false,
            '&' => !(is_initials(left) && is_initials(last)),
            '#' => !(x == '&' || (left.len() == 1 && before == Class::Letter)),
            '*' => !(before == Class::Digit && next == Some(Class::Digit)),
            _ => true,
        }
    }

    /// Whether a space belongs after the ASCII sign that ends `left`; `right` begins with a letter, digit or symbol.
    fn after_sign(&self, first: &str, left: &str, right: &str) -> bool {
        let (Some(sign), Some(y)) = (left.chars().next_back(), right.chars().next()) else { return false };
        let (before, after) = (first.chars().next_back().map(Class::of), Class::of(y));
        let alone = left.len() == 1;
        let numbers = before == Some(Class::Digit) && after == Class::Digit;
        match sign {
            // After a Chinese word the sign stands for a Chinese one, which takes no space.
            ',' | '.' | ';' | ':' | '!' | '?' if alone && before == Some(Class::Han) => false,
            '.' if numbers || (alone && before == Some(Class::Digit)) => false,
            '.' if alone && before == Some(Class::Letter) => {
                let lower = self.chinese && right.starts_with(|c: char| c.is_ascii_lowercase());
                !(after == Class::Digit || lower || is_suffix(right))
            }
            ',' => !(alone && numbers && right.len() == 3),
            ':' => !(alone && before == Some(Class::Digit)),
            '(' | '[' | '{' | '\\' | '_' | '@' | '~' | '$' => false,
            '/' => alone && are_capitals(first) && are_capitals(right),
            '-' | '*' if alone && before == Some(Class::Han) => false,
            '-' => !(alone && after.is_word() && (before.is_some_and(Class::is_word) || after == Class::Digit)),
            '+' if numbers => self.equation,
            '+' => alone && before.is_some_and(Class::is_word) && after.is_word(),
            '^' => false,
            '&' => !(is_initials(first) && is_initials(right)),
            '#' => first.len() == 1 && before == Some(Class::Letter),
            '*' => !numbers,
            '"' => !self.double,
            '\'' => !(self.single || is_contraction(right)),
            _ => true,
        }
    }
}

/// Signs that may stand twice in a row without being one sign.
fn alone_sign_pairs(sign: char) -> bool {
    matches!(sign, '"' | '\'' | '(' | ')' | '#')
}

/// Whether `left` and the number `right` are one name, such as `p 2 p`, `MP 3` or `GF 7300`; `first` and `last` are the
/// words around them. In natural Chinese text one letter is nearly always tied to its number, two are mostly, and more
/// only when they are capitals and the number is short. Where `whole_runs` stayed whole, that goes for few.
fn is_model(first: &str, left: &str, right: &str, last: &str, whole_runs: bool) -> bool {
    // What is tied to Chinese before it is a word of its own: 比X 61.
    let start = left
        .rfind(|c: char| !c.is_ascii_alphanumeric())
        .map_or(0, |at| at + left[at..].chars().next().map_or(0, char::len_utf8));
    let (before, left) = left.split_at(start);
    let first = if before.is_empty() { first } else { before };
    let after_word = first.chars().next_back().is_some_and(|c| Class::of(c).is_word());
    let capitals = left.bytes().all(|byte| byte.is_ascii_uppercase());
    match left.len() {
        _ if after_word => false,
        1 => true,
        2 => (capitals || (right.len() > 1 && !whole_runs && !is_short_word(left))) && !last.starts_with('.'),
        3 => capitals && right.len() <= 3 && !whole_runs,
        4 | 5 => capitals && right.len() <= 2 && !whole_runs,
        _ => false,
    }
}

/// Whether `word` is an English word of two letters.
fn is_short_word(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me", "my", "no", "of", "on",
        "or", "os", "pm", "so", "to", "up", "us", "vs", "we",
    ];
    WORDS.contains(&word.to_ascii_lowercase().as_str())
}

/// Whether `sign` begins items, also in the middle of a line.
fn is_bullet(sign: char) -> bool {
    matches!(sign, '●' | '◆' | '■' | '▲' | '★' | '☆' | '◎' | '△' | '□' | '◇' | '▪' | '※')
}

/// Whether `word` is set without a space behind its number.
fn is_unit(word: &str) -> bool {
    const UNITS: &[&str] = &[
        "bit", "bp", "bps", "cm", "db", "dpi", "fps", "gb", "gbps", "ghz", "hpa", "hz", "kb", "kbps", "kg", "khz",
        "km", "kpa", "kw", "kwh", "lb", "ma", "mah", "mb", "mbps", "mg", "mhz", "min", "ml", "mm", "mpa", "ms", "mw",
        "nd", "nm", "oz", "pb", "ppi", "ppm", "px", "rd", "rmb", "rpm", "st", "tb", "tbps", "th", "um",
    ];
    (word.len() == 1 && word != "a" && word != "I") || UNITS.contains(&word.to_ascii_lowercase().as_str())
}

/// Whether `word` is one or two capital letters.
fn is_initials(word: &str) -> bool {
    (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether `word` is capital letters, two or more.
fn are_capitals(word: &str) -> bool {
    word.len() >= 2 && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether `word` is full-width letters or digits, two or more.
fn is_wide_word(word: &str) -> bool {
    word.len() >= 6 && word.chars().all(|c| matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ'))
}

/// Whether `word` is what follows the apostrophe of a contraction.
fn is_contraction(word: &str) -> bool {
    matches!(word, "s" | "t" | "re" | "ve" | "ll" | "d" | "m" | "S" | "T")
}

/// Whether `word` ends the names of sites or files.
fn is_suffix(word: &str) -> bool {
    const SUFFIXES: &[&str] = &[
        "ai", "app", "avi", "bat", "cc", "cn", "co", "com", "cpp", "css", "csv", "dev", "dll", "doc", "docx", "edu",
        "exe", "gif", "go", "gov", "hk", "htm", "html", "ini", "io", "jar", "java", "jp", "jpeg", "jpg", "js", "json",
        "jsx", "log", "md", "me", "mp3", "mp4", "net", "org", "pdf", "php", "png", "ppt", "pptx", "py", "rar", "rb",
        "rs", "sh", "so", "sql", "svg", "ts", "tsx", "tv", "tw", "txt", "uk", "us", "vip", "vue", "xls", "xlsx", "xml",
        "xyz", "yaml", "yml", "zip",
    ];
    SUFFIXES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(line: &str, style: Style) -> String {
        let mut text = line.to_owned();
        for change in find(line, Manner { style, whole_runs: false }).into_iter().rev() {
            text.replace_range(change.range, &change.replacement);
        }
        text
    }

    #[test]
    fn numbers_words_and_signs_find_their_sides() {
        for (line, wanted) in [
            ("气温 - 3 ℃ ， 涨 了 2 . 5 % 。", "气温-3℃，涨了2.5%。"),
            ("他 用 Open Office 3 写 ， 约 12 , 500 字", "他用Open Office 3写，约12,500字"),
            ("b 2 b 与 4 G 手机", "b2b与4G手机"),
            ("显卡 是 GF 7300 GT ， 内存 是 DDR 3", "显卡是GF7300GT，内存是DDR3"),
            ("屏 幕 比X 61 大 ， Vue 3 与 Mac OS X 10", "屏幕比X61大，Vue 3与Mac OS X 10"),
            ("接口 * 3 、 格式化 - ok", "接口*3、格式化-ok"),
            ("读者 来信 2021 年 3 月 4 日 ： 邮路 通 了", "读者来信 2021年3月4日 ： 邮路通了"),
            ("本文 写于 2021 年 3 月 4 日 ： 那 天 有 雨", "本文写于2021年3月4日：那天有雨"),
            ("见 https : / / example . org / a 一 页", "见https://example.org/a一页"),
            ("他 说 ： \" 好 ! \" （ 笑 ）", "他说：\"好!\"（笑）"),
            ("it 's a dog , is n't it ?", "it's a dog, isn't it?"),
            ("C ++ 与 C # 与 R & D", "C++与C#与R&D"),
        ] {
            assert_eq!(joined(line, Style::TIGHT), wanted);
            assert_eq!(joined(wanted, Style::TIGHT), wanted);
        }
    }

    #[test]
    fn the_gap_at_latin_words_is_a_matter_of_style() {
        let line = "用 Rust 写 了 3 年";
        assert_eq!(joined(line, Style::SPACED), "用 Rust 写了 3 年");
        let style = crate::mend::segmentation::learn(["用 Rust 写程序，用 Vim 编辑，写了3年"].into_iter());
        assert_eq!(joined(line, style), "用 Rust 写了3年");
    }
}

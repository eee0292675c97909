//! What stands between two joined lines.

use std::collections::HashSet;

use crate::document::Document;
use crate::mend::script::Class;
use crate::mend::segmentation::Style;

/// What a document does elsewhere, learnt to do the same at joints.
pub(super) struct Habits {
    /// Where spaces stand between Han and the rest.
    style: Style,
    /// Whether a program broke words with hyphens.
    hyphenates: bool,
    /// Words, in lower case; those with a hyphen inside among them.
    words: HashSet<String>,
}

impl Habits {
    /// Learns from `document`, whose lines are to be joined after `breaks`.
    pub(super) fn of(document: &Document, breaks: &[usize], style: Style) -> Self {
        let hyphens = breaks.iter().filter(|&&index| is_broken(document.blocks[index].value())).count();
        // Without a program that breaks words, only the few words that have a hyphen anyway end a line with it.
        let hyphenates = hyphens >= 2 && hyphens * 25 >= breaks.len();
        let mut words = HashSet::new();
        if hyphens > 0 {
            for block in &document.blocks {
                let whole = block.value().split(|c: char| !(c.is_alphabetic() || c == '-'));
                words.extend(whole.filter(|word| !word.is_empty()).map(str::to_lowercase));
            }
        }
        Self { style, hyphenates, words }
    }

    /// Whether the hyphen that ends `left` only breaks a word that goes on in `right`.
    pub(super) fn breaks_word(&self, left: &str, right: &str) -> bool {
        let head: String = right.chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        if !is_broken(left) || !right.starts_with(char::is_lowercase) {
            return false;
        }
        let stem = left.trim_end_matches('-');
        let stem = stem.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_lowercase();
        let has = |word: String| self.words.contains(&word);
        if has(format!("{stem}{head}")) {
            return true;
        }
        self.hyphenates && !has(format!("{stem}-{head}")) && !(has(stem) && has(head))
    }

    /// What to put between `left` and `right`.
    pub(super) fn glue(&self, left: &str, right: &str) -> &'static str {
        if is_broken(left) || !spaces(self.style, left, right) { "" } else { " " }
    }
}

/// Whether text of the given `style` has a space between `left` and `right`.
pub(super) fn spaces(style: Style, left: &str, right: &str) -> bool {
    let (Some(x), Some(y)) = (left.chars().next_back(), right.chars().next()) else { return false };
    if x == ',' && is_thousands(left, right) {
        return false;
    }
    let mut sides = [Class::of(x), Class::of(y)];
    // 48Gbps and F16 are words for all their digits.
    if sides[0] == Class::Digit && is_word(left.bytes().rev()) {
        sides[0] = Class::Letter;
    }
    if sides[1] == Class::Digit && is_word(right.bytes()) {
        sides[1] = Class::Letter;
    }
    match sides {
        [Class::Mark, _] | [_, Class::Mark] => false,
        // A sign that stands alone on one side stands alone on the other.
        [Class::Ascii, Class::Han] if left.len() > 1 && left[..left.len() - 1].ends_with(' ') => true,
        [Class::Han, Class::Ascii] if right[1..].starts_with(' ') => true,
        [Class::Ascii, Class::Han] if x != ')' => false,
        [Class::Han, Class::Ascii] if y != '(' => false,
        [Class::Han, other] | [other, Class::Han] => style.spaces(other),
        [Class::Kana, _] | [_, Class::Kana] => false,
        [Class::Ascii, _] if "([{$#@".contains(x) => false,
        [_, Class::Ascii] if ",.;:!?)]}%".contains(y) => false,
        _ => true,
    }
}

/// Whether letters and digits at the start of `bytes` hold a letter.
fn is_word(bytes: impl Iterator<Item = u8>) -> bool {
    let mut word = bytes.take_while(u8::is_ascii_alphanumeric);
    word.any(|byte| byte.is_ascii_alphabetic())
}

/// Whether `left` ends in a number and a comma, and `right` begins with three digits.
fn is_thousands(left: &str, right: &str) -> bool {
    let digits = right.bytes().take_while(u8::is_ascii_digit).count();
    digits == 3 && left.as_bytes().iter().nth_back(1).is_some_and(u8::is_ascii_digit)
}

/// Whether `line` ends in a letter and a hyphen.
fn is_broken(line: &str) -> bool {
    let mut ends = line.chars().rev();
    ends.next() == Some('-') && ends.next().is_some_and(char::is_alphabetic)
}

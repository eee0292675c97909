//! What stands between two joined lines.

use std::collections::HashSet;

use crate::document::Document;
use crate::mend::script::Class;

/// What a document does elsewhere, learnt to do the same at joints.
pub(super) struct Habits {
    /// Whether a space stands between Han and letters.
    letters: bool,
    /// Whether a space stands between Han and digits.
    digits: bool,
    /// Whether a program broke words with hyphens.
    hyphenates: bool,
    /// Words, in lower case; those with a hyphen inside among them.
    words: HashSet<String>,
}

impl Habits {
    /// Learns from `document`, whose lines are to be joined after `breaks`.
    pub(super) fn of(document: &Document, breaks: &[usize]) -> Self {
        let style = crate::mend::segmentation::learn(document.blocks.iter().map(|block| block.value()));
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
        Self { letters: style.letters, digits: style.digits, hyphenates, words }
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
        let (Some(x), Some(y)) = (left.chars().next_back(), right.chars().next()) else { return "" };
        let east = |class| matches!(class, Class::Han | Class::Mark | Class::Kana);
        let gap = match (Class::of(x), Class::of(y)) {
            (Class::Han, Class::Letter) | (Class::Letter, Class::Han) => self.letters,
            (Class::Han, Class::Digit) | (Class::Digit, Class::Han) => self.digits,
            (a, b) => !(east(a) || east(b) || is_broken(left)),
        };
        if gap { " " } else { "" }
    }
}

/// Whether `line` ends in a letter and a hyphen.
fn is_broken(line: &str) -> bool {
    let mut ends = line.chars().rev();
    ends.next() == Some('-') && ends.next().is_some_and(char::is_alphabetic)
}

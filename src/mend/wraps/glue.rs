//! How two lines are joined.

use super::hyphen::{Hyphens, is_broken};
use super::line::Line;
use super::space::has_space;
use crate::mend::spacing::Spacing;

/// How two lines are joined.
pub(super) struct Joint {
    /// The first of them.
    pub index: usize,
    /// Whether its last character is a hyphen that broke a word.
    pub hyphen: bool,
    /// What is put between them.
    pub glue: &'static str,
}

/// How each of `breaks` is joined with the line after it, in a text wrapped at `column`.
pub(super) fn joints(lines: &[Line], breaks: &[usize], column: usize, spacing: Spacing) -> Vec<Joint> {
    let hyphens = Hyphens::of(lines, breaks, column);
    // A program that lets lines begin with a comma breaks words and numbers anywhere too.
    let blind = breaks.iter().any(|&index| lines[index + 1].begins_badly());
    let joint = |&index: &usize| {
        let (line, next) = (&lines[index], &lines[index + 1]);
        let hyphen = hyphens.breaks_word(line.text, next.text);
        let torn = line.width >= column && (blind || line.han && next.han) && is_torn(line.text, next.text, blind);
        let whole = hyphen || torn || line.soft || is_broken(line.text) || !has_space(spacing, line.text, next.text);
        Joint { index, hyphen, glue: if whole { "" } else { " " } }
    };
    breaks.iter().map(joint).collect()
}

/// Whether a break between `left` and `right` may be inside a number, or inside a word too where `words` break.
fn is_torn(left: &str, right: &str, words: bool) -> bool {
    let wordy = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || words && c.is_ascii_alphabetic());
    wordy(left.chars().next_back()) && wordy(right.chars().next())
}

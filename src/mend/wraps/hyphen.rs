//! Words that a program broke with a hyphen.

use std::collections::HashSet;

use super::line::Line;

/// What ends the first part of a broken word: a hyphen, or the sign that some programs print for one.
const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{ac}'];
/// Beginnings of compounds that keep their hyphen.
const PREFIXES: [&str; 20] = [
    "all", "anti", "co", "cross", "ex", "half", "high", "ill", "long", "low", "mid", "multi", "non", "post", "pre",
    "pro", "self", "semi", "so", "well",
];
/// A program breaks no words shorter than this, in letters, and leaves at least so many on the line.
const SHORTEST: usize = 7;
const LEFT: usize = 4;

/// What a text tells about the hyphens at the ends of its lines.
pub(super) struct Hyphens {
    /// Whether a program broke words with hyphens: it did not leave out most of the chances.
    breaks: bool,
    /// Of the words that joints may make or break, those that are whole elsewhere in the text, in lower case.
    known: HashSet<String>,
}

impl Hyphens {
    /// Learns from `lines`, of which those at `breaks` go on in the next one, wrapped at `column`.
    pub(super) fn of(lines: &[Line], breaks: &[usize], column: usize) -> Self {
        let mut wanted = HashSet::new();
        let (mut taken, mut missed) = (0, 0);
        for &index in breaks {
            let (line, next) = (&lines[index], &lines[index + 1]);
            if let Some((stem, head)) = halves(line.text, next.text) {
                taken += 1;
                wanted.extend([format!("{stem}{head}"), format!("{stem}-{head}"), stem, head]);
            } else {
                let letters = next.text.chars().take_while(|c| c.is_ascii_alphabetic()).count();
                missed += usize::from(letters >= SHORTEST && line.width + 1 + LEFT < column);
            }
        }
        let known = if wanted.is_empty() { wanted } else { known(lines, breaks, &wanted) };
        Self { breaks: taken > 0 && taken >= missed, known }
    }

    /// Whether the hyphen that ends `left` only breaks a word that goes on in `right`.
    pub(super) fn breaks_word(&self, left: &str, right: &str) -> bool {
        let Some((stem, head)) = halves(left, right) else { return false };
        let has = |word: &str| self.known.contains(word);
        if has(&format!("{stem}{head}")) {
            return true;
        }
        let compound = has(&format!("{stem}-{head}")) || has(&stem) && has(&head) || PREFIXES.contains(&stem.as_str());
        self.breaks && !compound
    }
}

/// Whether `line` ends in a letter and a hyphen.
pub(super) fn is_broken(line: &str) -> bool {
    let mut ends = line.chars().rev();
    ends.next().is_some_and(|last| HYPHENS.contains(&last)) && ends.next().is_some_and(char::is_alphabetic)
}

/// The halves of the word that is broken between `left` and `right`, in lower case.
fn halves(left: &str, right: &str) -> Option<(String, String)> {
    if !is_broken(left) || !right.starts_with(char::is_lowercase) {
        return None;
    }
    let stem = left.trim_end_matches(HYPHENS).rsplit(|c: char| !c.is_alphabetic()).next()?;
    let head = right.split(|c: char| !c.is_alphabetic()).next()?;
    Some((stem.to_lowercase(), head.to_lowercase()))
}

/// Which of the `wanted` words are in `lines`, the halves of broken words left out.
fn known(lines: &[Line], breaks: &[usize], wanted: &HashSet<String>) -> HashSet<String> {
    let mut known = HashSet::new();
    let mut lower = String::new();
    let mut breaks = breaks.iter().peekable();
    let mut half = false;
    for (index, line) in lines.iter().enumerate() {
        let broken = breaks.next_if_eq(&&index).is_some() && is_broken(line.text);
        let text = if half { line.text.trim_start_matches(char::is_alphabetic) } else { line.text };
        let end = text.trim_end_matches(HYPHENS).trim_end_matches(char::is_alphabetic).len();
        for word in (if broken { &text[..end] } else { text }).split(|c: char| !(c.is_alphabetic() || c == '-')) {
            lower.clear();
            lower.extend(word.chars().flat_map(char::to_lowercase));
            if wanted.contains(&lower) && !known.contains(&lower) {
                known.insert(lower.clone());
            }
        }
        half = broken;
    }
    known
}

//! Brackets in a byline: affiliations, nationalities, addresses of mail.

use std::ops::Range;

use crate::text::is_common_han;

/// Brackets that hold what is no part of a name.
const PAIRS: [(char, char); 6] = [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】'), ('<', '>'), ('〔', '〕')];

/// A line split into what is outside brackets and what is inside them.
///
/// Brackets around the whole line are none. A bracket that is not closed reaches to the end; one that was not opened ends
/// the line: it closes a bracket before the byline. A western name behind a Chinese one is the same name and stays outside.
pub(super) fn part(line: &str) -> (String, String) {
    let mut line = line.trim();
    while let Some(inner) = unwrapped(line) {
        line = inner.trim();
    }
    let (mut outside, mut inside) = (String::with_capacity(line.len()), String::new());
    let mut open: Vec<char> = Vec::new();
    let mut original = 0..0;
    for (at, c) in line.char_indices() {
        if let Some((_, close)) = PAIRS.iter().find(|(open, _)| *open == c) {
            if open.is_empty() && outside.trim_end().ends_with(is_common_han) {
                original = original_name(line, at + c.len_utf8(), *close).unwrap_or(original);
            }
            open.push(*close);
            if original.start == at + c.len_utf8() {
                outside.push_str(" (");
                outside.push_str(&line[original.clone()]);
                outside.push(')');
            }
            inside.push(' ');
            outside.push(' ');
        } else if open.last() == Some(&c) {
            open.pop();
        } else if open.is_empty() && PAIRS.iter().any(|(_, close)| *close == c) {
            break;
        } else if open.is_empty() {
            outside.push(c);
        } else {
            inside.push(c);
        }
    }
    (outside, inside)
}

/// Where the western name is that brackets hold from `start` to `close`, if they hold one: words with capitals.
fn original_name(line: &str, start: usize, close: char) -> Option<Range<usize>> {
    let inside = line.get(start..)?.split_once(close)?.0;
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_uppercase()) && word.chars().all(|c| c.is_ascii_alphabetic() || c == '.')
    };
    let words = inside.split(' ').count();
    ((2..=4).contains(&words) && inside.split(' ').all(is_word)).then(|| start..start + inside.len())
}

/// The inside of a line that is all in one pair of brackets.
fn unwrapped(line: &str) -> Option<&str> {
    let first = line.chars().next()?;
    let (open, close) = PAIRS.into_iter().find(|(open, _)| *open == first)?;
    let inner = line.strip_prefix(open)?.strip_suffix(close)?;
    (!inner.contains([open, close])).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn brackets_are_parted_from_what_is_around_them() {
        let parts = |line: &str| {
            let (outside, inside) = part(line);
            (outside.trim().to_owned(), inside.trim().to_owned())
        };
        assert_eq!(parts("白玉（海边大学教授）"), ("白玉".into(), "海边大学教授".into()));
        assert_eq!(parts("（记者 白玉）"), ("记者 白玉".into(), String::new()));
        assert_eq!(parts("白玉（Ann Lee）").0, "白玉 (Ann Lee)");
        assert_eq!(parts("白玉）他说"), ("白玉".into(), String::new()));
        assert_eq!(parts("Ann Lee (with Bo [the younger] Ek"), ("Ann Lee".into(), "with Bo  the younger Ek".into()));
    }
}

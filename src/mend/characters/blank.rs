//! Line ends and spaces.

use std::ops::Range;

use super::each::{Decision, each};
use crate::document::Change;
use crate::text::{is_gap, is_line_break};

/// Line ends inside a line of plain text, with the white space around them.
pub(super) fn breaks(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(end) = text[at..].find(is_line_break).map(|end| at + end) {
        let start = at + text[at..end].trim_end().len();
        let end = text.len() - text[end..].trim_start().len();
        found.push(start..end);
        at = end;
    }
    found
}

/// Line ends that are not a single line feed.
pub(super) fn line_ends(text: &str) -> Vec<Change> {
    each(text, |_, c, next| match c {
        '\r' if next == Some('\n') => Decision::Remove,
        '\r' => Decision::Replace("\n"),
        c if is_line_break(c) => Decision::Replace("\n"),
        _ => Decision::Keep,
    })
}

/// No-break and other odd spaces.
pub(super) fn odd_spaces(text: &str) -> Vec<Change> {
    each(text, |before, c, next| match c {
        // French sets these before and after its marks, and many languages between groups of digits.
        '\u{a0}' | '\u{202f}' | '\u{2009}'
            if next.is_some_and(|c| "?!:;»%°€".contains(c))
                || before == Some('«')
                || (before.is_some_and(|c| c.is_ascii_digit()) && next.is_some_and(|c| c.is_ascii_digit())) =>
        {
            Decision::Keep
        }
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => Decision::Replace(" "),
        _ => Decision::Keep,
    })
}

/// White space at the ends of lines.
pub(super) fn trailing(text: &str) -> Vec<Change> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes());
    let runs = ends.map(|end| text[..end].trim_end_matches(is_gap).len()..end);
    runs.filter(|run| !run.is_empty()).map(Change::removal).collect()
}

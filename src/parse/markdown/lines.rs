//! What the line ends of a Markdown paragraph mean.

use crate::text::{is_source_line_end, is_unspaced, table_width};

/// What the line ends of a paragraph are.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Lines {
    /// Wraps: a space, or nothing.
    Wrapped,
    /// Ends of paragraphs.
    Paragraphs,
    /// Ends of lines that stay lines.
    Kept,
}

/// Columns that a wrapped line of Chinese fills at least.
const WRAP_COLUMNS: usize = 48;

/// What the line ends of a Markdown paragraph mean. In alphabetic text they are wraps, as CommonMark has it. In Chinese
/// text, lines that end like sentences are paragraphs, and lines too short to have been wrapped stay lines.
pub(super) fn lines(paragraph: &str) -> Lines {
    let mut lines = paragraph.trim_end().lines().map(str::trim_end).collect::<Vec<_>>();
    lines.pop();
    let wide = lines.iter().filter(|line| line.chars().next_back().is_some_and(is_unspaced)).count();
    if lines.is_empty() || wide * 2 < lines.len() {
        return Lines::Wrapped;
    }
    let ends = lines.iter().filter(|line| line.ends_with(is_source_line_end)).count();
    let longest = lines.iter().map(|line| table_width(line)).max().unwrap_or(0);
    if ends * 2 >= lines.len() {
        Lines::Paragraphs
    } else if longest < WRAP_COLUMNS {
        Lines::Kept
    } else {
        Lines::Wrapped
    }
}

//! The form of a line: what can be said of it without understanding it.

use crate::document::{Block, Kind};

/// Marks that end a sentence, in any width.
const STOPS: &[char] = &['。', '！', '？', '!', '?', '…', '；', ';'];
/// Marks that may follow the end of a sentence.
const CLOSERS: &[char] = &['”', '’', '」', '』', '）', ')', '》', '】', '〕', ']', '"', '\''];

/// A line without the marks that Markdown, lists and decoration put around it.
pub(super) fn bare(line: &str) -> &str {
    let decoration = |c: char| {
        c.is_whitespace() || matches!(c, '>' | '*' | '#' | '_' | '`' | '|' | '\u{FEFF}' | '\u{200B}' | '\u{3000}')
    };
    let line = line.trim_matches(decoration);
    match line.strip_prefix(['-', '·', '•', '◆', '■', '●', '▶', '►', '○', '・']) {
        Some(rest) => rest.trim_start_matches(decoration),
        None => line,
    }
}

/// Whether `text` ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches(CLOSERS);
    text.ends_with(STOPS) || text.ends_with(['.', ':', '：', '，', ','])
}

/// Whether `text` reads as prose: at least one sentence with an end inside or behind it, and some length.
pub(super) fn is_prose(text: &str) -> bool {
    // A byte is at most one column and at least half of one.
    let long = text.len() >= 160 || (text.len() >= 80 && width(text) >= 80);
    long && (text.contains('。') || text.contains('，') || text.contains(". ") || text.trim_end().ends_with('.'))
}

/// Level of a heading, also where a line of plain text is marked as Markdown marks one; 0 for everything else.
pub(super) fn level(block: &Block) -> usize {
    let marks = block.value().bytes().take_while(|&byte| byte == b'#').count();
    let marked = (1..=6).contains(&marks) && block.value()[marks..].starts_with(' ');
    if marked { marks } else { block.kind.level().into() }
}

/// Length in half-width columns: a Han character counts two, so that limits hold for all scripts.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| if c < '\u{1100}' { 1 } else { 2 }).sum()
}

/// Whether a line could be a heading or a title: short, and not ended like a sentence.
pub(super) fn is_headline(text: &str) -> bool {
    let text = text.trim();
    let width = width(text);
    let open = text.trim_end_matches(CLOSERS).ends_with(['。', '；', '，', ',', ';', '、', '：', ':']);
    (2..=120).contains(&width) && !open && !text.contains('。') && !text.contains('\n')
}

/// Whether a block is nothing but links.
pub(super) fn is_link(block: &Block) -> bool {
    let value = block.value();
    let links = block.features.link_chars as usize;
    let mostly = || links * 10 >= value.chars().filter(|c| !c.is_whitespace()).count() * 8;
    block.kind != Kind::Code && ((links > 0 && mostly()) || is_link_line(value))
}

/// Whether a line of plain text is nothing but Markdown links or addresses.
pub(super) fn is_link_line(line: &str) -> bool {
    let mut rest = bare(line);
    rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | '、' | ' '));
    if !rest.starts_with(['[', '!', 'h']) {
        return false;
    }
    while !rest.is_empty() {
        let tail = if rest.starts_with('[') || rest.starts_with("![") {
            rest.find("](").and_then(|at| rest[at..].find(')').map(|end| &rest[at + end + 1..]))
        } else if rest.starts_with("http://") || rest.starts_with("https://") {
            Some(rest.find(char::is_whitespace).map_or("", |end| &rest[end..]))
        } else {
            None
        };
        let Some(tail) = tail else { return false };
        rest = tail.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '·' | '，' | ',' | ')' | '*'));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoration_does_not_hide_a_line() {
        assert_eq!(bare("> * 译者：某人"), "译者：某人");
        assert_eq!(bare("  - **上一篇** "), "上一篇");
    }

    #[test]
    fn link_lines_are_told_from_lines_with_links() {
        assert!(is_link_line("* [山间小路](https://example.org/a)"));
        assert!(is_link_line("1. [山](a.md) | [水](b.md)"));
        assert!(!is_link_line("见 [山间小路](https://example.org/a) 一文的说明。"));
    }
}

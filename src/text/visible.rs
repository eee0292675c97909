//! Characters that do something to a terminal instead of being seen.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether `c` moves, colours or renames what a terminal shows, or turns the direction of a line: control characters
/// other than line ends and tabs, and the embeddings, overrides and isolates of bidirectional text.
pub(crate) fn acts_on_terminal(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        c => c.is_control(),
    }
}

/// `text` for a reader at a terminal: what would act there is written as its code point, `<U+001B>`. A carriage return
/// stays in front of a line feed.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(acts_on_terminal) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if acts_on_terminal(c) && !(c == '\r' && rest.peek() == Some(&'\n')) {
            let _ = write!(shown, "<U+{:04X}>", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_written_out() {
        for (text, shown) in [
            ("茶\tand\nمرحبا e\u{301}\r\n", "茶\tand\nمرحبا e\u{301}\r\n"),
            ("a\u{1b}]0;x\u{7}b", "a<U+001B>]0;x<U+0007>b"),
            ("\u{9b}31m\u{7f}\r", "<U+009B>31m<U+007F><U+000D>"),
            ("a\u{202e}txt.exe\u{2066}", "a<U+202E>txt.exe<U+2066>"),
        ] {
            assert_eq!(visible(text), shown);
        }
    }
}

//! Quoting a shared passage as the document has it.

use std::ops::{ControlFlow, Range};

use super::fold::width;

/// Code points quoted at most.
const LONGEST: usize = 120;

/// Copies a part out of a text that comes piece by piece.
pub(crate) struct Quote {
    /// Units of the folded text before the part, and in it, that are still to come.
    before: usize,
    left: usize,
    /// Code points that may still be quoted.
    room: usize,
    passage: String,
}

impl Quote {
    /// Of the part whose folded form is `range`, up to [`LONGEST`] code points.
    pub(crate) fn new(range: Range<usize>) -> Self {
        Self { before: range.start, left: range.len(), room: LONGEST, passage: String::new() }
    }

    /// Takes the next piece of the text. Breaks when there is no more to copy.
    pub(crate) fn take(&mut self, piece: &str) -> ControlFlow<()> {
        for c in piece.chars() {
            let width = width(c);
            if self.passage.is_empty() && width <= self.before {
                self.before -= width;
                continue;
            }
            if self.left == 0 || self.room == 0 {
                return ControlFlow::Break(());
            }
            self.before = 0;
            self.left = self.left.saturating_sub(width);
            self.room -= 1;
            self.passage.push(c);
        }
        ControlFlow::Continue(())
    }

    /// The passage, without white space around it.
    pub(crate) fn finish(self) -> String {
        self.passage.trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote(text: &str, range: Range<usize>) -> String {
        let quoted = |pieces: &[&str]| {
            let mut quote = Quote::new(range.clone());
            let _ = pieces.iter().try_for_each(|piece| quote.take(piece));
            quote.finish()
        };
        let whole = quoted(&[text]);
        let mut bytes = [0; 4];
        let pieces: Vec<String> = text.chars().map(|c| c.encode_utf8(&mut bytes).to_owned()).collect();
        assert_eq!(quoted(&pieces.iter().map(String::as_str).collect::<Vec<_>>()), whole);
        whole
    }

    #[test]
    fn quotes_are_as_the_document_has_them() {
        assert_eq!(quote("前言。“江南好，风景旧曾谙。”日出", 2..10), "江南好，风景旧曾谙");
        assert_eq!(quote("短", 5..9), "");
        assert_eq!(quote("龍門 石窟，伊水", 2..4), "石窟");
        assert_eq!(quote(&"长".repeat(500), 0..400).chars().count(), LONGEST);
    }
}

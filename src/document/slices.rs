//! Walking through a text, counted in bytes and in code points.

use std::str::Chars;

/// A place that moves forward through a text.
pub(crate) struct Slices<'a> {
    rest: Chars<'a>,
    byte: usize,
    point: u32,
}

impl<'a> Slices<'a> {
    /// Begins at the beginning of `text`.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { rest: text.chars(), byte: 0, point: 0 }
    }

    /// The byte reached.
    pub(crate) fn byte(&self) -> usize {
        self.byte
    }

    /// Moves to a code point, or to the end before it; gives the text passed over.
    pub(crate) fn to(&mut self, point: u32) -> &'a str {
        let text = self.rest.as_str();
        if let Some(last) = point.checked_sub(self.point + 1) {
            self.rest.nth(last as usize);
            self.point = point;
        }
        let passed = &text[..text.len() - self.rest.as_str().len()];
        self.byte += passed.len();
        passed
    }

    /// The text between two code points that lie ahead.
    pub(crate) fn cut(&mut self, start: u32, end: u32) -> &'a str {
        self.to(start);
        self.to(end)
    }

    /// Moves to a byte; gives the code point there.
    pub(crate) fn point(&mut self, byte: usize) -> u32 {
        let text = self.rest.as_str();
        if let Some((passed, rest)) = byte.checked_sub(self.byte).and_then(|ahead| text.split_at_checked(ahead)) {
            self.point += passed.chars().count() as u32;
            self.byte = byte;
            self.rest = rest.chars();
        }
        self.point
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_are_cut_in_order() {
        let mut slices = Slices::new("𠮷屋é开门");
        assert_eq!((slices.cut(1, 2), slices.byte()), ("屋", 7));
        assert_eq!((slices.cut(2, 2), slices.to(4)), ("", "é开"));
        assert_eq!((slices.point(15), slices.point(15), slices.to(9)), (5, 5, ""));
        assert_eq!((slices.cut(9, 12), slices.byte()), ("", 15));
    }
}

//! Code points of a text by their number.

use std::str::Chars;

/// Finds code points of a text that is read mostly forwards: moved paragraphs make it jump.
pub(crate) struct Cursor<'a> {
    text: &'a str,
    rest: Chars<'a>,
    at: u32,
    /// Byte offset of every [`Cursor::STRIDE`]th code point.
    marks: Vec<usize>,
}

impl<'a> Cursor<'a> {
    const STRIDE: u32 = 1024;

    /// Begins at the beginning of `text`.
    pub(crate) fn new(text: &'a str) -> Self {
        let marks = text.char_indices().step_by(Self::STRIDE as usize).map(|(offset, _)| offset).collect();
        Self { text, rest: text.chars(), at: 0, marks }
    }

    /// The `length` code points from `at` on; none where there are not as many.
    pub(crate) fn take(&mut self, at: u32, length: u32) -> Option<&'a str> {
        if at < self.at || at - self.at > Self::STRIDE {
            let mark = *self.marks.get((at / Self::STRIDE) as usize)?;
            self.rest = self.text.get(mark..)?.chars();
            self.at = at - at % Self::STRIDE;
        }
        take(&mut self.rest, at - self.at)?;
        let taken = take(&mut self.rest, length)?;
        self.at = at + length;
        Some(taken)
    }
}

/// The next `length` characters of `chars`.
pub(super) fn take<'a>(chars: &mut Chars<'a>, length: u32) -> Option<&'a str> {
    let rest = chars.as_str();
    if length > 0 {
        chars.nth(length as usize - 1)?;
    }
    Some(&rest[..rest.len() - chars.as_str().len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_jumps_both_ways() {
        let text: String = ('一'..).take(5000).collect();
        let mut cursor = Cursor::new(&text);
        for at in [0, 4999, 1023, 1024, 3, 2048, 4000] {
            let expected: String = text.chars().skip(at as usize).take(1).collect();
            assert_eq!(cursor.take(at, 1), Some(expected.as_str()), "{at}");
        }
        assert_eq!((cursor.take(4999, 2), cursor.take(6000, 1)), (None, None));
    }
}

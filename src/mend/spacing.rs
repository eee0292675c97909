//! Whether the author sets spaces between Chinese and the rest.

use crate::mend::script::Class;

/// Whether a space stands between a Han character and what is beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::mend) struct Style {
    /// Between Han and a Latin letter.
    pub letters: bool,
    /// Between Han and a digit.
    pub digits: bool,
    /// Between Han and an ASCII bracket.
    pub signs: bool,
    /// Between a number and the letters of its unit.
    pub units: bool,
}

impl Style {
    /// No spaces.
    pub(super) const TIGHT: Self = Self { letters: false, digits: false, signs: false, units: false };
    /// Spaces at letters, digits and brackets.
    pub(super) const SPACED: Self = Self { letters: true, digits: true, signs: true, units: false };

    /// Whether a space stands between Han and a character of `class`.
    pub(in crate::mend) fn spaces(self, class: Class) -> bool {
        match class {
            Class::Letter => self.letters,
            Class::Digit => self.digits,
            Class::Ascii => self.signs,
            _ => false,
        }
    }
}

/// The most natural text that is read to learn its style, in bytes.
const LESSON: usize = 1 << 16;

/// Learns the style from lines that were never segmented: what most of their places have; nothing when there are few.
pub(in crate::mend) fn learn<'a>(lines: impl Iterator<Item = &'a str>) -> Style {
    let (mut letters, mut digits, mut signs, mut units) = ([0_u32; 2], [0_u32; 2], [0_u32; 2], [0_u32; 2]);
    let mut read = 0;
    for line in lines {
        if read >= LESSON {
            break;
        }
        read += line.len();
        let (mut before, mut last, mut space) = (Class::Other, ' ', false);
        for c in line.chars() {
            let class = Class::of(c);
            if class == Class::Space {
                space = true;
                continue;
            }
            match (before, class) {
                (Class::Han, Class::Letter) | (Class::Letter, Class::Han) => letters[usize::from(space)] += 1,
                (Class::Han, Class::Digit) | (Class::Digit, Class::Han) => digits[usize::from(space)] += 1,
                (Class::Han, Class::Ascii) if c == '(' => signs[usize::from(space)] += 1,
                (Class::Ascii, Class::Han) if last == ')' => signs[usize::from(space)] += 1,
                (Class::Digit, Class::Letter) => units[usize::from(space)] += 1,
                _ => {}
            }
            (before, last, space) = (class, c, false);
        }
    }
    let most = |[without, with]: [u32; 2]| with >= 2 && with > without;
    Style { letters: most(letters), digits: most(digits), signs: most(signs), units: most(units) }
}

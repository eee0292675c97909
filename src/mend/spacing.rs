//! Whether an author sets spaces between Chinese and the rest.

use crate::text::Class;

/// The most natural text that is read to learn its spacing, in bytes.
const LONGEST: usize = 1 << 16;

/// Where a text has spaces beside Chinese.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spacing {
    /// Between Han and a Latin letter.
    pub letters: bool,
    /// Between Han and a digit.
    pub digits: bool,
    /// Between Han and an ASCII bracket.
    pub signs: bool,
    /// Between a number and the letters of its unit.
    pub units: bool,
}

impl Spacing {
    /// No spaces.
    pub(super) const TIGHT: Self = Self { letters: false, digits: false, signs: false, units: false };
    /// Spaces at letters, digits and brackets.
    pub(super) const SPACED: Self = Self { letters: true, digits: true, signs: true, units: false };

    /// Whether there is a space between Han and a character of `class`.
    pub(super) fn spaces(self, class: Class) -> bool {
        match class {
            Class::Letter => self.letters,
            Class::Digit => self.digits,
            Class::Ascii => self.signs,
            _ => false,
        }
    }

    /// Learns from lines that were never segmented: a space where most of the places have one, none where there are few.
    pub(super) fn learn<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let (mut letters, mut digits, mut signs, mut units) = ([0_u32; 2], [0_u32; 2], [0_u32; 2], [0_u32; 2]);
        let mut read = 0;
        for line in lines {
            if read >= LONGEST {
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
        Self { letters: most(letters), digits: most(digits), signs: most(signs), units: most(units) }
    }
}

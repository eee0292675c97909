//! Charsets that encoding_rs does not have: DOS and Macintosh code pages, EUC-TW, Johab.
//!
//! The tables are text, made by `train/charsets.py`.

use std::sync::LazyLock;

/// A single-byte charset whose lower half is ASCII.
#[derive(Debug)]
pub(crate) struct Single {
    /// Its name.
    pub(crate) name: &'static str,
    /// The characters of bytes 0x80 to 0xFF; U+FFFD where a byte means nothing.
    pub(crate) high: [char; 128],
}

impl PartialEq for Single {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Single {}

/// All single-byte charsets of the table.
pub(crate) fn singles() -> &'static [Single] {
    static SINGLES: LazyLock<Vec<Single>> = LazyLock::new(|| {
        let lines = include_str!("tables/charsets.txt").lines();
        let parse = |line: &'static str| {
            let (name, chars) = line.split_once('\t')?;
            let mut high = ['\u{FFFD}'; 128];
            high.iter_mut().zip(chars.chars()).for_each(|(slot, c)| *slot = c);
            Some(Single { name, high })
        };
        lines.filter_map(parse).collect()
    });
    &SINGLES
}

/// The character at `row` and `column` (0xA1 to 0xFE each) of plane 1 or 2 of CNS 11643.
pub(super) fn cns(plane: u8, row: u8, column: u8) -> Option<char> {
    static PLANES: LazyLock<Vec<char>> = LazyLock::new(|| {
        let lines = include_str!("tables/euc_tw.txt").lines();
        lines.flat_map(|line| line.chars().chain(std::iter::repeat('\u{FFFD}')).take(94)).collect()
    });
    let cell = |byte: u8| (0xA1..=0xFE).contains(&byte).then(|| usize::from(byte - 0xA1));
    let index = (usize::from(plane - 1) * 94 + cell(row)?) * 94 + cell(column)?;
    PLANES.get(index).copied().filter(|&c| c != '\u{FFFD}')
}

/// The character of a pair of bytes in Johab (KS X 1001, annex 3): a syllable put together from its letters, or a sign
/// or Chinese character of KS X 1001 in another place.
pub(super) fn johab(lead: u8, trail: u8) -> Option<char> {
    match lead {
        0x84..=0xD3 => {
            let bits = u16::from_be_bytes([lead, trail]);
            let letter = |table: &[u8; 32], shift: u16| {
                let number = table[usize::from(bits >> shift & 0x1F)];
                (number != NO).then_some(u32::from(number))
            };
            let (initial, vowel, last) = (letter(&INITIAL, 10)?, letter(&VOWEL, 5)?, letter(&FINAL, 0)?);
            char::from_u32(0xAC00 + (initial * 21 + vowel) * 28 + last)
        }
        0xD9..=0xDE | 0xE0..=0xF9 => {
            let column = match trail {
                0x31..=0x7E => trail - 0x31,
                0x91..=0xFE => trail - 0x43,
                _ => return None,
            };
            let pair = if lead < 0xE0 { 2 * (lead - 0xD9) } else { 2 * (lead - 0xE0) + 0x29 };
            ksx1001(0xA1 + pair + column / 94, 0xA1 + column % 94)
        }
        _ => None,
    }
}

/// The character of KS X 1001 that EUC-KR writes with these bytes.
pub(super) fn ksx1001(row: u8, column: u8) -> Option<char> {
    pair(encoding_rs::EUC_KR, row, column)
}

/// The character of GB 2312 that EUC-CN writes with these bytes.
pub(super) fn gb2312(row: u8, column: u8) -> Option<char> {
    pair(encoding_rs::GBK, row, column)
}

fn pair(encoding: &'static encoding_rs::Encoding, lead: u8, trail: u8) -> Option<char> {
    let bytes = [lead, trail];
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes)?;
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// Number of a letter, by its five bits in Johab; [`NO`] where they mean none.
const INITIAL: [u8; 32] = letters(&[(2, 20, 0)]);
const VOWEL: [u8; 32] = letters(&[(3, 7, 0), (10, 15, 5), (18, 23, 11), (26, 29, 17)]);
const FINAL: [u8; 32] = letters(&[(1, 17, 0), (19, 29, 17)]);
const NO: u8 = u8::MAX;

const fn letters(ranges: &[(usize, usize, u8)]) -> [u8; 32] {
    let mut table = [NO; 32];
    let mut range = 0;
    while range < ranges.len() {
        let (first, last, number) = ranges[range];
        let mut at = first;
        while at <= last {
            table[at] = number + (at - first) as u8;
            at += 1;
        }
        range += 1;
    }
    table
}

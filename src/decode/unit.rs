//! Charsets without states, one unit (the bytes of one character) at a time.

use std::sync::LazyLock;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS};

use super::charset::Charset;
use super::tables;

/// Length of the unit that well-formed `bytes` of a WHATWG charset begin with.
pub(super) fn width(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let (lead, next) = (bytes.first().copied().unwrap_or(0), bytes.get(1).copied().unwrap_or(0));
    match lead {
        ..=0x80 => 1,
        _ if encoding == GB18030 || encoding == GBK => {
            if next.is_ascii_digit() {
                4
            } else {
                2
            }
        }
        _ if encoding == BIG5 || encoding == EUC_KR => 2,
        0x81..=0x9F | 0xE0..=0xFC if encoding == SHIFT_JIS => 2,
        0x8F if encoding == EUC_JP => 3,
        0x8E | 0xA1..=0xFE if encoding == EUC_JP => 2,
        _ => 1,
    }
}

/// Decodes the first unit of `bytes` (not empty), none when it is malformed, and says how many bytes it takes.
pub(super) fn decode(bytes: &[u8], charset: Charset) -> (Option<char>, usize) {
    match charset {
        Charset::Utf16Le => utf16(bytes, u16::from_le_bytes),
        Charset::Utf16Be => utf16(bytes, u16::from_be_bytes),
        Charset::Utf32Le => utf32(bytes, u32::from_le_bytes),
        Charset::Utf32Be => utf32(bytes, u32::from_be_bytes),
        Charset::Single(single) => single_byte(bytes, &single.high),
        Charset::EucTw => match *bytes {
            [0x8E, plane @ 0xA1..=0xA2, row, column, ..] => known(tables::cns(plane - 0xA0, row, column), 4),
            [lead @ 0xA1..=0xFE, trail, ..] => known(tables::cns(1, lead, trail), 2),
            _ => ascii(bytes),
        },
        Charset::Johab => match *bytes {
            [lead @ 0x84..=0xFE, trail, ..] => known(tables::johab(lead, trail), 2),
            _ => ascii(bytes),
        },
        _ => ascii(bytes),
    }
}

/// Encodes `c` as the bytes of an array and how many of them count; none when the charset cannot write it.
pub(super) fn encode(c: char, charset: Charset) -> Option<([u8; 4], usize)> {
    let mut units = [0; 2];
    match charset {
        Charset::Utf16Le => Some(join(c.encode_utf16(&mut units), u16::to_le_bytes)),
        Charset::Utf16Be => Some(join(c.encode_utf16(&mut units), u16::to_be_bytes)),
        Charset::Utf32Le => Some((u32::from(c).to_le_bytes(), 4)),
        Charset::Utf32Be => Some((u32::from(c).to_be_bytes(), 4)),
        _ if c.is_ascii() => Some(([c as u8, 0, 0, 0], 1)),
        Charset::Single(single) => {
            let at = single.high.iter().position(|&high| high == c && high != '\u{FFFD}')?;
            Some(([0x80 + at as u8, 0, 0, 0], 1))
        }
        Charset::EucTw => EUC_TW.find(c),
        Charset::Johab => JOHAB.find(c),
        _ => None,
    }
}

/// Whether each character of the charset has one unit only, so that text always encodes to the bytes it came from.
pub(super) fn is_exact(charset: Charset) -> bool {
    matches!(charset, Charset::Utf16Le | Charset::Utf16Be | Charset::Utf32Le | Charset::Utf32Be | Charset::Single(_))
}

fn ascii(bytes: &[u8]) -> (Option<char>, usize) {
    (bytes.first().filter(|byte| byte.is_ascii()).map(|&byte| byte.into()), 1)
}

fn single_byte(bytes: &[u8], high: &[char; 128]) -> (Option<char>, usize) {
    let byte = bytes.first().copied().unwrap_or(0);
    let c = if byte < 0x80 { byte.into() } else { high[usize::from(byte - 0x80)] };
    ((c != '\u{FFFD}').then_some(c), 1)
}

/// A character of `len` bytes. Where there is none, only the first byte is malformed: the next may begin a character.
fn known(c: Option<char>, len: usize) -> (Option<char>, usize) {
    (c, if c.is_some() { len } else { 1 })
}

fn utf16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> (Option<char>, usize) {
    let [a, b, rest @ ..] = bytes else { return (None, 1) };
    let unit = read([*a, *b]);
    match unit {
        0xD800..=0xDBFF => match rest {
            [c, d, ..] if (0xDC00..=0xDFFF).contains(&read([*c, *d])) => {
                let low = u32::from(read([*c, *d])) - 0xDC00;
                (char::from_u32(0x1_0000 + ((u32::from(unit) - 0xD800) << 10 | low)), 4)
            }
            _ => (None, 2),
        },
        _ => (char::from_u32(unit.into()), 2),
    }
}

fn utf32(bytes: &[u8], read: fn([u8; 4]) -> u32) -> (Option<char>, usize) {
    match bytes {
        [a, b, c, d, ..] => (char::from_u32(read([*a, *b, *c, *d])), 4),
        _ => (None, bytes.len()),
    }
}

fn join(units: &[u16], write: fn(u16) -> [u8; 2]) -> ([u8; 4], usize) {
    let mut bytes = [0; 4];
    for (slot, unit) in bytes.chunks_exact_mut(2).zip(units) {
        slot.copy_from_slice(&write(*unit));
    }
    (bytes, 2 * units.len())
}

/// From character to bytes: sorted, the first unit of each character only.
struct Reverse(Vec<(char, [u8; 4], usize)>);

impl Reverse {
    fn of(charset: Charset, units: impl Iterator<Item = [u8; 4]>) -> Self {
        let decoded = units.filter_map(|unit| match decode(&unit, charset) {
            (Some(c), len) if !c.is_ascii() => Some((c, unit, len)),
            _ => None,
        });
        let mut all: Vec<_> = decoded.collect();
        all.sort_by_key(|&(c, unit, len)| (c, len, unit));
        all.dedup_by_key(|(c, ..)| *c);
        Self(all)
    }

    fn find(&self, c: char) -> Option<([u8; 4], usize)> {
        let at = self.0.binary_search_by_key(&c, |(known, ..)| *known).ok()?;
        self.0.get(at).map(|&(_, unit, len)| (unit, len))
    }
}

static EUC_TW: LazyLock<Reverse> = LazyLock::new(|| {
    let cells = || (0xA1..=0xFE).flat_map(|row| (0xA1..=0xFE).map(move |column| (row, column)));
    let plane1 = cells().map(|(row, column)| [row, column, 0, 0]);
    let plane2 = cells().map(|(row, column)| [0x8E, 0xA2, row, column]);
    Reverse::of(Charset::EucTw, plane1.chain(plane2))
});

static JOHAB: LazyLock<Reverse> = LazyLock::new(|| {
    let pairs = (0x84..=0xF9).flat_map(|lead| (0x31..=0xFE).map(move |trail| [lead, trail, 0, 0]));
    Reverse::of(Charset::Johab, pairs)
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn johab_and_euc_tw_write_what_their_standards_say() {
        let bytes = |c, charset| encode(c, charset).map(|(unit, len)| unit[..len].to_vec());
        assert_eq!(bytes('가', Charset::Johab), Some(vec![0x88, 0x61]));
        assert_eq!(bytes('한', Charset::Johab), Some(vec![0xD0, 0x65]));
        assert_eq!(bytes('伽', Charset::Johab), Some(vec![0xE0, 0x31]));
        assert_eq!(bytes('一', Charset::EucTw), Some(vec![0xC4, 0xA1]));
        assert_eq!(bytes('乂', Charset::EucTw), Some(vec![0x8E, 0xA2, 0xA1, 0xA1]));
    }

    #[test]
    fn surrogates_come_in_pairs_only() {
        assert_eq!(decode(b"\x3D\xD8\x00\xDE", Charset::Utf16Le), (Some('😀'), 4));
        assert_eq!(decode(b"\x3D\xD8\x41\x00", Charset::Utf16Le), (None, 2));
        assert_eq!(decode(b"\x3D", Charset::Utf16Le), (None, 1));
    }
}

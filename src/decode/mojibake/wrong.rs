//! Charsets that text is often wrongly decoded under, and the bytes that they write.

use std::sync::LazyLock;

use super::stretch::LOST;
use super::units::{encode, narrow_units, wide_units};
use crate::decode::charset::Charset;

/// A charset that text is often wrongly decoded under, ready to undo that.
pub(super) struct Wrong {
    pub(super) charset: Charset,
    /// The legacy charsets that such text is often in reality.
    pub(super) really: Vec<Charset>,
    /// Whether the charset writes some characters in several bytes.
    pub(super) is_wide: bool,
    /// The bytes of characters by code point: a lone byte, or two with the first in the upper half. 0 for what has none.
    pub(super) units: LazyLock<Vec<u16>, Box<dyn FnOnce() -> Vec<u16> + Send>>,
}

/// Charsets that text is often wrongly decoded under, the most frequent first, with those that it is often in reality.
const WRONG: &[(&str, &[&str])] = &[
    ("windows-1252", &["GB18030", "Big5", "Shift_JIS", "EUC-JP", "EUC-KR", "windows-1251", "KOI8-R"]),
    ("GB18030", &["Big5", "Shift_JIS", "EUC-KR"]),
    ("Big5", &["GB18030"]),
    ("windows-1251", &["KOI8-R", "IBM866"]),
    ("windows-1250", &[]),
    ("macintosh", &["GB18030", "Big5"]),
    ("IBM437", &[]),
    ("Shift_JIS", &["GB18030"]),
    ("EUC-KR", &["GB18030"]),
];

/// All such charsets, the most frequent first.
pub(super) fn all() -> &'static [Wrong] {
    static ALL: LazyLock<Vec<Wrong>> = LazyLock::new(|| {
        let charsets = |names: &[&str]| names.iter().filter_map(|name| Charset::named(name)).collect();
        WRONG.iter().filter_map(|(name, really)| Some(Wrong::new(Charset::named(name)?, charsets(really)))).collect()
    });
    &ALL
}

impl Wrong {
    fn new(charset: Charset, really: Vec<Charset>) -> Self {
        let is_wide = matches!(charset, Charset::Web(encoding) if !encoding.is_single_byte());
        let units: Box<dyn FnOnce() -> Vec<u16> + Send> =
            Box::new(move || if is_wide { wide_units(charset) } else { narrow_units(charset) });
        Self { charset, really, is_wide, units: LazyLock::new(units) }
    }

    /// Appends `c` as the charset writes it; whether it does. A control character that windows-1252 leaves undefined
    /// is its own number, as browsers and latin-1 have it.
    pub(super) fn write(&self, c: char, bytes: &mut Vec<u8>) -> bool {
        if c.is_ascii() {
            bytes.push(c as u8);
            return true;
        }
        match self.units.get(c as usize) {
            Some(&unit @ 1..=0xFF) => bytes.push(unit as u8),
            Some(&unit @ 0x100..) => bytes.extend_from_slice(&unit.to_be_bytes()),
            _ if c == '\u{FFFD}' && self.is_wide => bytes.push(LOST),
            // Four bytes, or an apple and two ligatures.
            _ if !self.has_more(c) => return false,
            _ => match encode(c, self.charset) {
                Some((unit, length)) => bytes.extend_from_slice(&unit[..length]),
                None => return false,
            },
        }
        true
    }

    /// Whether the charset may write `c` though it is not among the units.
    fn has_more(&self, c: char) -> bool {
        self.charset == Charset::Web(encoding_rs::GB18030)
            || (!self.is_wide && matches!(c, '\u{F8FF}' | '\u{FB01}' | '\u{FB02}'))
    }
}

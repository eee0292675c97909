//! Charsets that text is often wrongly decoded under, and the bytes that they write.

use std::sync::LazyLock;

use encoding_rs::{EncoderResult, Encoding};

use super::cost;
use super::repair::{LEAST, WORTH};
use super::suspect::Suspicion;
use crate::decode::charset::Charset;
use crate::decode::codec;
use crate::decode::detect::{self, Cost};
use crate::decode::unit;

/// A charset that text is often wrongly decoded under, ready to undo that.
pub(super) struct Wrong {
    pub(super) charset: Charset,
    /// The legacy charsets that such text is often in reality, by name.
    pub(super) really: &'static [&'static str],
    /// Whether the charset writes some characters in several bytes.
    pub(super) is_wide: bool,
    /// The bytes of characters by number: a lone byte, or two with the first in the upper half. 0 for what has none.
    units: LazyLock<Vec<u16>, Box<dyn FnOnce() -> Vec<u16> + Send>>,
}

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

/// All of them, those that text suffers from most first.
fn all() -> &'static [Wrong] {
    static ALL: LazyLock<Vec<Wrong>> = LazyLock::new(|| {
        let known = WRONG.iter().filter_map(|(name, really)| Some((Charset::named(name)?, *really)));
        known.map(|(charset, really)| Wrong::new(charset, really)).collect()
    });
    &ALL
}

/// Stands in the bytes of a text for a U+FFFD: a byte that no UTF-8 has.
pub(super) const LOST: u8 = 0xFF;

/// Symbols end here; no single-byte charset goes beyond but macintosh, with an apple and two ligatures.
const NARROW_END: u32 = 0x2600;

/// The charsets that a quick look at `text` does not rule out, with what it may be in reality. `seen` tells which to look
/// for.
pub(super) fn likely(text: &str, seen: &Suspicion) -> Vec<(&'static Wrong, Hint)> {
    let mut likely = Vec::new();
    if seen.narrow {
        likely.extend(all().iter().filter(|wrong| !wrong.is_wide).map(|wrong| (wrong, wrong.glance(text))));
    }
    if !seen.spots.is_empty() {
        let chains = chains(text);
        let opening = if seen.dense { opening(text) } else { Vec::new() };
        likely.extend(all().iter().filter(|wrong| wrong.is_wide).enumerate().map(|(number, wrong)| {
            let utf8 = chains >> (2 * number) & 1 == 1 && wrong.may_hold_utf8(text);
            (wrong, Hint { utf8, legacy: seen.dense && wrong.may_be_legacy(&opening) })
        }));
    }
    likely.retain(|(_, hint)| hint.utf8 || hint.legacy);
    likely
}

/// The first characters of `text` beyond ASCII, with their costs.
fn opening(text: &str) -> Vec<(char, Cost)> {
    const LENGTH: usize = 24;
    text.chars().filter(|c| !c.is_ascii()).take(LENGTH).map(|c| (c, cost::least(c))).collect()
}

/// Whether characters follow each other as the parts of UTF-8 do: a bit for each charset of two bytes, two bits apart.
///
/// Three bytes a character, read two at a time, are in turn a first and a second byte, a third and a first, a second and
/// a third. Four characters in that order are no accident.
fn chains(text: &str) -> u8 {
    const ALL: u8 = 0b0101_0101;
    let parts = parts();
    let (mut before, mut one, mut two, mut found) = (0, 0, 0, 0);
    for c in text.chars() {
        match c {
            // What was lost, and lone bytes, break the order.
            '?' | '\u{FFFD}' | '\u{FF61}'..='\u{FF9F}' => return ALL,
            _ if c.is_ascii() => continue,
            _ => {}
        }
        let part = parts.get(c as usize).copied().unwrap_or(0);
        // 1 wants 2, 2 wants 3, 3 wants 1, in fields of two bits; 0 is no part.
        let (high, low) = (before >> 1 & ALL, before & ALL);
        let wanted = (high ^ low) << 1 | high;
        let differs = part ^ wanted;
        let follows = !(differs | differs >> 1) & (part | part >> 1) & ALL;
        found |= follows & one & two;
        (two, one, before) = (follows & one, follows, part);
    }
    found
}

/// What characters are in the bytes of UTF-8 under each charset of two bytes, in fields of two bits: 1 for a first and a
/// second byte, 2 for a third and a first, 3 for a second and a third, 0 for neither.
fn parts() -> &'static [u8] {
    static PARTS: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let wide: Vec<&Wrong> = all().iter().filter(|wrong| wrong.is_wide).collect();
        let part = |unit: u16| match unit.to_be_bytes() {
            [0xE1..=0xEF, 0x80..=0xBF] => 1,
            [0x80..=0xBF, 0xE1..=0xEF] => 2,
            [0x80..=0xBF, 0x80..=0xBF] => 3,
            _ => 0,
        };
        let parts = |code: usize| wide.iter().rev().fold(0, |parts, wrong| parts << 2 | part(wrong.units[code]));
        (0..0x1_0000).map(parts).collect()
    });
    &PARTS
}

/// What a quick look says that text under a wrong charset may be in reality.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Hint {
    pub(super) utf8: bool,
    pub(super) legacy: bool,
}

impl Wrong {
    fn new(charset: Charset, really: &'static [&'static str]) -> Self {
        let is_wide = matches!(charset, Charset::Web(encoding) if !encoding.is_single_byte());
        let units: Box<dyn FnOnce() -> Vec<u16> + Send> =
            Box::new(move || if is_wide { wide_units(charset) } else { narrow_units(charset) });
        Self { charset, really, is_wide, units: LazyLock::new(units) }
    }

    /// Appends `c` as the charset writes it; whether it does. A control character that windows-1252 leaves undefined
    /// stands for its own number, as browsers and latin-1 have it.
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

    /// Whether sequences of UTF-8 stand close together in the bytes of `text` under this charset of two bytes: enough for
    /// [`super::repair::valid_stretches`].
    fn may_hold_utf8(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let lost =
            memchr::memchr(b'?', bytes).is_some() || memchr::memmem::find(bytes, "\u{FFFD}".as_bytes()).is_some();
        let stray = if lost { 1 } else { 4 };
        let (mut score, mut wanted, mut length) = (0_i32, 0, 0);
        for c in text.chars() {
            let unit = match self.units.get(c as usize) {
                Some(unit) if !c.is_ascii() => unit.to_be_bytes(),
                _ => [0, 0],
            };
            let is_lone = unit[0] == 0 && unit[1] > 0;
            for &byte in &unit[usize::from(is_lone)..] {
                if wanted > 0 && byte & 0xC0 == 0x80 {
                    (wanted, length) = (wanted - 1, length + 1);
                    score += if wanted == 0 { WORTH } else { 0 };
                    continue;
                }
                score -= if wanted > 0 { stray * length } else { 0 };
                (wanted, length) = match byte {
                    0xE0..=0xEF => (2, 1),
                    0xF0..=0xF4 => (3, 1),
                    _ => (0, 0),
                };
                score -= if wanted == 0 && !byte.is_ascii() { stray } else { 0 };
                score = score.max(0);
            }
            if score >= LEAST {
                return true;
            }
        }
        false
    }

    /// Whether a text that begins so (see [`opening`]) looks likelier as what it may really be. Only for charsets of two
    /// bytes.
    fn may_be_legacy(&self, opening: &[(char, Cost)]) -> bool {
        if self.charset == Charset::Web(encoding_rs::SHIFT_JIS) {
            // First bytes of most Chinese characters are kana of half width.
            let kana = opening.iter().filter(|(c, _)| matches!(c, '\u{FF61}'..='\u{FF9F}')).count();
            return kana * 4 >= opening.len();
        }
        let before = opening.iter().map(|(_, cost)| cost).sum();
        let unit = |&(c, _): &(char, Cost)| self.units.get(c as usize).map_or([0; 2], |unit| unit.to_be_bytes());
        self.really.iter().any(|name| detect::seems(name, opening.iter().map(unit), before))
    }

    /// Looks at the bytes of `text` under this charset of one byte: whether there are sequences of UTF-8 among them, and
    /// whether they stand together as those of legacy charsets do.
    fn glance(&self, text: &str) -> Hint {
        let (mut high, mut beside, mut usual, mut worth) = (0_usize, 0, 0, 0);
        let (mut near, mut length, mut wanted) = (false, 0, 0);
        let mut was_high = false;
        for c in text.chars() {
            let byte = match c {
                // Stands for a no-break space.
                ' ' if wanted > 0 => 0xA0,
                _ if c.is_ascii() => 0,
                _ => self.units.get(c as usize).copied().unwrap_or(0),
            };
            let is_high = byte >= 0x80 && !c.is_ascii();
            high += usize::from(is_high);
            beside += usize::from(is_high && (was_high || near));
            usual += usize::from(matches!(c, 'а'..='я'));
            (near, was_high) = (was_high && !is_high && c != ' ', is_high);
            (length, wanted) = match byte {
                0x80..=0xBF if wanted > 0 => (length, wanted - 1),
                0xC2..=0xDF => (1, 1),
                0xE0..=0xEF => (2, 2),
                0xF0..=0xF4 => (3, 3),
                _ => (0, 0),
            };
            if length > 0 && wanted == 0 {
                (worth, length) = (worth + length, 0);
            }
        }
        let least = if self.charset == Charset::Web(encoding_rs::WINDOWS_1252) { 1 } else { 2 };
        // Small letters of Russian are what windows-1251 has in clean text.
        let legacy = high >= 4 && beside * 2 >= high && usual * 2 < high;
        Hint { utf8: worth >= least, legacy: legacy && !self.really.is_empty() }
    }
}

fn narrow_units(charset: Charset) -> Vec<u16> {
    let mut units = vec![0; NARROW_END as usize];
    for byte in 0x80..=0xFF_u8 {
        let text = codec::decode(&[byte], charset).text;
        if let Some(slot) = text.chars().next().and_then(|c| units.get_mut(c as usize)) {
            *slot = byte.into();
        }
    }
    if charset == Charset::Web(encoding_rs::WINDOWS_1252) {
        units.iter_mut().enumerate().take(0xA0).skip(0x80).for_each(|(code, slot)| *slot = code as u16);
    }
    units
}

fn wide_units(charset: Charset) -> Vec<u16> {
    let mut units = vec![0; 0x1_0000];
    let Charset::Web(encoding) = charset else { return units };
    let pairs = (0x81..=0xFE_u8).flat_map(|lead| (0x40..=0xFE).map(move |trail| [lead, trail]));
    for pair in pairs.filter(|pair| !is_ambiguous(encoding, pair)) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&pair).unwrap_or_default();
        let mut chars = text.chars();
        let (Some(c), None) = (chars.next(), chars.next()) else { continue };
        match units.get_mut(c as usize) {
            Some(slot @ 0) => *slot = u16::from_be_bytes(pair),
            // Of two ways to write a character the encoder knows the usual one.
            Some(slot) => {
                *slot = encode(c, charset).map_or(0, |([lead, trail, ..], _)| u16::from_be_bytes([lead, trail]))
            }
            None => {}
        }
    }
    if encoding == encoding_rs::SHIFT_JIS {
        let lone =
            (0x80..=0xFF_u8).filter_map(|byte| Some((codec::decode(&[byte], charset).text.chars().next()?, byte)));
        for (c, byte) in lone.filter(|(c, _)| *c != '\u{FFFD}') {
            if let Some(slot) = units.get_mut(c as usize) {
                *slot = byte.into();
            }
        }
        let beyond = ('\u{E000}'..='\u{F8FF}').filter_map(|c| Some((c, beyond_shift_jis(c)?)));
        for (c, ([lead, trail, ..], length)) in beyond {
            if let Some(slot) = units.get_mut(c as usize) {
                *slot = if length == 1 { lead.into() } else { u16::from_be_bytes([lead, trail]) };
            }
        }
    }
    units
}

/// The bytes of `c`, unless vendors disagree on them.
fn encode(c: char, charset: Charset) -> Option<([u8; 4], usize)> {
    let Charset::Web(encoding) = charset else { return unit::encode(c, charset) };
    if encoding == encoding_rs::SHIFT_JIS
        && let Some((unit, length)) = beyond_shift_jis(c)
    {
        return Some((unit, length));
    }
    let (mut buffer, mut unit) = ([0; 4], [0; 8]);
    let text = c.encode_utf8(&mut buffer);
    let (result, _, length) = encoding.new_encoder().encode_from_utf8_without_replacement(text, &mut unit, true);
    let [a, b, c, d, ..] = unit;
    let known = result == EncoderResult::InputEmpty && length <= 4 && !is_ambiguous(encoding, &[a, b]);
    known.then_some(([a, b, c, d], length))
}

/// The bytes that Shift_JIS, as Windows reads it, has for characters beyond the standard: private use, lone bytes.
fn beyond_shift_jis(c: char) -> Option<([u8; 4], usize)> {
    match c {
        '\u{E000}'..='\u{E757}' => {
            let number = c as u32 - 0xE000;
            let (row, column) = ((number / 188) as u8, (number % 188) as u8);
            Some(([0xF0 + row, if column < 63 { 0x40 + column } else { 0x41 + column }, 0, 0], 2))
        }
        '\u{80}' => Some(([0x80, 0, 0, 0], 1)),
        '\u{F8F0}' => Some(([0xA0, 0, 0, 0], 1)),
        '\u{F8F1}'..='\u{F8F3}' => Some(([0xFD + (c as u32 - 0xF8F1) as u8, 0, 0, 0], 1)),
        _ => None,
    }
}

/// Whether vendors disagree on which character the pair of bytes is, or write the character in two ways.
fn is_ambiguous(encoding: &'static Encoding, pair: &[u8; 2]) -> bool {
    match encoding.name() {
        "Big5" => {
            matches!(pair, [0x87..=0xA0 | 0xC7 | 0xC8 | 0xFA..=0xFE, _] | [0xC6, 0xA1..=0xFF] | [0xF9, 0xD6..=0xFF])
        }
        "Shift_JIS" => matches!(pair, [0x87 | 0xED | 0xEE | 0xFA..=0xFC, 0x40..=0xFF]),
        _ => false,
    }
}

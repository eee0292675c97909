//! A quick look at which charsets a text may have been wrongly decoded under.

use std::sync::LazyLock;

use super::cost;
use super::stretch::{LEAST, WORTH};
use super::suspect::Suspicion;
use super::wrong::{Wrong, all};
use crate::decode::charset::Charset;
use crate::decode::detect::{self, Cost};

/// What a quick look says that text under a wrong charset may be in reality.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Hint {
    /// It may be UTF-8.
    pub(super) utf8: bool,
    /// It may be in a legacy charset.
    pub(super) legacy: bool,
}

/// The charsets that a quick look at `text` does not rule out, with what it may be in reality. `seen` tells which to look
/// for.
pub(super) fn likely(text: &str, seen: &Suspicion) -> Vec<(&'static Wrong, Hint)> {
    let mut likely = Vec::new();
    if seen.narrow {
        likely.extend(all().iter().filter(|wrong| !wrong.is_wide).map(|wrong| (wrong, wrong.look(text))));
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

/// Whether characters follow each other as the parts of UTF-8 do: a bit per charset of two bytes, two bits apart.
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

impl Wrong {
    /// Whether sequences of UTF-8 are close together in the bytes of `text` under this charset of two bytes: enough for
    /// `valid_stretches`.
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
        self.really.iter().any(|&charset| detect::seems(charset, opening.iter().map(unit), before))
    }

    /// Looks at the bytes of `text` under this charset of one byte: whether there are sequences of UTF-8 among them, and
    /// whether they are together as those of legacy charsets do.
    fn look(&self, text: &str) -> Hint {
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

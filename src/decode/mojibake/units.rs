//! The bytes of characters under the charsets that text is often wrongly decoded under.

use encoding_rs::{EncoderResult, Encoding};

use crate::decode::charset::Charset;
use crate::decode::{codec, unit};

/// Symbols end here; no single-byte charset goes beyond but macintosh, with an apple and two ligatures.
const NARROW_END: u32 = 0x2600;

/// The byte of each character under a charset of one byte, by code point; 0 for what has none.
pub(super) fn narrow_units(charset: Charset) -> Vec<u16> {
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

/// The bytes of each character under a charset of two bytes, by code point, as a number; 0 for what has none, or is
/// ambiguous.
pub(super) fn wide_units(charset: Charset) -> Vec<u16> {
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
pub(super) fn encode(c: char, charset: Charset) -> Option<([u8; 4], usize)> {
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
    if encoding == encoding_rs::BIG5 {
        matches!(pair, [0x87..=0xA0 | 0xC7 | 0xC8 | 0xFA..=0xFE, _] | [0xC6, 0xA1..=0xFF] | [0xF9, 0xD6..=0xFF])
    } else {
        encoding == encoding_rs::SHIFT_JIS && matches!(pair, [0x87 | 0xED | 0xEE | 0xFA..=0xFC, 0x40..=0xFF])
    }
}

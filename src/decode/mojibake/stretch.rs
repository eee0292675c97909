//! UTF-8 inside bytes that are partly damaged.

use std::ops::Range;

use super::cost;
use crate::decode::detect::BIT;
use crate::text::is_common_han;

/// What a U+FFFD is in the bytes of a text: a byte that no UTF-8 has.
pub(super) const LOST: u8 = 0xFF;

/// What a common character says for a stretch being UTF-8.
pub(super) const WORTH: i32 = 6;
/// Score of about four common characters.
pub(super) const LEAST: i32 = 4 * WORTH;

/// Stretches of `bytes` in which valid UTF-8 sequences that say something outweigh what is malformed or unlikely.
pub(super) fn valid_stretches(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut stretches = Vec::new();
    let (mut start, mut best, mut end, mut score) = (0, 0, 0, 0);
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        for (offset, c) in chunk.valid().char_indices().filter(|(_, c)| !c.is_ascii()) {
            if score <= 0 {
                (start, score) = (at + offset, 0);
            }
            score += worth(c);
            if score > best {
                (best, end) = (score, at + offset + c.len_utf8());
            }
        }
        at += chunk.valid().len();
        let invalid = chunk.invalid().len();
        let near = &bytes[at.saturating_sub(1)..bytes.len().min(at + invalid + 1)];
        let is_loss = near.iter().any(|byte| matches!(byte, &LOST | b'?'));
        score -= if is_loss { 1 } else { 4 * invalid as i32 };
        at += invalid;
        if is_loss && score > 0 && score + LEAST > best {
            // What was lost at the end belongs to the stretch.
            end = at;
        }
        if score <= 0 || score < best - LEAST {
            if best >= LEAST {
                stretches.push(start..end);
            }
            (start, best, score) = (at, 0, 0);
        }
    }
    if best >= LEAST {
        stretches.push(start..end);
    }
    stretches
}

/// What a character beyond ASCII says for a stretch being UTF-8.
fn worth(c: char) -> i32 {
    match c {
        '\u{FFFD}' => -6,
        '\u{80}'..='\u{FF}' => 0,
        ..'\u{800}' => -4,
        _ if cost::of(c.encode_utf8(&mut [0; 4])) <= 15 * BIT => WORTH,
        _ if is_common_han(c) => 3,
        _ => 1,
    }
}

/// Reads `bytes` as UTF-8 and counts the characters beyond ASCII. What was lost is one U+FFFD a place.
pub(super) fn read_with_losses(bytes: &[u8]) -> (String, usize) {
    let mut text = String::with_capacity(bytes.len());
    let mut characters = 0;
    for chunk in bytes.utf8_chunks() {
        let mut valid = chunk.valid();
        if text.ends_with('\u{FFFD}') {
            // A question mark took the place of the byte that is missing.
            valid = valid.strip_prefix('?').unwrap_or(valid);
        }
        characters += valid.chars().filter(|c| !c.is_ascii()).count();
        text.push_str(valid);
        // A byte that begins a character counts as one; any other belongs to what was lost before it.
        let begins = matches!(chunk.invalid(), [0xC2..=0xF4, ..]);
        if begins || (!chunk.invalid().is_empty() && !text.ends_with('\u{FFFD}')) {
            text.push('\u{FFFD}');
        }
    }
    (text, characters)
}

/// `bytes` with 0xA0 for spaces where UTF-8 has to go on: no-break spaces are often made spaces.
pub(super) fn restore_spaces(bytes: &[u8]) -> Vec<u8> {
    let mut restored = bytes.to_vec();
    for at in memchr::memchr_iter(b' ', bytes) {
        let byte = |offset: isize| at.checked_add_signed(offset).and_then(|at| restored.get(at).copied()).unwrap_or(0);
        let is_next = |byte: u8| (0x80..=0xBF).contains(&byte) || byte == b' ';
        let second = (0xE1..=0xEF).contains(&byte(-1)) && is_next(byte(1)) && byte(1) != b' ';
        let third = (0xE0..=0xEF).contains(&byte(-2)) && (0x80..=0xBF).contains(&byte(-1));
        if second || third {
            restored[at] = 0xA0;
        }
    }
    restored
}

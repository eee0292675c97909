//! Repairs of a stretch of text, and whether they are proved.

use std::ops::Range;

use super::cost;
use super::hint::Hint;
use super::run::{Run, Runs};
use super::stretch::{read_with_losses, restore_spaces, valid_stretches};
use super::wrong::Wrong;
use crate::decode::charset::Charset;
use crate::decode::codec;
use crate::decode::detect::{self, BIT, Cost};

/// Bits by which a repair of UTF-8 must be likelier than the text as it is: the bytes being valid proves much already.
const LEAD_UTF8: Cost = 14 * BIT;
/// The same for single-byte charsets that the web seldom takes text for.
const LEAD_UTF8_RARE: Cost = 28 * BIT;
/// The same for characters of two bytes or more under the wrong charset, which are valid by chance more often.
const LEAD_UTF8_WIDE: Cost = 40 * BIT;
/// The same for legacy charsets, where nearly any bytes are valid.
const LEAD_LEGACY: Cost = 36 * BIT;

/// One repair: what it puts where, and how much likelier that is.
pub(super) struct Fix {
    /// The place in the text.
    pub(super) range: Range<usize>,
    /// What to put there.
    pub(super) text: String,
    /// How much cheaper that is.
    pub(super) gain: Cost,
}

/// The repairs of `text`, if it was decoded under the `wrong` charset, as far as the `hint` allows.
pub(super) fn fixes(text: &str, wrong: &Wrong, hint: Hint) -> Vec<Fix> {
    let mut all = Vec::new();
    let is_latin = wrong.charset == Charset::Web(encoding_rs::WINDOWS_1252);
    let lead = if is_latin { LEAD_UTF8 } else { LEAD_UTF8_RARE };
    for run in Runs::new(text, wrong) {
        let pieces = match (hint.utf8, wrong.is_wide) {
            (false, _) => Vec::new(),
            (true, true) => run.utf8_inside(text),
            (true, false) => run.utf8_pieces(text, lead),
        };
        let whole = if hint.legacy { run.legacy(text, wrong) } else { None };
        let gain: Cost = pieces.iter().map(|fix| fix.gain).sum();
        match whole {
            Some(whole) if whole.gain > gain => all.push(whole),
            _ => all.extend(pieces),
        }
    }
    all
}

impl Run {
    /// Repairs of UTF-8 read under a single-byte charset: each stretch of valid sequences by itself.
    fn utf8_pieces(&self, text: &str, lead: Cost) -> Vec<Fix> {
        let bytes = restore_spaces(&self.bytes);
        let mut fixes = Vec::new();
        let invalid: usize = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
        let high = bytes.iter().filter(|byte| !byte.is_ascii()).count();
        if invalid * 4 > high {
            return fixes;
        }
        let mut at = 0;
        for chunk in bytes.utf8_chunks() {
            let valid = chunk.valid();
            let inner = valid.trim_matches(|c: char| c.is_ascii());
            if !inner.is_empty() {
                let start = at + valid.len() - valid.trim_start_matches(|c: char| c.is_ascii()).len();
                let range = self.text_range(start..start + inner.len());
                fixes.extend(fix(text, range, inner.to_owned(), lead));
            }
            at += valid.len() + chunk.invalid().len();
        }
        fixes
    }

    /// Repairs of UTF-8 read under a charset with characters of two bytes: stretches where most sequences are valid.
    fn utf8_inside(&self, text: &str) -> Vec<Fix> {
        let mut fixes = Vec::new();
        for span in valid_stretches(&self.bytes) {
            // From the first character that begins both under the wrong charset and in UTF-8, to the last that ends so,
            // with ASCII that shares a character with the end.
            let begins = |byte: &usize| self.bytes.get(*byte).is_none_or(|byte| byte & 0xC0 != 0x80);
            let shared = self.bytes[span.end..].iter().take(3).take_while(|byte| byte.is_ascii()).count();
            let near = (span.end..=span.end + shared).filter(begins).find_map(|byte| self.char_at(byte));
            let Some(first) = span.clone().filter(begins).find_map(|byte| self.char_at(byte)) else { continue };
            let before = || (span.start + 1..span.end).rev().filter(begins).find_map(|byte| self.char_at(byte));
            let Some(last) = near.or_else(before) else { continue };
            if first >= last {
                continue;
            }
            let bytes = &self.bytes[self.chars[first].0 as usize..self.chars[last].0 as usize];
            let (repaired, characters) = read_with_losses(bytes);
            if characters >= 4 {
                fixes.extend(fix(text, self.text_range(first..last), repaired, LEAD_UTF8_WIDE));
            }
        }
        fixes
    }

    /// The repair of text in one of the charsets `really`, read under this one.
    fn legacy(&self, text: &str, wrong: &Wrong) -> Option<Fix> {
        let first = self.bytes.iter().position(|byte| !byte.is_ascii())?;
        if self.is_wide && self.is_torn {
            return None;
        }
        let (start, end) = if self.is_wide {
            (0, self.bytes.len())
        } else {
            (first, self.bytes.iter().rposition(|byte| !byte.is_ascii())? + 1)
        };
        let range = self.text_range(self.char_at(start)?..self.char_at(end).or(Some(self.chars.len() - 1))?);
        // A trail byte may be ASCII: with it the last character is whole.
        let longer = (end < self.bytes.len()).then(|| (end + 1, range.start..range.end + 1));
        let tries = std::iter::once((end, range)).chain(longer);
        let fixes = tries.filter_map(|(end, range)| self.legacy_piece(text, start..end, range, wrong));
        fixes.max_by_key(|fix| fix.gain)
    }

    fn legacy_piece(&self, text: &str, bytes: Range<usize>, range: Range<usize>, wrong: &Wrong) -> Option<Fix> {
        let bytes = &self.bytes[bytes];
        let (charset, cost) = detect::cheapest(bytes, &wrong.really)?;
        let decoded = codec::decode(bytes, charset);
        let high = decoded.text.chars().filter(|c| !c.is_ascii()).count();
        if decoded.malformed > 0 || !decoded.patches.is_empty() || high < 4 {
            return None;
        }
        // What is right reads like text of its language all along, not just better than the text as it is.
        let is_likely = |before: Cost, after: Cost| after <= before / 4 * 3;
        if matches!(charset, Charset::Web(encoding) if encoding.is_single_byte()) {
            // Letters are told by the letters beside them.
            let (_, before) = detect::cheapest(bytes, &[wrong.charset])?;
            let gain = before.checked_sub(cost).filter(|gain| *gain >= LEAD_LEGACY && is_likely(before, cost))?;
            return Some(Fix { range, text: decoded.text, gain });
        }
        let before = cost::of(text.get(range.clone())?);
        is_likely(before, cost::of(&decoded.text)).then(|| fix(text, range, decoded.text, LEAD_LEGACY)).flatten()
    }
}

fn fix(text: &str, range: Range<usize>, repaired: String, lead: Cost) -> Option<Fix> {
    // A replacement character that was itself decoded wrongly is text that is gone: nothing is repaired there.
    let lost = |text: &str| text.matches('\u{FFFD}').count();
    if range.is_empty() || text[range.clone()].contains("锟斤拷") || lost(&repaired) * 2 > repaired.chars().count() {
        return None;
    }
    // The characters around tell whether a sign is inside a word.
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let within = |inner: &str| {
        let mut whole = String::with_capacity(inner.len() + 8);
        whole.extend(before);
        whole.push_str(inner);
        whole.extend(after);
        cost::of(&whole)
    };
    let gain = within(&text[range.clone()]).checked_sub(within(&repaired))?;
    (gain >= lead).then_some(Fix { range, text: repaired, gain })
}

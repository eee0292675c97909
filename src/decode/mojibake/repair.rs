//! Finding the charsets that text went through, and undoing that.

use std::ops::Range;

use super::cost;
use super::suspect::Suspicion;
use super::wrong::{self, Hint, LOST, Wrong};
use crate::decode::charset::Charset;
use crate::decode::codec;
use crate::decode::detect::{self, BIT, Cost};
use crate::document::Change;
use crate::text::{contains, is_common_han};

/// Bits by which a repair of UTF-8 must be likelier than what stands there: the bytes being valid proves much already.
const LEAD_UTF8: Cost = 14 * BIT;
/// The same for single-byte charsets that the web seldom takes text for.
const LEAD_UTF8_RARE: Cost = 28 * BIT;
/// The same for characters of two bytes or more under the wrong charset, which are valid by chance more often.
const LEAD_UTF8_WIDE: Cost = 40 * BIT;
/// The same for legacy charsets, where nearly any bytes are valid.
const LEAD_LEGACY: Cost = 36 * BIT;

/// One repair: what it puts where, and how much likelier that is.
struct Fix {
    range: Range<usize>,
    text: String,
    gain: Cost,
}

/// The changes that undo one layer of wrong decoding in `text`, of which a quick look has `seen` so much; none where
/// nothing can be proved.
pub(super) fn changes(text: &str, seen: &Suspicion) -> Vec<Change> {
    let whole = 0..text.len();
    let spots = if seen.narrow { std::slice::from_ref(&whole) } else { &seen.spots };
    spots.iter().flat_map(|spot| changes_in(text, spot, seen)).collect()
}

fn changes_in(text: &str, spot: &Range<usize>, seen: &Suspicion) -> Vec<Change> {
    let Some(part) = text.get(spot.clone()) else { return Vec::new() };
    let tries = wrong::likely(part, seen).into_iter().map(|(wrong, hint)| fixes(part, wrong, hint));
    let gain = |fixes: &Vec<Fix>| fixes.iter().map(|fix| fix.gain).sum::<Cost>();
    let best = tries.max_by_key(gain).unwrap_or_default();
    let chars: usize = best.iter().map(|fix| fix.text.chars().count()).sum();
    if chars == 0 || (chars < 10 && tells_of_mojibake(text)) {
        return Vec::new();
    }
    let place = |range: Range<usize>| spot.start + range.start..spot.start + range.end;
    best.into_iter().map(|fix| Change::replacement(place(fix.range), &fix.text)).collect()
}

/// Whether the text speaks of encodings: it may quote mojibake.
fn tells_of_mojibake(text: &str) -> bool {
    const WORDS: [&str; 10] =
        ["乱码", "亂碼", "编码", "編碼", "字符", "字元", "mojibake", "文字化け", "UTF-8", "Latin-1"];
    WORDS.iter().any(|word| contains(text, word))
}

fn fixes(text: &str, wrong: &Wrong, hint: Hint) -> Vec<Fix> {
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

/// A longest stretch of text that a charset can write, with the bytes that it writes.
struct Run {
    bytes: Vec<u8>,
    /// Byte of `bytes` at which each character begins, and where that character begins in the text; one more at the
    /// end.
    chars: Vec<(u32, u32)>,
    /// Whether the charset writes some characters in several bytes.
    is_wide: bool,
    /// Whether a character that the charset cannot write stands right before or behind.
    is_torn: bool,
}

struct Runs<'a> {
    text: &'a str,
    at: usize,
    wrong: &'a Wrong,
}

impl<'a> Runs<'a> {
    fn new(text: &'a str, wrong: &'a Wrong) -> Self {
        Self { text, at: 0, wrong }
    }
}

impl Iterator for Runs<'_> {
    type Item = Run;

    fn next(&mut self) -> Option<Run> {
        let is_wide = self.wrong.is_wide;
        while self.at < self.text.len() {
            let mut run = Run { bytes: Vec::new(), chars: Vec::new(), is_wide, is_torn: self.at > 0 };
            let mut has_high = false;
            let mut end = self.at;
            for c in self.text[self.at..].chars() {
                let before = run.bytes.len() as u32;
                self.at += c.len_utf8();
                if !self.wrong.write(c, &mut run.bytes) {
                    run.is_torn = true;
                    break;
                }
                has_high |= !c.is_ascii();
                run.chars.push((before, end as u32));
                end = self.at;
            }
            run.chars.push((run.bytes.len() as u32, end as u32));
            if has_high {
                return Some(run);
            }
        }
        None
    }
}

impl Run {
    /// The part of the text that the characters `range` (indices into `chars`) are.
    fn text_range(&self, range: Range<usize>) -> Range<usize> {
        self.chars[range.start].1 as usize..self.chars[range.end].1 as usize
    }

    /// Index of the character that begins at `byte`, if one does.
    fn char_at(&self, byte: usize) -> Option<usize> {
        self.chars.binary_search_by_key(&(byte as u32), |(at, _)| *at).ok()
    }

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
        let (charset, cost) = detect::cheapest(bytes, wrong.really)?;
        let decoded = codec::decode(bytes, charset);
        let high = decoded.text.chars().filter(|c| !c.is_ascii()).count();
        if decoded.malformed > 0 || !decoded.patches.is_empty() || high < 4 {
            return None;
        }
        // What is right reads like text of its language all along, not just better than what stands there.
        let is_likely = |before: Cost, after: Cost| after <= before / 4 * 3;
        if matches!(charset, Charset::Web(encoding) if encoding.is_single_byte()) {
            // Letters are told by which letters they stand beside.
            let (_, before) = detect::cheapest(bytes, &[wrong.charset.name()])?;
            let gain = before.checked_sub(cost).filter(|gain| *gain >= LEAD_LEGACY && is_likely(before, cost))?;
            return Some(Fix { range, text: decoded.text, gain });
        }
        let before = cost::of(text.get(range.clone())?);
        is_likely(before, cost::of(&decoded.text)).then(|| fix(text, range, decoded.text, LEAD_LEGACY)).flatten()
    }
}

fn fix(text: &str, range: Range<usize>, repaired: String, lead: Cost) -> Option<Fix> {
    // A replacement character that was itself decoded wrongly stands for text that is gone: nothing is repaired there.
    let lost = |text: &str| text.matches('\u{FFFD}').count();
    if range.is_empty() || text[range.clone()].contains("锟斤拷") || lost(&repaired) * 2 > repaired.chars().count() {
        return None;
    }
    // The characters around tell whether a sign stands inside a word.
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

/// `bytes` with 0xA0 for spaces where UTF-8 has to go on: no-break spaces are often made spaces.
fn restore_spaces(bytes: &[u8]) -> Vec<u8> {
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

/// What a common character says for a stretch being UTF-8.
pub(super) const WORTH: i32 = 6;
/// Score of about four common characters.
pub(super) const LEAST: i32 = 4 * WORTH;

/// Stretches of `bytes` in which valid UTF-8 sequences that say something outweigh what is malformed or unlikely.
fn valid_stretches(bytes: &[u8]) -> Vec<Range<usize>> {
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
fn read_with_losses(bytes: &[u8]) -> (String, usize) {
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
        // A byte that begins a character stands for one; any other belongs to what was lost before it.
        let begins = matches!(chunk.invalid(), [0xC2..=0xF4, ..]);
        if begins || (!chunk.invalid().is_empty() && !text.ends_with('\u{FFFD}')) {
            text.push('\u{FFFD}');
        }
    }
    (text, characters)
}

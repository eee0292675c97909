//! The Unicode encodings, recognised by structure and by what the text would say.

use super::cost::{BIT, CUT, Cost};
use super::languages::{Costs, Language};
use super::sample::Sample;
use crate::decode::charset::Charset;
use crate::decode::unit;

const LANGUAGES: [Language; 4] = [Language::Simplified, Language::Traditional, Language::Japanese, Language::Korean];

/// Cost of an ASCII character in UTF-8, where any language may be written: that of a letter in its own language.
const ASCII: Cost = 9 * BIT / 2;
/// Cost of a malformed sequence. Less than elsewhere: most text is UTF-8, so most damaged text is too, and in any other
/// charset nearly every character would be malformed.
const BROKEN: Cost = 12 * BIT;

/// Cost of a text being damaged at all, beside that of each place.
const DAMAGED: Cost = 10 * BIT;

/// Cost of the sample read as UTF-8: each malformed sequence costs, and reading goes on after it. Text without any
/// character of several bytes has no reason to be taken for UTF-8.
pub(super) fn utf8_cost(sample: &Sample<'_>) -> Cost {
    let mut total = [0; LANGUAGES.len()];
    let (mut characters, mut damage) = (0, 0);
    for (index, stretch) in sample.stretches.iter().enumerate() {
        let is_last = index + 1 == sample.stretches.len();
        let mut chunks = stretch.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            let ascii = chunk.valid().bytes().filter(u8::is_ascii).count() as Cost;
            let mut valid = char_costs(chunk.valid().chars().filter(|c| !c.is_ascii()));
            valid.iter_mut().for_each(|cost| *cost += ascii * ASCII);
            let invalid = chunk.invalid();
            let is_tail = is_last && sample.cut && chunks.peek().is_none();
            characters += chunk.valid().len() - ascii as usize;
            let bad = match std::str::from_utf8(invalid) {
                Ok(_) => 0,
                Err(error) if is_tail && error.error_len().is_none() => {
                    characters += 1;
                    CUT
                }
                Err(_) => BROKEN,
            };
            damage = damage.max(if bad == BROKEN { DAMAGED } else { 0 });
            total.iter_mut().zip(valid).for_each(|(total, cost)| *total += cost + bad);
        }
    }
    let least = total.into_iter().min().unwrap_or(0);
    if characters > 0 { least + damage } else { Cost::MAX }
}

/// Cost of characters in each of the languages.
fn char_costs(chars: impl Iterator<Item = char>) -> [Cost; LANGUAGES.len()] {
    let tables = LANGUAGES.map(Costs::of);
    let mut total = [0; LANGUAGES.len()];
    for c in chars {
        let letter = if is_letter(c) { 7 * BIT } else { Cost::MAX };
        total.iter_mut().zip(tables).for_each(|(total, table)| *total += table.get(c).min(letter));
    }
    total
}

/// Letters of the alphabets that most texts are written in.
fn is_letter(c: char) -> bool {
    matches!(c, 'À'..='ɏ' | 'Ͱ'..='ӿ' | '\u{590}'..='\u{6FF}' | '\u{E00}'..='\u{E7F}' | '\u{1E00}'..='\u{1EFF}')
}

/// Bytes looked at.
const WINDOW: usize = 1024;

/// UTF-32 with or without byte-order mark, by its zero bytes.
pub(super) fn utf32(bytes: &[u8]) -> Option<Charset> {
    let window = &bytes[..bytes.len().min(WINDOW)];
    let count = |charset| {
        let is_plausible = |unit: &&[u8]| matches!(unit::decode(unit, charset), (Some(c), 4) if c != '\0');
        window.chunks_exact(4).filter(is_plausible).count()
    };
    let enough = |charset: &Charset| window.len() >= 8 && count(*charset) * 10 >= window.len() / 4 * 9;
    [Charset::Utf32Le, Charset::Utf32Be].into_iter().find(enough)
}

/// UTF-16 without byte-order mark, with its cost for the bytes of [`window`], when they read as text at all.
pub(super) fn utf16(bytes: &[u8]) -> Option<(Charset, Cost)> {
    /// Most bits a unit, and units of which one may be bad: of the first bytes, by which most files are ruled out, and
    /// of all.
    const LOOKS: [(usize, Cost, usize); 2] = [(128, 15 * BIT, 6), (WINDOW, 25 * BIT / 2, 12)];
    let mut likeliest = None;
    for (length, most, seldom) in LOOKS {
        let bytes = window(&bytes[..bytes.len().min(length)]);
        let units = bytes.len() / 2;
        let readings = [Charset::Utf16Le, Charset::Utf16Be].map(|charset| (read_utf16(bytes, charset), charset));
        let ((cost, bad), charset) = readings.into_iter().min_by_key(|((cost, _), _)| *cost)?;
        if units < 3 || cost > units as Cost * most || bad * seldom > units {
            return None;
        }
        likeliest = Some((charset, cost));
    }
    likeliest
}

/// Cost of `bytes` in UTF-16, and how many units are no text.
fn read_utf16(bytes: &[u8], charset: Charset) -> (Cost, usize) {
    let (mut rest, mut bad) = (bytes, 0);
    let chars = std::iter::from_fn(|| {
        let (c, len) = (rest.len() >= 2).then(|| unit::decode(rest, charset))?;
        rest = &rest[len..];
        bad += usize::from(c.is_none_or(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')));
        Some(c.unwrap_or('\u{FFFF}'))
    });
    let cost = char_costs(chars).into_iter().min().unwrap_or(Cost::MAX);
    (cost, bad)
}

/// The bytes by which UTF-16 is judged: a whole number of units.
pub(super) fn window(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(WINDOW) / 2 * 2]
}

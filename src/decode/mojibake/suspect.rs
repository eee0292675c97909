//! A quick look that lets clean text pass.

use std::ops::Range;
use std::sync::LazyLock;

use crate::decode::detect::{BIT, Costs, Language};
use crate::text::boundary;

/// What a quick look sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Suspicion {
    /// Where characters of several bytes may have been read under a wrong charset of two bytes, as sorted byte ranges on
    /// character boundaries: too often, but seldom in clean text.
    pub(super) spots: Vec<Range<usize>>,
    /// Rare characters are so many that the whole text may have been read under a wrong charset of two bytes.
    pub(super) dense: bool,
    /// Signs are beside each other as bytes that became characters do.
    pub(super) narrow: bool,
    /// There are question marks, which may be a sign of loss.
    pub(super) questions: bool,
    /// There are characters that other signs of loss begin with.
    pub(super) loss: bool,
}

impl Suspicion {
    /// Whether there is nothing to repair.
    pub(super) fn is_clean(&self) -> bool {
        self.spots.is_empty() && !self.narrow
    }

    /// Notes that what ends at byte `at` is suspect, with its neighbourhood.
    fn suspect(&mut self, text: &str, at: usize) {
        let start = boundary(text, at.saturating_sub(AROUND));
        let end = boundary(text, at + AROUND);
        match self.spots.last_mut() {
            Some(last) if start <= last.end => last.end = end,
            _ => self.spots.push(start..end),
        }
    }
}

/// Bytes on either side of a suspect place that are looked at with it: a clause or two.
const AROUND: usize = 96;
/// Characters among which three rare ones are suspect.
const NEAR: usize = 8;
/// Of so many characters one must be rare for a text to be dense with them. Of text under a wrong charset of two bytes
/// it is one in two or three.
const SPARSE: usize = 8;
/// Accented letters beside each other that no language has.
const ACCENTS: usize = 4;

/// Looks for rare characters close together, for signs beside each other that no language puts there, and for the
/// characters that signs of loss begin with.
pub(super) fn look(text: &str) -> Suspicion {
    let bytes = text.as_bytes();
    let mut seen = Suspicion { questions: memchr::memchr(b'?', bytes).is_some(), ..Suspicion::default() };
    let (notable, classes) = (notable(), classes());
    let mut before = Class::Free;
    let (mut at, mut number, mut accents) = (0, NEAR, 0);
    let (mut rare, mut wide, mut last, mut last_but_one) = (0, 0, 0, 0);
    let (mut sign, mut sign_but_one) = (0, 0);
    while let Some(&lead) = bytes.get(at) {
        number += 1;
        let (code, length) = match (lead, &bytes[at + 1..]) {
            (0x00..=0x7F, rest) => {
                let skipped = ascii_words(rest);
                (at, number, before, accents) = (at + 1 + skipped, number + skipped, Class::Free, 0);
                continue;
            }
            (0xE0..=0xEF, [b, c, ..]) => {
                (usize::from(lead & 0x0F) << 12 | usize::from(b & 0x3F) << 6 | usize::from(c & 0x3F), 3)
            }
            (0x80..=0xDF, [b, ..]) => (usize::from(lead & 0x1F) << 6 | usize::from(b & 0x3F), 2),
            _ => (usize::MAX, 4),
        };
        at += length;
        if let Some(&class) = classes.get(code) {
            accents = if matches!(class, Class::Latin | Class::LatinCapital) { accents + 1 } else { 0 };
            seen.narrow |= !class.may_follow(before) || accents >= ACCENTS;
            if class == Class::Sign {
                seen.narrow |= number < sign_but_one + NEAR;
                (sign_but_one, sign) = (sign, number);
            }
            before = class;
            continue;
        }
        (before, accents) = (Class::Free, 0);
        wide += 1;
        if notable.get(code >> 6).is_none_or(|bits| bits >> (code & 63) & 1 == 0) {
            continue;
        }
        if matches!(code, 0xFFFD | 0x951F | 0x70EB | 0x5C6F) {
            seen.loss = true;
            if !is_rare(code as u32) {
                continue;
            }
        }
        rare += 1;
        if number < last_but_one + NEAR {
            seen.suspect(text, at);
        }
        (last_but_one, last) = (last, number);
    }
    seen.dense = rare * SPARSE >= wide;
    // Where single bytes became characters, what lies around belongs to it as a rule.
    if !seen.spots.is_empty() && (seen.dense || seen.narrow) {
        seen.spots.clear();
        seen.spots.push(0..text.len());
    }
    seen
}

/// Length of the ASCII that `bytes` begin with, in steps of eight bytes; all of it where there is much.
fn ascii_words(bytes: &[u8]) -> usize {
    match bytes.first_chunk::<8>() {
        Some(word) if word.is_ascii() => encoding_rs::Encoding::ascii_valid_up_to(bytes),
        _ => 0,
    }
}

/// What a character below the ideographs is to its neighbours.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Class {
    /// ASCII, and all that is neither a letter of an alphabet nor a sign.
    Free,
    Latin,
    LatinCapital,
    Cyrillic,
    CyrillicCapital,
    /// A letter of another alphabet.
    Letter,
    /// Quotation marks, dashes, ellipses, spaces.
    Punctuation,
    /// Any other sign: wrong decoding is full of them.
    Sign,
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            '\0'..='\x7F' | '\u{300}'..='\u{36F}' => Class::Free,
            '\u{A0}' | '«' | '»' | '·' | '‐'..='”' | '„' | '…' | '\u{202F}' => Class::Punctuation,
            'ª' | 'º' | '×' | '÷' | 'ƒ' | '\u{80}'..='\u{BF}' => Class::Sign,
            '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' if c.is_lowercase() => Class::Latin,
            '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Class::LatinCapital,
            '\u{400}'..='\u{52F}' if c.is_lowercase() => Class::Cyrillic,
            '\u{400}'..='\u{52F}' => Class::CyrillicCapital,
            '\u{250}'..='\u{1FFF}' => Class::Letter,
            _ => Class::Sign,
        }
    }

    /// Whether people write this beside what comes before it.
    fn may_follow(self, before: Class) -> bool {
        use Class::{Cyrillic, CyrillicCapital, Free, Latin, LatinCapital, Letter, Punctuation};
        matches!(
            (before, self),
            (Free, _)
                | (Latin | LatinCapital, Latin)
                | (Cyrillic | CyrillicCapital, Cyrillic)
                | (Letter, Letter)
                | (Punctuation, Latin | LatinCapital | Cyrillic | CyrillicCapital | Letter | Punctuation)
                | (Latin | Cyrillic | Letter, Punctuation)
        )
    }
}

/// The classes of the characters below those of which most are wide.
fn classes() -> &'static [Class] {
    static CLASSES: LazyLock<Vec<Class>> =
        LazyLock::new(|| (0..0x2600_u32).map(|code| char::from_u32(code).map_or(Class::Free, Class::of)).collect());
    &CLASSES
}

/// A bit a character of the basic plane: set for those that are rare in every language, and for those that signs of loss
/// begin with.
fn notable() -> &'static [u64; 1024] {
    static BITS: LazyLock<Box<[u64; 1024]>> = LazyLock::new(|| {
        let mut bits = Box::new([0; 1024]);
        for code in (0x2600..=0xFFFF_u32)
            .filter(|&code| is_rare(code) || "烫屯\u{FFFD}".contains(char::from_u32(code).unwrap_or(' ')))
        {
            bits[code as usize >> 6] |= 1 << (code & 63);
        }
        bits
    });
    &BITS
}

/// Whether a character is rare in every language.
fn is_rare(code: u32) -> bool {
    const RARE: u32 = 16 * BIT;
    let tables = [Language::Simplified, Language::Traditional, Language::Japanese, Language::Korean].map(Costs::of);
    let Some(c) = char::from_u32(code) else { return false };
    !matches!(c, '\u{3000}'..='\u{30FF}' | '\u{FF01}'..='\u{FF5E}' | '\u{FE0F}')
        && tables.iter().all(|table| table.get(c) >= RARE)
}

#[cfg(test)]
mod tests {
    use super::look;

    #[test]
    fn clean_text_passes() {
        for text in [
            "春天来了，花都开了。“真好”——她说。",
            "plain ASCII",
            "déjà vu, « créée » — “Élan…”",
            "정말 좋은 날씨입니다",
            "ありがとう",
            "«Тогда мы возили хлеб, — говорит он. — Её не было…»",
            "Příliš žluťoučký kůň úpěl „ďábelské“ ódy",
            "Η θάλασσα ήταν ήρεμη — «πολύ»",
        ] {
            assert!(look(text).is_clean(), "{text}");
        }
    }

    #[test]
    fn mojibake_does_not() {
        for text in
            ["DarÃ¼ber", "donâ€™t", "æˆ‘ä»¬", "ÎÒÃÇ", "鎴戜滑鍦ㄨ繖閲?", "Ñåãîäíÿ", "РџСЂРёРІРµС‚", "яЕЦНДМЪ", "Σ╜áσÑ╜"]
        {
            assert!(!look(text).is_clean(), "{text}");
        }
    }
}

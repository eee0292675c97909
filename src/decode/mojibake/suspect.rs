//! A quick look that lets clean text pass.

use std::ops::Range;
use std::sync::LazyLock;

use crate::decode::detect::{BIT, Costs, Language};
use crate::document::boundary;

/// What a quick look sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Suspicion {
    /// Where there may be mojibake, as sorted byte ranges on character boundaries: too often, but seldom in clean text.
    pub(super) spots: Vec<Range<usize>>,
    /// Rare characters are so many that the whole text may have been read under a wrong charset of two bytes.
    pub(super) dense: bool,
    /// There may be a sign of loss.
    pub(super) loss: bool,
}

impl Suspicion {
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

/// Of so many characters one must be rare for a text to be dense with them. Of text under a wrong charset of two bytes
/// it is one in two or three.
const SPARSE: usize = 8;

/// Looks for rare characters close together, three of eight, or two beside each other from the parts of Latin, Greek and
/// Cyrillic that wrong decoding uses; and for the characters that signs of loss begin with.
pub(super) fn look(text: &str) -> Suspicion {
    let mut seen = Suspicion::default();
    let bytes = text.as_bytes();
    let rare = rare();
    let (mut at, mut wide, mut narrow) = (0, 0_u8, 0_u8);
    let (mut rares, mut all, mut whole) = (0_usize, 0_usize, false);
    while at < bytes.len() {
        let lead = bytes[at];
        match lead {
            0x00..=0x7F => {
                // ASCII comes in long stretches; what follows one is a new neighbourhood.
                (wide, narrow) = (wide << 1, 0);
                seen.loss |= lead == b'?';
                at += 1;
                continue;
            }
            0xE0..=0xEF => {
                let [b, c] = [1, 2].map(|next| usize::from(bytes.get(at + next).copied().unwrap_or(0) & 0x3F));
                let code = usize::from(lead & 0x0F) << 12 | b << 6 | c;
                seen.loss |= matches!(code, 0xFFFD | 0x951F | 0x70EB | 0x5C6F);
                let is_rare = rare[code >> 6] >> (code & 63) & 1;
                wide = wide << 1 | is_rare as u8;
                (rares, all) = (rares + is_rare as usize, all + 1);
                narrow = narrow << 1 | u8::from((0x2010..0x2600).contains(&code));
                at += 3;
            }
            0x80..=0xDF => {
                let code = usize::from(lead & 0x1F) << 6 | usize::from(bytes.get(at + 1).copied().unwrap_or(0) & 0x3F);
                narrow = narrow << 1 | 1;
                wide = wide << 1 | u8::from(code < 0x250);
                at += 2;
                whole |= narrow & 3 == 3;
            }
            0xF0..=0xFF => {
                wide <<= 1;
                at += 4;
            }
        }
        if wide.count_ones() >= 3 {
            if narrow == 0 {
                seen.suspect(text, at);
            } else {
                whole = true;
            }
        }
    }
    seen.dense = rares * SPARSE >= all;
    // Where single bytes became characters, what lies around belongs to it as a rule.
    if whole || (seen.dense && !seen.spots.is_empty()) {
        seen.spots.clear();
        seen.spots.push(0..text.len());
    }
    seen
}

/// A bit a character of the basic plane: set for those that are rare in every language.
fn rare() -> &'static [u64; 1024] {
    const RARE: u32 = 16 * BIT;
    static BITS: LazyLock<Box<[u64; 1024]>> = LazyLock::new(|| {
        let mut bits = Box::new([0; 1024]);
        let tables = [Language::Simplified, Language::Traditional, Language::Japanese, Language::Korean].map(Costs::of);
        for c in (0x2500..=0xFFFF_u32).filter_map(char::from_u32) {
            let is_common = matches!(c, '\u{3000}'..='\u{30FF}' | '\u{FF01}'..='\u{FF5E}' | '\u{FE0F}')
                || tables.iter().any(|table| table.get(c) < RARE);
            if !is_common {
                bits[c as usize >> 6] |= 1 << (c as usize & 63);
            }
        }
        bits
    });
    &BITS
}

#[cfg(test)]
mod tests {
    use super::look;

    #[test]
    fn clean_text_passes() {
        for text in
            ["春天来了，花都开了。“真好”——她说。", "plain ASCII", "déjà vu", "정말 좋은 날씨입니다", "ありがとう"]
        {
            assert!(look(text).spots.is_empty(), "{text}");
        }
    }

    #[test]
    fn mojibake_does_not() {
        for text in ["DarÃ¼ber", "æˆ‘ä»¬", "ÎÒÃÇ", "鎴戜滑鍦ㄨ繖閲?"] {
            assert!(!look(text).spots.is_empty(), "{text}");
        }
    }
}

use std::ops::Range;
use std::sync::LazyLock;

use super::cost::{BIT, CUT, Cost, MALFORMED};
use super::languages::{Costs, Language};
use crate::decode::charset::Charset;
use crate::decode::unit;

/// A multi-byte charset as one language writes it.
pub(super) struct Hypothesis {
    pub(super) charset: Charset,
    pub(super) language: Language,
    /// What it costs to assume it at all: how rare the combination is.
    pub(super) prior: Cost,
    /// Cost of a single byte, and of a pair of bytes from 0x80 on.
    singles: [Cost; 256],
    pairs: Vec<u8>,
}

/// How far a hypothesis has read.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    /// Costs of having read up to this byte and up to the next four.
    pub(super) ahead: [Cost; 5],
    /// Least cost when the last character is cut off.
    least_cut: Cost,
}

impl Default for Reading {
    fn default() -> Self {
        Self { ahead: [0, Cost::MAX, Cost::MAX, Cost::MAX, Cost::MAX], least_cut: Cost::MAX }
    }
}

impl Reading {
    /// The least cost of what was read.
    pub(super) fn cost(self) -> Cost {
        self.ahead[0].min(self.least_cut)
    }
}

/// Cost of a character that is the same as the one before.
const REPEATED: Cost = 4 * BIT;

/// Stands in a table of pairs where a pair means nothing.
const NONE: u8 = u8::MAX;

/// The multi-byte charsets, each with the languages it is used for.
pub(super) fn hypotheses() -> &'static [Hypothesis] {
    use Language::{Japanese, Korean, Simplified, Traditional};
    static ALL: LazyLock<Vec<Hypothesis>> = LazyLock::new(|| {
        let web = Charset::Web;
        vec![
            Hypothesis::new(web(encoding_rs::GB18030), Simplified, 0),
            Hypothesis::new(web(encoding_rs::BIG5), Traditional, 0),
            Hypothesis::new(web(encoding_rs::GB18030), Traditional, 4),
            Hypothesis::new(web(encoding_rs::SHIFT_JIS), Japanese, 1),
            Hypothesis::new(web(encoding_rs::EUC_JP), Japanese, 1),
            Hypothesis::new(web(encoding_rs::EUC_KR), Korean, 1),
            Hypothesis::new(web(encoding_rs::GB18030), Japanese, 12),
            Hypothesis::new(Charset::EucTw, Traditional, 8),
            Hypothesis::new(Charset::Johab, Korean, 8),
        ]
    });
    &ALL
}

impl Hypothesis {
    fn new(charset: Charset, language: Language, prior_bits: Cost) -> Self {
        let costs = Costs::of(language);
        let mut singles = [MALFORMED; 256];
        let mut pairs = vec![NONE; 128 * 256];
        for lead in 0..=255_u8 {
            if let (Some(c), 1) = first(&[lead], charset) {
                singles[usize::from(lead)] = costs.get(c);
            }
            for trail in (0x30..=0xFF_u8).filter(|_| lead >= 0x80) {
                if let (Some(c), 2) = first(&[lead, trail], charset) {
                    pairs[usize::from(lead & 0x7F) << 8 | usize::from(trail)] = costs.get(c).min(254) as u8;
                }
            }
        }
        Self { charset, language, prior: prior_bits * BIT, singles, pairs }
    }

    /// Cost of two bytes that are one character.
    pub(super) fn pair(&self, [lead, trail]: [u8; 2]) -> Cost {
        match self.pairs.get(usize::from(lead & 0x7F) << 8 | usize::from(trail)) {
            Some(&cost) if lead >= 0x80 && cost != NONE => cost.into(),
            _ => self.singles[usize::from(lead)] + self.singles[usize::from(trail)],
        }
    }

    /// Cost of `bytes` in the likeliest way of reading them: a malformed byte costs, and reading goes on after it, so
    /// that damage never makes all the rest unreadable.
    pub(super) fn cost(&self, bytes: &[u8]) -> Cost {
        let mut reading = Reading::default();
        self.read(&mut reading, bytes, 0..bytes.len(), false);
        reading.cost()
    }

    /// Reads on in `bytes`, from one place to another. With `cut`, bytes at the end that begin a character cost little.
    pub(super) fn read(&self, reading: &mut Reading, bytes: &[u8], range: Range<usize>, cut: bool) {
        let Reading { mut ahead, mut least_cut } = *reading;
        for at in range {
            let byte = bytes[at];
            let here = ahead[0];
            ahead = [ahead[1], ahead[2], ahead[3], ahead[4], Cost::MAX];
            ahead[0] = ahead[0].min(here.saturating_add(self.singles[usize::from(byte)]));
            if byte < 0x80 {
                continue;
            }
            if cut && at + 4 > bytes.len() && bytes[at..].iter().all(|byte| *byte >= 0x80) {
                least_cut = least_cut.min(here.saturating_add(CUT));
            }
            let rest = &bytes[at + 1..];
            if let Some(&trail) = rest.first() {
                let pair = self.pairs[usize::from(byte & 0x7F) << 8 | usize::from(trail)];
                if pair != NONE {
                    // Rules and drawings repeat a sign.
                    let again = at >= 2 && bytes[at - 2..at] == bytes[at..at + 2];
                    let cost = if again { Cost::from(pair).min(REPEATED) } else { Cost::from(pair) };
                    ahead[1] = ahead[1].min(here.saturating_add(cost));
                }
            }
            if let Some((length, cost)) = self.long_unit(byte, rest) {
                ahead[length - 1] = ahead[length - 1].min(here.saturating_add(cost));
            }
        }
        *reading = Reading { ahead, least_cut };
    }

    /// Length and cost of a unit of three or four bytes.
    fn long_unit(&self, lead: u8, rest: &[u8]) -> Option<(usize, Cost)> {
        let costs = Costs::of(self.language);
        match (self.charset, lead, rest) {
            (Charset::EucTw, 0x8E, [plane, row, column, ..]) => {
                let (c, length) = unit::decode(&[lead, *plane, *row, *column], self.charset);
                c.filter(|_| length == 4).map(|c| (4, costs.get(c)))
            }
            (Charset::Web(encoding), 0x8F, [0xA1..=0xFE, 0xA1..=0xFE, ..]) if encoding == encoding_rs::EUC_JP => {
                Some((3, 20 * BIT))
            }
            (Charset::Web(encoding), _, [b'0'..=b'9', 0x81..=0xFE, b'0'..=b'9', ..])
                if encoding == encoding_rs::GB18030 =>
            {
                let bytes = [lead, rest[0], rest[1], rest[2]];
                let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes)?;
                // Four bytes that mean a character by chance are rare: it may be an uncommon one.
                text.chars().next().map(|c| (4, costs.get(c).min(20 * BIT)))
            }
            _ => None,
        }
    }
}

/// The first character of `bytes` and the length of its unit.
fn first(bytes: &[u8], charset: Charset) -> (Option<char>, usize) {
    match charset {
        Charset::Web(encoding) => {
            let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
            let mut chars = text.as_deref().unwrap_or_default().chars();
            let c = chars.next();
            // A pair that reads as two single bytes is no pair.
            (c.filter(|_| chars.next().is_none()), bytes.len())
        }
        _ => unit::decode(bytes, charset),
    }
}

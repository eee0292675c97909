//! How likely characters are in Chinese, Japanese and Korean, and how likely bytes are under a multi-byte charset.
//!
//! The frequencies are in `tables/ideographs.txt`, made by `train/languages.py`.

use std::ops::Range;
use std::sync::LazyLock;

use super::sample::Sample;
use super::{BIT, CUT, Cost, MALFORMED};
use crate::decode::charset::Charset;
use crate::decode::unit;

/// A language written with some thousand characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Simplified,
    Traditional,
    Japanese,
    Korean,
}

const LANGUAGES: [(&str, Language); 4] = [
    ("zh-Hans", Language::Simplified),
    ("zh-Hant", Language::Traditional),
    ("ja", Language::Japanese),
    ("ko", Language::Korean),
];

impl Language {
    /// Its BCP 47 tag.
    pub(crate) fn name(self) -> &'static str {
        LANGUAGES[self as usize].0
    }
}

/// Cost of each character of the basic plane in one language, in quarters of a bit.
pub(crate) struct Costs(Vec<u8>);

impl Costs {
    /// The table of `language`.
    pub(crate) fn of(language: Language) -> &'static Costs {
        static ALL: LazyLock<Vec<Costs>> =
            LazyLock::new(|| LANGUAGES.iter().map(|(_, language)| table(*language)).collect());
        &ALL[language as usize]
    }

    /// Cost of `c`.
    pub(crate) fn get(&self, c: char) -> Cost {
        const BEYOND: u8 = (18 * BIT) as u8;
        self.0.get(c as usize).copied().unwrap_or(BEYOND).into()
    }
}

fn table(language: Language) -> Costs {
    let mut costs: Vec<u8> = (0..=0xFFFF_u32).map(|code| default_cost(code, language) as u8).collect();
    let name = LANGUAGES[language as usize].0;
    for line in include_str!("../tables/ideographs.txt").lines() {
        let mut fields = line.split(' ');
        if fields.next() != Some(name) {
            continue;
        }
        let cost: Cost = fields.next().and_then(|cost| cost.parse().ok()).unwrap_or(19);
        for c in fields.next().unwrap_or_default().chars() {
            if let Some(slot) = costs.get_mut(c as usize) {
                *slot = (cost * BIT) as u8;
            }
        }
    }
    for (bits, signs) in [(5, "，。、"), (7, "：；？！（）“”《》「」"), (9, "‘’『』…—·～【】〈〉・ー　．／％－＋")]
    {
        for c in signs.chars() {
            if let Some(slot) = costs.get_mut(c as usize) {
                *slot = (*slot).min((bits * BIT) as u8);
            }
        }
    }
    Costs(costs)
}

/// Cost of characters that the table does not list.
fn default_cost(code: u32, language: Language) -> Cost {
    let japanese = language == Language::Japanese;
    BIT * match code {
        0x20 | 0x0A | 0x0D | 0x09 => 5,
        0x30..=0x39 | 0x41..=0x5A | 0x61..=0x7A => 6,
        0x21..=0x7E => 8,
        0..=0x1F | 0x7F..=0x9F => 20,
        0xA0..=0x1FFF => 15,
        0x2500..=0x266F => 9,
        0x2000..=0x2BFF | 0x3000..=0x303F | 0x3200..=0x33FF => 14,
        0x3040..=0x30FF if japanese => 15,
        0x3040..=0x30FF => 14,
        0x3400..=0x4DBF => 22,
        0x4E00..=0x9FFF => 20,
        0xAC00..=0xD7A3 => 20,
        0xFF01..=0xFF5E => 11,
        0xFF61..=0xFF9F if japanese => 13,
        _ => 22,
    }
}

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
struct Reading {
    /// Costs of having read up to this byte and up to the next four.
    ahead: [Cost; 5],
    /// Least cost when the last character is cut off.
    least_cut: Cost,
}

impl Default for Reading {
    fn default() -> Self {
        Self { ahead: [0, Cost::MAX, Cost::MAX, Cost::MAX, Cost::MAX], least_cut: Cost::MAX }
    }
}

impl Reading {
    fn cost(self) -> Cost {
        self.ahead[0].min(self.least_cut)
    }
}

/// Bytes that all hypotheses read before they are compared.
const LAP: usize = 64;
/// Bits by which a hypothesis may be behind and read on.
const BEHIND: Cost = 240 * BIT;

/// A hypothesis that reads beside others.
struct Runner {
    hypothesis: &'static Hypothesis,
    /// What it costs to assume it, and all that was read before.
    cost: Cost,
    reading: Reading,
}

impl Runner {
    fn total(&self) -> Cost {
        self.cost + self.reading.ahead.iter().min().unwrap_or(&0)
    }
}

/// All hypotheses with their costs for `sample`. They read side by side; one that falls far behind stops, and stays as
/// far behind as it was.
pub(super) fn race(sample: &Sample<'_>) -> Vec<(&'static Hypothesis, Cost)> {
    let runner =
        |hypothesis: &'static Hypothesis| Runner { hypothesis, cost: hypothesis.prior, reading: Reading::default() };
    let mut runners: Vec<Runner> = hypotheses().iter().map(runner).collect();
    let mut stopped = Vec::new();
    for (index, stretch) in sample.stretches.iter().enumerate() {
        let cut = sample.cut && index + 1 == sample.stretches.len();
        for start in (0..stretch.len()).step_by(LAP) {
            let lap = start..stretch.len().min(start + LAP);
            for runner in &mut runners {
                runner.hypothesis.read(&mut runner.reading, stretch, lap.clone(), cut);
            }
            let least = runners.iter().map(Runner::total).min().unwrap_or(0);
            runners.retain(|runner| {
                let behind = runner.total() - least;
                if behind > BEHIND {
                    stopped.push((runner.hypothesis, behind));
                }
                behind <= BEHIND
            });
        }
        for runner in &mut runners {
            runner.cost += std::mem::take(&mut runner.reading).cost();
        }
    }
    let least = runners.iter().map(|runner| runner.cost).min().unwrap_or(0);
    let finished = runners.into_iter().map(|runner| (runner.hypothesis, runner.cost));
    finished.chain(stopped.into_iter().map(|(hypothesis, behind)| (hypothesis, least + behind))).collect()
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
    fn read(&self, reading: &mut Reading, bytes: &[u8], range: Range<usize>, cut: bool) {
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

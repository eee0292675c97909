//! How likely characters are in Chinese, Japanese and Korean.
//!
//! The frequencies are in `tables/ideographs.txt`, made by `train/languages.py`.

use std::sync::LazyLock;

use super::cost::{BIT, Cost};

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

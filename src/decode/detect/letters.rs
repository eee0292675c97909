//! How likely letters follow each other in languages with an alphabet, and how likely bytes are under a single-byte
//! charset.
//!
//! The frequencies are in `tables/letters.txt`, made by `train/languages.py`.

use std::sync::{LazyLock, OnceLock};

use super::cost::{BIT, Cost, MALFORMED};
use crate::decode::charset::Charset;
use crate::decode::unit;

/// An alphabet and the costs of its letters after each other.
struct Alphabet {
    name: &'static str,
    letters: Vec<char>,
    /// Row by row; row and column 0 are a word's end, the others the letters.
    pairs: Vec<u8>,
}

fn alphabets() -> &'static [Alphabet] {
    static ALL: LazyLock<Vec<Alphabet>> = LazyLock::new(|| {
        let mut lines = include_str!("../tables/letters.txt").lines();
        let mut all = Vec::new();
        while let Some((name, letters)) = lines.next().and_then(|line| line.split_once(' ')) {
            let letters: Vec<char> = letters.chars().collect();
            let mut pairs = Vec::with_capacity((letters.len() + 1) * (letters.len() + 1));
            for row in lines.by_ref().take(letters.len() + 1) {
                pairs.extend(row.bytes().map(|byte| byte - b'0'));
            }
            // Signs that are no letters follow each other freely.
            pairs[0] = BIT as u8;
            all.push(Alphabet { name, letters, pairs });
        }
        all
    });
    &ALL
}

/// Cost of a sign or letter in a place where it does not belong.
const UNLIKELY: Cost = 6 * BIT;

/// Single-byte charsets: name, cost in bits of assuming it, languages it is used for.
const USES: &[(&str, Cost, &str)] = &[
    ("windows-1252", 0, WESTERN),
    ("windows-1251", 0, CYRILLIC),
    ("windows-1250", 0, CENTRAL),
    ("windows-1253", 0, "el"),
    ("windows-1254", 1, "tr"),
    ("windows-1255", 0, "he"),
    ("windows-1256", 0, "ar fa"),
    ("windows-1257", 1, "lv lt et"),
    ("windows-1257", 8, "pl hr sl fi"),
    ("windows-1258", 2, "vi"),
    ("windows-874", 0, "th"),
    ("KOI8-R", 1, "ru bg"),
    ("KOI8-U", 2, "uk ru be"),
    ("ISO-8859-2", 1, CENTRAL),
    ("ISO-8859-3", 12, "tr"),
    ("ISO-8859-4", 6, "lv lt et"),
    ("ISO-8859-5", 2, CYRILLIC),
    ("ISO-8859-6", 2, "ar"),
    ("ISO-8859-7", 1, "el"),
    ("ISO-8859-8", 3, "he"),
    ("ISO-8859-10", 7, "lv lt et"),
    ("ISO-8859-13", 4, "lv lt et"),
    ("ISO-8859-13", 10, "pl hr sl fi"),
    ("ISO-8859-15", 3, WESTERN),
    ("ISO-8859-16", 8, "ro"),
    ("IBM866", 2, CYRILLIC),
    ("IBM855", 4, CYRILLIC),
    ("IBM850", 5, WESTERN),
    ("IBM437", 6, WESTERN),
    ("IBM852", 5, CENTRAL),
    ("IBM775", 7, "lv lt et"),
    ("IBM857", 5, "tr"),
    ("IBM737", 5, "el"),
    ("IBM869", 7, "el"),
    ("IBM862", 5, "he"),
    ("IBM865", 8, "no da"),
    ("macintosh", 5, WESTERN),
    ("x-mac-cyrillic", 4, "ru uk bg mk sr"),
    ("x-mac-ce", 6, CENTRAL),
    ("x-mac-greek", 7, "el"),
    ("x-mac-turkish", 9, "tr"),
];
const WESTERN: &str = "en de fr es it pt nl sv da no fi is ca sq et";
const CENTRAL: &str = "pl cs sk hu ro hr sl de";
const CYRILLIC: &str = "ru uk bg mk sr be";
/// Languages that fewer texts are in, by bits.
const RARE: &[(&str, Cost)] = &[("sq", 3), ("sk", 1), ("ca", 2), ("is", 2), ("mk", 2), ("be", 2), ("fa", 1), ("et", 1)];

/// A single-byte charset as one language writes it.
pub(super) struct Hypothesis {
    pub(super) charset: Charset,
    alphabet: &'static Alphabet,
    /// What it costs to assume it at all.
    pub(super) prior: Cost,
    signs: OnceLock<Signs>,
}

/// What each byte means to a hypothesis.
struct Signs {
    signs: [Sign; 256],
    /// Cost of each byte by itself, whatever comes before it.
    alone: [u8; 256],
}

#[derive(Clone, Copy, Default)]
struct Sign {
    /// Column in the table of pairs; 0 for what is no letter of the alphabet.
    letter: u8,
    /// Cost beside that of the pair.
    cost: u8,
    case: Case,
    kind: Kind,
}

/// What may be beside a letter.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    /// A letter of the alphabet, or a sign that may be anywhere.
    #[default]
    Free,
    /// A sign before or after a word, never inside.
    Outer,
    /// A sign that follows a letter.
    Apostrophe,
    /// A letter of another script, which does not share a word with one of the alphabet.
    Foreign,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Case {
    #[default]
    None,
    Lower,
    Upper,
}

/// All single-byte charsets with all their languages.
pub(super) fn hypotheses() -> &'static [Hypothesis] {
    static ALL: LazyLock<Vec<Hypothesis>> = LazyLock::new(|| {
        let mut all = Vec::new();
        for &(name, bits, languages) in USES {
            let Some(charset) = Charset::named(name) else { continue };
            for language in languages.split(' ') {
                let rare = RARE.iter().find(|(name, _)| *name == language).map_or(0, |(_, bits)| *bits);
                let found = alphabets().iter().find(|alphabet| alphabet.name == language);
                all.extend(found.map(|alphabet| Hypothesis {
                    charset,
                    alphabet,
                    prior: (bits + rare) * BIT,
                    signs: OnceLock::new(),
                }));
            }
        }
        all
    });
    &ALL
}

impl Hypothesis {
    /// Name of the language.
    pub(super) fn language(&self) -> &'static str {
        self.alphabet.name
    }

    /// Cost of bytes that occur as often as `counts` says, in any order: a quick look.
    pub(super) fn cost_alone(&self, counts: &[(u8, Cost)]) -> Cost {
        let alone = &self.signs().alone;
        counts.iter().map(|&(byte, count)| count * Cost::from(alone[usize::from(byte)])).sum()
    }

    /// Cost of `bytes`, which begin and end at a word's end.
    pub(super) fn cost(&self, bytes: &[u8]) -> Cost {
        let signs = &self.signs().signs;
        let width = self.alphabet.letters.len() + 1;
        let (mut total, mut before) = (0, Sign::default());
        // Whether a letter and then an outer sign were the last to come.
        let mut pending = false;
        for &byte in bytes {
            let sign = signs[usize::from(byte)];
            if sign.letter > 0 {
                let mixed = before.kind == Kind::Foreign;
                total += if pending || mixed { UNLIKELY } else { 0 };
                pending = false;
            } else {
                let mixed = sign.kind == Kind::Foreign && before.letter > 0;
                let loose = (sign.kind == Kind::Apostrophe && before.letter == 0)
                    || (sign.kind == Kind::Outer && before.kind == Kind::Outer);
                total += if mixed || loose { UNLIKELY } else { 0 };
                pending = sign.kind == Kind::Outer && (before.letter > 0 || pending);
            }
            total += Cost::from(self.alphabet.pairs[usize::from(before.letter) * width + usize::from(sign.letter)]);
            total += Cost::from(sign.cost) + case_cost(before.case, sign.case);
            before = sign;
        }
        total + Cost::from(self.alphabet.pairs[usize::from(before.letter) * width])
    }

    fn signs(&self) -> &Signs {
        self.signs.get_or_init(|| {
            let mut signs = [Sign::default(); 256];
            let mut alone = [0; 256];
            let width = self.alphabet.letters.len() + 1;
            for byte in 0..=255_u8 {
                let sign = self.sign(byte);
                let column = self.alphabet.pairs.iter().skip(usize::from(sign.letter)).step_by(width);
                let likely: f32 =
                    column.map(|&cost| libm::exp2f(-f32::from(cost) / BIT as f32)).sum::<f32>() / width as f32;
                alone[usize::from(byte)] = (-libm::log2f(likely) * BIT as f32) as u8 + sign.cost;
                signs[usize::from(byte)] = sign;
            }
            Signs { signs, alone }
        })
    }

    fn sign(&self, byte: u8) -> Sign {
        let c = match self.charset {
            Charset::Web(encoding) => encoding
                .decode_without_bom_handling_and_without_replacement(&[byte])
                .and_then(|text| text.chars().next()),
            charset => unit::decode(&[byte], charset).0,
        };
        let Some(c) = c else { return Sign { cost: MALFORMED as u8, ..Sign::default() } };
        let folded = c.to_lowercase().next().unwrap_or(c);
        match self.alphabet.letters.iter().position(|&letter| letter == folded) {
            Some(at) => {
                let case = match (c == folded, c.is_lowercase()) {
                    (false, _) => Case::Upper,
                    (true, true) => Case::Lower,
                    (true, false) => Case::None,
                };
                Sign { letter: at as u8 + 1, case, ..Sign::default() }
            }
            None => Sign { cost: (BIT * self.cost_outside(c)) as u8, kind: self.kind(c), ..Sign::default() },
        }
    }

    fn kind(&self, c: char) -> Kind {
        let latin = self.alphabet.letters.first() == Some(&'a');
        match c {
            '’' | '´' => Kind::Apostrophe,
            '–' | '—' | '·' | '\u{A0}' | '\u{AD}' => Kind::Free,
            'a'..='z' | 'A'..='Z' if !latin => Kind::Foreign,
            _ if c.is_ascii() => Kind::Free,
            'À'..='ɏ' if latin && c.is_alphabetic() => Kind::Free,
            _ if c.is_alphabetic() => Kind::Foreign,
            _ => Kind::Outer,
        }
    }

    /// Cost in bits of a character that is no letter of the alphabet.
    fn cost_outside(&self, c: char) -> Cost {
        let latin = self.alphabet.letters.first() == Some(&'a');
        match c {
            '0'..='9' => 4,
            'a'..='z' | 'A'..='Z' if latin => 10,
            'a'..='z' | 'A'..='Z' => 5,
            '\0'..='\x08' | '\x0E'..='\x1F' | '\x7F' => 18,
            '\0'..='\x7F' => 4,
            '’' => 4,
            '´' => 8,
            '¤' => 14,
            '“' | '”' | '„' | '«' | '»' | '–' | '—' | '…' | '‘' | '\u{A0}' => 5,
            '·' | '•' | '°' | '§' | '©' | '®' | '™' | '€' | '£' | '½' | '№' | '¿' | '¡' | 'º' | 'ª' | '²' => {
                7
            }
            'À'..='ÿ' if latin && c.is_alphabetic() => 10,
            'œ' if latin => 8,
            'Ā'..='ž' | 'ș' | 'ț' if latin => 12,
            '\u{80}'..='\u{9F}' => 12,
            '\u{E000}'..='\u{F8FF}' => 18,
            _ if c.is_alphabetic() => 14,
            _ => 12,
        }
    }

    /// Whether both charsets read these bytes as the same characters.
    pub(super) fn reads_alike(&self, other: Charset, bytes: &[u8]) -> bool {
        let read = |charset, byte| match charset {
            Charset::Web(encoding) => encoding.decode_without_bom_handling(&[byte]).0.chars().next(),
            _ => unit::decode(&[byte], charset).0,
        };
        bytes.iter().all(|&byte| read(self.charset, byte) == read(other, byte))
    }
}

/// Cost of a letter's case after that of the letter before it: capitals begin words or fill them.
fn case_cost(before: Case, case: Case) -> Cost {
    match (before, case) {
        (Case::Lower, Case::Upper) => 8 * BIT,
        (Case::Upper, Case::Upper) => 2 * BIT,
        (Case::None, Case::Upper) => 5 * BIT / 2,
        _ => 0,
    }
}

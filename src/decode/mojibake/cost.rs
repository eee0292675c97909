//! How costly text is, whatever language it is in: what wrong decoding makes is far costlier than what people write.

use std::sync::LazyLock;

use crate::decode::detect::{BIT, Cost, Costs, Language};

const LANGUAGES: [Language; 4] = [Language::Simplified, Language::Traditional, Language::Japanese, Language::Korean];

/// Cost of a sign inside a word, a capital after a small letter, letters of two scripts side by side.
const MISPLACED: Cost = 6 * BIT;

/// Cost of `text` in quarters of a bit, in the language in which it is cheapest.
pub(super) fn of(text: &str) -> Cost {
    let mut totals = [0; LANGUAGES.len()];
    let mut shared = 0;
    let (mut before, mut two_before, mut is_stray) = (Class::Space, Class::Space, false);
    for c in text.chars() {
        let class = Class::of(c);
        match class {
            Class::Wide => {
                let costs = wide(c);
                totals.iter_mut().zip(costs).for_each(|(total, cost)| *total += Cost::from(cost));
            }
            _ => shared += alone(c),
        }
        // A letter that is the first byte of a sequence in UTF-8 and is no word by itself.
        let is_lone = is_stray && !two_before.is_letter() && matches!(class, Class::Space | Class::Sign);
        is_stray = matches!(c, 'Ã' | 'Â');
        let misplaced = match (two_before, before, class) {
            (_, Class::Lower(_), Class::Upper(_)) => true,
            (_, Class::Lower(a) | Class::Upper(a), Class::Lower(b)) => a != b,
            (_, Class::Upper(a), Class::Upper(b)) => a != b,
            (one, Class::Sign, two) => one.is_letter() && two.is_letter(),
            _ => is_lone,
        };
        shared += if misplaced { MISPLACED } else { 0 };
        (two_before, before) = (before, class);
    }
    shared + totals.into_iter().min().unwrap_or(0)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Other,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Lower(Script),
    Upper(Script),
    Sign,
    Wide,
}

impl Class {
    fn is_letter(self) -> bool {
        matches!(self, Class::Lower(_) | Class::Upper(_))
    }

    fn of(c: char) -> Self {
        let script = match c {
            'A'..='Z' | 'a'..='z' | '\u{AA}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Script::Latin,
            '\u{400}'..='\u{52F}' => Script::Cyrillic,
            _ => Script::Other,
        };
        match c {
            '\0'..='\x7F' if c.is_ascii_lowercase() => Class::Lower(script),
            '\0'..='\x7F' if c.is_ascii_uppercase() => Class::Upper(script),
            '\0'..='\x7F' | '’' | '\u{AD}' => Class::Space,
            '\u{2E80}'.. | '—' | '…' | '·' => Class::Wide,
            'ª' | 'º' => Class::Sign,
            _ if c.is_lowercase() => Class::Lower(script),
            _ if c.is_uppercase() => Class::Upper(script),
            _ if c.is_alphabetic() => Class::Lower(Script::Other),
            _ => Class::Sign,
        }
    }
}

/// Cost of a character that is neither Chinese, Japanese nor Korean.
fn alone(c: char) -> Cost {
    match c {
        '\0'..='\x7F' => 9 * BIT / 2,
        '\u{80}'..='\u{9F}' => 18 * BIT,
        'Ã' | 'Â' => 9 * BIT,
        'ª' | 'º' => 12 * BIT,
        '–' | '’' | '‘' | '“' | '”' | '«' | '»' | '„' | '\u{A0}' => 7 * BIT,
        ..'\u{530}' | '\u{590}'..='\u{6FF}' | '\u{E00}'..='\u{E7F}' | '\u{1E00}'..='\u{1FFF}' if c.is_alphabetic() => {
            7 * BIT
        }
        _ if c.is_alphabetic() => 14 * BIT,
        '€' | '£' | '©' | '®' | '°' | '×' | '™' | '•' => 9 * BIT,
        _ => 12 * BIT,
    }
}

/// Cost of a character in the language in which it is cheapest.
pub(super) fn least(c: char) -> Cost {
    wide(c).into_iter().min().map_or(0, Cost::from)
}

/// Costs of a character in the four languages.
fn wide(c: char) -> [u8; 4] {
    static TABLES: LazyLock<[&Costs; 4]> = LazyLock::new(|| LANGUAGES.map(Costs::of));
    TABLES.map(|table| table.get(c).min(255) as u8)
}

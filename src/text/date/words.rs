//! Names of months and halves of the day.

use super::pieces::Piece::{self, Word};
use super::pieces::is_word;

/// Beginnings of the names of months in European languages, longest first where one begins another.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen", "янв", "sty", "oca", "ιαν"],
    &["feb", "fév", "fev", "févr", "фев", "lut", "şub", "φεβ"],
    &["mar", "mär", "maart", "mrz", "мар", "mart", "μαρ"],
    &["apr", "avr", "abr", "апр", "kwi", "nis", "απρ"],
    &["may", "mai", "maj", "mei", "mag", "мая", "май", "μαΐ"],
    &["jun", "juin", "giu", "июн", "cze", "haz", "ιουν"],
    &["jul", "juil", "lug", "июл", "lip", "tem", "ιουλ"],
    &["aug", "août", "aou", "ago", "авг", "sie", "ağu", "αυγ"],
    &["sep", "set", "сен", "wrz", "eyl", "σεπ"],
    &["oct", "okt", "ott", "out", "окт", "paź", "eki", "οκτ"],
    &["nov", "ноя", "lis", "kas", "νοε"],
    &["dec", "dez", "déc", "dic", "des", "дек", "gru", "ara", "δεκ"],
];

/// Whether a word is the name of a month.
pub(crate) fn is_month(word: &str) -> bool {
    month(Word(word)).is_some()
}

/// The number of the month whose name `piece` begins with, from 1.
pub(super) fn month(piece: Piece) -> Option<u32> {
    let Word(word) = piece else { return None };
    if word.len() > 24 {
        return None;
    }
    let word = word.to_lowercase();
    let position = MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
    u32::try_from(position + 1).ok()
}

/// Whether a word that may come before a time says afternoon (`Some(true)`) or morning.
pub(super) fn half(piece: Piece) -> Option<bool> {
    let Word(word) = piece else { return None };
    match word {
        "下午" | "晚上" | "傍晚" | "中午" | "晚" | "午後" | "오후" => Some(true),
        "上午" | "早上" | "凌晨" | "清晨" | "早" | "午前" | "오전" => Some(false),
        _ => half_of_day(piece),
    }
}

/// Whether a word is PM (`Some(true)`) or AM.
pub(super) fn half_of_day(piece: Piece) -> Option<bool> {
    if is_word(Some(piece), &["pm"]) { Some(true) } else { is_word(Some(piece), &["am"]).then_some(false) }
}

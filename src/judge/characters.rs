//! Classes of characters.

use std::sync::LazyLock;

use regex::Regex;

/// Kinds of characters that signals count.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Class {
    Other,
    Punctuation,
    Symbol,
    Digit,
    Latin,
    Han,
}

/// The class of every character of the basic plane, from the Unicode tables of the regex library: one lookup a
/// character instead of a binary search.
static CLASSES: LazyLock<Vec<Class>> = LazyLock::new(|| {
    let all: String = ('\0'..='\u{ffff}').collect();
    let mut classes = vec![Class::Other; 0x1_0000];
    let kinds = [
        (r"\p{P}", Class::Punctuation),
        (r"\p{S}", Class::Symbol),
        (r"\p{Nd}", Class::Digit),
        (r"\p{Latin}", Class::Latin),
        (r"\p{Han}", Class::Han),
    ];
    for (pattern, class) in kinds {
        let Ok(regex) = Regex::new(pattern) else { continue };
        for c in regex.find_iter(&all).filter_map(|found| found.as_str().chars().next()) {
            if let Some(slot) = classes.get_mut(c as usize) {
                *slot = class;
            }
        }
    }
    classes
});

/// The class of `c`.
pub(super) fn class(c: char) -> Class {
    match CLASSES.get(c as usize) {
        Some(&class) => class,
        None if matches!(c, '\u{1f000}'..='\u{1faff}') => Class::Symbol,
        None if matches!(c, '\u{20000}'..='\u{3ffff}') => Class::Han,
        None => Class::Other,
    }
}

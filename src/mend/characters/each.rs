//! Changes character by character.

use crate::document::Change;

/// What is to be done with a character.
pub(super) enum Decision {
    Keep,
    Remove,
    Replace(&'static str),
}

/// Changes for every character of `text`, given the characters before and after it.
pub(super) fn each(text: &str, decide: impl Fn(Option<char>, char, Option<char>) -> Decision) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let range = at..at + c.len_utf8();
        match decide(before, c, chars.peek().map(|&(_, next)| next)) {
            Decision::Keep => before = Some(c),
            Decision::Remove => changes.push(Change::removal(range)),
            Decision::Replace(with) => {
                changes.push(Change::replacement(range, with));
                before = with.chars().last();
            }
        }
    }
    changes
}

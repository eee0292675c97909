//! Characters that no reader sees.

use super::each::{Decision, each};
use crate::document::Change;
use crate::text::is_pictograph;

/// The longest escape sequence of a terminal, in bytes.
const LONGEST_ESCAPE: usize = 32;

/// Control characters and escape sequences of terminals.
pub(super) fn controls(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut done = 0;
    for (at, c) in text.char_indices() {
        let end = match c {
            _ if at < done => continue,
            '\t' | '\n' => continue,
            '\u{1b}' => at + escape(&text.as_bytes()[at..]),
            '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}' => at + c.len_utf8(),
            c if c.is_control() => at + c.len_utf8(),
            _ => continue,
        };
        changes.push(Change::removal(at..end));
        done = end;
    }
    changes
}

/// Length of the escape sequence that `bytes` begin with (ECMA-48: colours and the like), or of the lone control.
fn escape(bytes: &[u8]) -> usize {
    let Some(rest) = bytes.strip_prefix(b"\x1b[") else { return 1 };
    let parameters = rest.iter().take(LONGEST_ESCAPE).take_while(|byte| (0x20..0x40).contains(*byte)).count();
    match rest.get(parameters) {
        Some(0x40..=0x7e) => 2 + parameters + 1,
        _ => 1,
    }
}

/// Zero-width characters where no script or emoji needs them.
pub(super) fn zero_widths(text: &str) -> Vec<Change> {
    let right_to_left =
        text.chars().any(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'));
    each(text, |before, c, next| match c {
        // Tags spell the flags of regions behind a black flag; elsewhere they are hidden text.
        '\u{e0001}' | '\u{e0020}'..='\u{e007f}'
            if !before.is_some_and(|c| matches!(c, '\u{1f3f4}' | '\u{e0020}'..='\u{e007e}')) =>
        {
            Decision::Remove
        }
        '\u{feff}' | '\u{2060}'..='\u{2064}' | '\u{ad}' => Decision::Remove,
        // Scripts without spaces mark the ends of words with it.
        '\u{200b}' if !before.is_some_and(needs_word_ends) => Decision::Remove,
        '\u{200c}' | '\u{200d}' if !(before.is_some_and(needs_joiners) && next.is_some_and(needs_joiners)) => {
            Decision::Remove
        }
        '\u{180e}' if !before.is_some_and(|c| matches!(c, '\u{1800}'..='\u{18af}')) => Decision::Remove,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' if !right_to_left => {
            Decision::Remove
        }
        _ => Decision::Keep,
    })
}

/// Thai, Lao, Tibetan, Myanmar, Khmer and their neighbours.
fn needs_word_ends(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{1950}'..='\u{1aad}' | '\u{a9e0}'..='\u{aa7f}')
}

/// Scripts whose letters change their shape at a joiner, and emoji.
fn needs_joiners(c: char) -> bool {
    is_pictograph(c)
        || matches!(c,
        '\u{590}'..='\u{10ff}' | '\u{1780}'..='\u{18af}' | '\u{1a20}'..='\u{1bff}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}' | '\u{fe0f}' | '\u{200c}' | '\u{200d}' | '\u{a800}'..='\u{abff}'
        | '\u{2190}'..='\u{2bff}' | '\u{11000}'..='\u{11fff}')
}

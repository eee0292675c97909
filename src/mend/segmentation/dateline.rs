//! Datelines that a program set before a text, with spaces between their fields.

use crate::text::{Class, is_han};

/// Offsets of the fields of a dateline at the start of `line`: a label, a full date, a colon, the text (`编者 按 2020 年 1 月
/// 2 日 ： …`). A program set it, with spaces between its fields.
pub(super) fn dateline(line: &str) -> Option<[usize; 3]> {
    let mut solid = line.char_indices().filter(|&(_, c)| Class::of(c) != Class::Space).peekable();
    let (mut label, mut end) = (0, ' ');
    while let Some((_, c)) = solid.next_if(|&(_, c)| is_han(c)) {
        (label, end) = (label + 1, c);
        if label > LONGEST_LABEL {
            return None;
        }
    }
    let date = solid.peek()?.0;
    for (unit, lengths) in [("年", 4..=4), ("月", 1..=2), ("日号號", 1..=2)] {
        let digits = std::iter::from_fn(|| solid.next_if(|&(_, c)| c.is_ascii_digit())).count();
        solid.next_if(|&(_, c)| unit.contains(c) && lengths.contains(&digits))?;
    }
    let colon = solid.next_if(|&(_, c)| c == '：')?.0;
    let text = solid.next()?.0;
    // After these the date belongs to a sentence.
    (label >= 2 && !"于於在自从從至到是".contains(end)).then_some([date, colon, text])
}

/// The longest label of a dateline, in characters.
const LONGEST_LABEL: usize = 6;

//! Folding: what two texts may differ in and still say the same.

use crate::text::{self, table};

/// One unit of folded text: UTF-16, least byte first.
pub(crate) type Unit = [u8; 2];

/// Folded text.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Folded {
    /// What it says.
    pub(crate) units: Vec<Unit>,
    /// Where its lines begin, in units; empty lines begin where the next one does.
    pub(crate) lines: Vec<u32>,
}

/// Folds `text`: characters take their compatibility form without accents (full-width becomes half-width), lower case
/// and their simplified form; what is neither letter, digit nor ideograph is dropped.
pub(crate) fn fold(text: &str) -> Folded {
    let table = table();
    let mut units = vec![[0; 2]; text.len()];
    let mut lines = vec![0];
    let mut length = 0;
    for c in text.chars() {
        match table.get(c as usize) {
            // Written in any case and counted if it is one: cheaper than a branch that cannot be foreseen.
            Some(&unit) => {
                if let Some(slot) = units.get_mut(length) {
                    *slot = unit.to_le_bytes();
                    length += usize::from(unit != 0);
                    if c == '\n' {
                        lines.push(length as u32);
                    }
                }
            }
            None => {
                let mut pair = [0; 2];
                for unit in text::fold_char(c).map_or(&[][..], |c| c.encode_utf16(&mut pair)) {
                    if let Some(slot) = units.get_mut(length) {
                        *slot = unit.to_le_bytes();
                        length += 1;
                    }
                }
            }
        }
    }
    units.truncate(length);
    Folded { units, lines }
}

/// How many units of folded text `c` makes.
pub(crate) fn width(c: char) -> usize {
    match table().get(c as usize) {
        Some(&unit) => usize::from(unit != 0),
        None => text::fold_char(c).map_or(0, char::len_utf16),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_say_the_same_fold_alike() {
        let cases = [
            ("龍門 石窟，１９８０年。", "龙门石窟1980年"),
            ("ＡＢＣ Café\u{301}", "abccafe"),
            ("Cafe\u{301}", "CAFÉ"),
            ("한국어", "한 국 어"),
            ("乾隆", "乾 隆"),
            ("\u{20000}😀\u{20001}", "\u{20000}\u{20001}"),
        ];
        for (a, b) in cases {
            assert_eq!(fold(a).units, fold(b).units, "{a}");
        }
        assert_eq!(fold("……——“”").units.len(), 0);
        assert_eq!(fold("一二\n\n三。").lines, [0, 2, 2]);
    }

    #[test]
    fn widths_add_up() {
        let text = "龍門 Ｃafé，\u{20000}㍿½ﬁ😀";
        assert_eq!(text.chars().map(width).sum::<usize>(), fold(text).units.len());
    }
}

//! Traditional and simplified characters, one at a time, by the tables of OpenCC (`t2s`) and the Big5 of the WHATWG.

use std::sync::LazyLock;

use ferrous_opencc::{OpenCC, config::BuiltinConfig};

/// Which standard a character belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variant {
    /// Written so in both standards, or no Han character at all.
    Shared,
    /// Only in simplified text.
    Simplified,
    /// Only in traditional text.
    Traditional,
}

/// First character of the table, U+3400, and the number of characters in it: extension A and the unified ideographs.
const FIRST: u32 = 0x3400;
const COUNT: usize = 0xA000 - 0x3400;

/// OpenCC's simplified form of each character and the variant it belongs to. OpenCC is asked once for all of them: its
/// per-call cost is too high for every text, and sketches need the same answer for a character wherever it stands.
struct Table {
    simplified: Vec<char>,
    variant: Vec<Variant>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

impl Table {
    fn new() -> Self {
        let all: Vec<char> = (FIRST..FIRST + COUNT as u32).filter_map(char::from_u32).collect();
        let simplified = simplify_each(&all).unwrap_or_else(|| all.clone());
        let mut variant = vec![Variant::Shared; COUNT];
        for (&from, &to) in all.iter().zip(&simplified) {
            if from != to {
                set(&mut variant, from, Variant::Traditional);
            }
        }
        // The simplified form of one character may be a traditional character of its own (后 of 後). Big5, the
        // character set of traditional text, tells those apart.
        for (&from, &to) in all.iter().zip(&simplified) {
            if from != to && !in_big5(to) {
                set(&mut variant, to, Variant::Simplified);
            }
        }
        Self { simplified, variant }
    }
}

/// One conversion of all characters, a line each; none when it does not keep the lines.
fn simplify_each(all: &[char]) -> Option<Vec<char>> {
    let lines: String = all.iter().flat_map(|&c| [c, '\n']).collect();
    let converted = OpenCC::from_config(BuiltinConfig::T2s).ok()?.convert(&lines);
    let simplified: Option<Vec<char>> = converted.lines().map(|line| line.chars().next()).collect();
    simplified.filter(|chars| chars.len() == all.len())
}

fn set(variant: &mut [Variant], c: char, value: Variant) {
    if let Some(slot) = index(c).and_then(|index| variant.get_mut(index)) {
        *slot = value;
    }
}

fn in_big5(c: char) -> bool {
    !encoding_rs::BIG5.encode(c.encode_utf8(&mut [0; 4])).2
}

fn index(c: char) -> Option<usize> {
    (c as u32).checked_sub(FIRST).map(|offset| offset as usize)
}

/// The simplified form of `c` by itself; `c` when it has none.
pub(crate) fn simplify(c: char) -> char {
    index(c).and_then(|index| TABLE.simplified.get(index)).copied().unwrap_or(c)
}

/// The standard that only `c` belongs to.
pub(crate) fn variant(c: char) -> Variant {
    index(c).and_then(|index| TABLE.variant.get(index)).copied().unwrap_or(Variant::Shared)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_simplified_one_by_one() {
        let simplified: String = "龍馬後發髮愛a。".chars().map(simplify).collect();
        assert_eq!(simplified, "龙马后发发爱a。");
    }

    #[test]
    fn a_character_of_both_standards_is_shared() {
        let variants: Vec<_> = "后後龙龍人".chars().map(variant).collect();
        use Variant::{Shared, Simplified, Traditional};
        assert_eq!(variants, [Shared, Traditional, Simplified, Traditional, Shared]);
    }
}

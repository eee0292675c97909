//! Folding: what two texts may differ in and still say the same.

use std::sync::LazyLock;

use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};

use crate::judge::han;

/// The folded form of every character of the basic plane; NUL for those that folding drops.
static TABLE: LazyLock<Vec<char>> =
    LazyLock::new(|| (0..0x1_0000).map(|c| char::from_u32(c).and_then(compute).unwrap_or('\0')).collect());

/// The folded form of `c`: compatibility form without accents (full-width to half-width), lower case, traditional to
/// simplified. None for what is neither letter, digit nor ideograph.
#[inline]
#[must_use]
pub fn fold(c: char) -> Option<char> {
    match TABLE.get(c as usize) {
        Some('\0') => None,
        Some(&folded) => Some(folded),
        None => compute(c),
    }
}

fn compute(c: char) -> Option<char> {
    let mut parts = std::iter::once(c).nfkd().filter(|&part| canonical_combining_class(part) == 0);
    let plain = match (parts.next(), parts.next()) {
        (Some(one), None) => one,
        _ => c,
    };
    let mut lower = plain.to_lowercase();
    let lower = if lower.len() == 1 { lower.next().unwrap_or(plain) } else { plain };
    lower.is_alphanumeric().then(|| han::simplify(lower))
}

/// The folded characters of `text`, in order.
pub fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter_map(fold)
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
        ];
        for (a, b) in cases {
            assert_eq!(folded(a).collect::<String>(), folded(b).collect::<String>(), "{a}");
        }
        assert_eq!(folded("……——“”").count(), 0);
    }
}

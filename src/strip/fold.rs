//! Folding: what two copies of a text have in common when spacing, punctuation, case and width are set aside.

/// The letters and digits of `text`, folded, with their byte offsets.
pub(crate) fn fold(text: &str) -> impl Iterator<Item = (usize, char)> {
    text.char_indices().filter_map(|(at, c)| fold_char(c).map(|c| (at, c)))
}

/// The folded text as a string, to be compared.
pub(super) fn folded(text: &str) -> String {
    fold(text).map(|(_, c)| c).collect()
}

/// Lower case at half width; none for everything that is neither letter nor digit.
fn fold_char(c: char) -> Option<char> {
    match c {
        'a'..='z' | '0'..='9' | '\u{4E00}'..='\u{9FFF}' => Some(c),
        'A'..='Z' => Some(c.to_ascii_lowercase()),
        '\0'..='\x7F' | '\u{3000}'..='\u{3004}' => None,
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).and_then(fold_char),
        _ if c.is_alphanumeric() => c.to_lowercase().next(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn spacing_punctuation_width_and_case_do_not_count() {
        assert_eq!(folded("《雨夜》 ＡＢＣ－１２, x!"), folded("雨夜abc12X"));
        assert_eq!(folded("ÉTÉ — été"), "étéété");
    }
}

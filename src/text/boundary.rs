//! Where a text may be cut.

/// The last character boundary of `text` that is not after byte `at`.
pub(crate) fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..4).map(|back| at.saturating_sub(back)).find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::boundary;

    #[test]
    fn no_character_is_cut() {
        let text = "a字𠮷";
        let cuts: Vec<usize> = (0..=9).map(|at| boundary(text, at)).collect();
        assert_eq!(cuts, [0, 1, 1, 1, 4, 4, 4, 4, 8, 8]);
    }
}

//! What is between the headlines of a list.

use serde::Deserialize;

/// What is between two headlines. The numbers are those the model was fitted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spacing {
    /// A space, which may be inside one as well.
    Spaced,
    /// What was between any two words, which were set apart and are now joined.
    Segmented,
    /// Nothing.
    Glued,
}

impl Spacing {
    /// The spacing of `text`, if it is a list of headlines; `gaps` are the offsets at which white space has been taken
    /// out.
    pub(super) fn of(text: &str, gaps: &[usize]) -> Self {
        // A word has less than two characters on average.
        if gaps.len() * 18 >= text.len() {
            return Self::Segmented;
        }
        let between = text.split(char::is_whitespace).filter(|piece| !piece.is_empty());
        let ends = between.map(|piece| (is_chinese(piece.chars().next()), is_chinese(piece.chars().next_back())));
        let ends: Vec<(bool, bool)> = ends.collect();
        let spaces = ends.windows(2).filter(|pair| pair[0].1 && pair[1].0).count();
        if spaces >= 2 { Self::Spaced } else { Self::Glued }
    }
}

fn is_chinese(c: Option<char>) -> bool {
    c.is_some_and(|c| !c.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spacing_is_told_by_spaces_and_gaps() {
        assert_eq!(Spacing::of("山中来信 海上日出 林间小路", &[]), Spacing::Spaced);
        assert_eq!(Spacing::of("山中来信海上日出", &[]), Spacing::Glued);
        assert_eq!(Spacing::of("山中来信海上日出", &[6, 12, 18]), Spacing::Segmented);
    }
}

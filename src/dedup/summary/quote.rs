//! Quoting a shared passage as the document has it.

use std::ops::Range;

use super::fold::width;

/// Code points quoted at most.
const LONGEST: usize = 120;

/// The part of `text` whose folded form is `range`, cut after [`LONGEST`] code points.
pub(crate) fn quote(text: &str, range: Range<usize>) -> String {
    let mut folded = 0;
    let starts = text.char_indices().filter(|(_, c)| {
        folded += width(*c);
        folded > range.start
    });
    let Some((start, _)) = { starts }.next() else { return String::new() };
    let mut left = range.len();
    let passage = text[start..].chars().take(LONGEST).take_while(|&c| {
        let is_inside = left > 0;
        left = left.saturating_sub(width(c));
        is_inside
    });
    passage.collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_as_the_document_has_them() {
        assert_eq!(quote("前言。“江南好，风景旧曾谙。”日出", 2..10), "江南好，风景旧曾谙");
        assert_eq!(quote("短", 5..9), "");
        assert_eq!(quote(&"长".repeat(500), 0..400).chars().count(), LONGEST);
    }
}

//! How many columns the beginning of a line takes.

use crate::text::{Class, display_width, is_opening};

/// Columns of the first word of `text`, or of its first character with the brackets that open before it.
pub(super) fn head(text: &str) -> usize {
    let (mut end, mut latin) = (0, false);
    for (at, c) in text.char_indices() {
        let class = Class::of(c);
        let wordy = matches!(class, Class::Letter | Class::Digit | Class::Ascii | Class::Hangul);
        if class == Class::Space || (latin && !wordy) {
            break;
        }
        end = at + c.len_utf8();
        if latin || !is_opening(c) {
            latin = wordy;
            if !wordy {
                break;
            }
        }
    }
    display_width(&text[..end])
}

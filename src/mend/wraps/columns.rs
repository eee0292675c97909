//! How many columns text takes.

use unicode_width::UnicodeWidthStr;

use crate::mend::script::{Class, count};

/// Marks that stay on the line of what follows them.
const OPENING: &str = "“‘（《【「『〈([{";

/// Columns that `text` takes: two for East Asian characters, and for all that East Asian fonts make wide beside them.
pub(super) fn columns(text: &str) -> usize {
    let bytes = text.as_bytes();
    // The first byte of a character tells its width well enough in most scripts, at the speed of a memory scan.
    let foreign = count(bytes, |byte| byte >= 0xc2);
    if foreign == 0 {
        text.len()
    } else if count(bytes, |byte| matches!(byte, 0xd6..=0xe1)) > 0 {
        // Combining marks, conjoining letters.
        text.width()
    } else {
        let characters = count(bytes, |byte| !(0x80..0xc0).contains(&byte));
        characters + if count(bytes, |byte| byte >= 0xe3) > 0 { foreign } else { 0 }
    }
}

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
        if latin || !OPENING.contains(c) {
            latin = wordy;
            if !wordy {
                break;
            }
        }
    }
    columns(&text[..end])
}

//! Character references in text (`&amp;`, `&#8212;`, `&hellip`), and where they are.

use web_atoms::{C1_REPLACEMENTS, NAMED_ENTITIES};

use crate::document::Span;

/// No name of a reference is longer, its semicolon included.
const LONGEST: usize = 33;

/// Hands `text`, which begins at byte `base` of the source, to `take` in pieces: stretches as written, and references
/// with what they stand for.
pub(super) fn decode(text: &str, base: usize, mut take: impl FnMut(Span, Option<&str>)) {
    let mut done = 0;
    let mut buffer = [0; 8];
    for at in memchr::memchr_iter(b'&', text.as_bytes()) {
        if at < done {
            continue;
        }
        let Some((length, first, second)) = reference(&text[at + 1..]) else { continue };
        if done < at {
            take(Span::new(base + done, base + at), None);
        }
        done = at + 1 + length;
        let size = first.encode_utf8(&mut buffer).len();
        let size = size + second.map_or(0, |second| second.encode_utf8(&mut buffer[size..]).len());
        take(Span::new(base + at, base + done), std::str::from_utf8(&buffer[..size]).ok());
    }
    if done < text.len() {
        take(Span::new(base + done, base + text.len()), None);
    }
}

/// The reference at the beginning of `rest`, which follows an ampersand: its length, and one or two characters.
fn reference(rest: &str) -> Option<(usize, char, Option<char>)> {
    match rest.strip_prefix('#') {
        Some(digits) => numeric(digits).map(|(length, c)| (length + 1, c, None)),
        None => named(rest),
    }
}

fn numeric(digits: &str) -> Option<(usize, char)> {
    let (radix, skipped) = if digits.starts_with(['x', 'X']) { (16, 1) } else { (10, 0) };
    let digits = &digits[skipped..];
    let length = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    if length == 0 {
        return None;
    }
    let code = u32::from_str_radix(&digits[..length], radix).unwrap_or(u32::MAX);
    let c = match code {
        // What such references meant when pages were written in windows-1252.
        0x80..=0x9F => C1_REPLACEMENTS[(code - 0x80) as usize].or(char::from_u32(code)),
        0 => None,
        _ => char::from_u32(code),
    };
    let semicolon = usize::from(digits[length..].starts_with(';'));
    Some((skipped + length + semicolon, c.unwrap_or(char::REPLACEMENT_CHARACTER)))
}

/// The longest name that `rest` begins with; some count without their semicolon.
fn named(rest: &str) -> Option<(usize, char, Option<char>)> {
    let run = rest.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    let longest = run + usize::from(rest[run..].starts_with(';'));
    (2..=longest).rev().find_map(|length| {
        let &(first, second) = NAMED_ENTITIES.get(&rest[..length])?;
        let first = char::from_u32(first).filter(|c| *c != '\0')?;
        Some((length, first, char::from_u32(second).filter(|c| *c != '\0')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let mut out = String::new();
        let mut at = 0;
        decode(text, 0, |span, replacement| {
            assert_eq!(span.start, at, "pieces follow one another");
            at = span.end;
            out.push_str(replacement.unwrap_or_else(|| span.of(text)));
        });
        assert_eq!(at as usize, text.len());
        out
    }

    #[test]
    fn references_are_read_as_browsers_read_them() {
        for (written, read_as) in [
            ("a &amp; b&ldquo;预算&rdquo;页面", "a & b“预算”页面"),
            ("&#19968;&#x4e8c;&#x4E09", "一二三"),
            ("&copy2023 &notit; &notin;", "©2023 ¬it; ∉"),
            ("&#150;&#0;&#x110000;", "–\u{FFFD}\u{FFFD}"),
            ("AT&T, a && b, &#; &x; &", "AT&T, a && b, &#; &x; &"),
            ("&NotEqualTilde;", "≂\u{338}"),
        ] {
            assert_eq!(read(written), read_as);
        }
    }
}

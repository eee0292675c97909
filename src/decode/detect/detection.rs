//! Which charset the bytes of a document are in: certain signs first, likelihood last.

use std::borrow::Cow;

use super::ranking::weigh;
use super::verdict::Verdict;
use super::{escapes, unicode};
use crate::decode::charset::Charset;
use crate::decode::{binary, codec, declaration};

/// What the bytes of a document are taken for, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Detection {
    /// Name of the encoding by which the bytes decode; `binary` for bytes that are no text.
    pub name: &'static str,
    /// How sure that is, 0 to 1: of the answers given with 0.9, nine in ten are right.
    pub confidence: f32,
    /// The next best encoding that would say something else, if one comes into question at all.
    pub runner_up: Option<&'static str>,
    /// The reason in words.
    pub why: String,
}

/// Finds the encoding of `bytes`. `declared` is what the transport says: a hint to be checked.
#[must_use]
pub fn detect(bytes: &[u8], declared: Option<&str>) -> Detection {
    let binary = |kind: &str| Detection { name: "binary", confidence: 0.95, runner_up: None, why: kind.to_owned() };
    if let Some(kind) = binary::by_magic(bytes) {
        return binary(kind);
    }
    let (charset, detection) = charset(bytes, declared);
    binary::by_statistics(bytes, charset).map_or(detection, binary)
}

/// [`detect`], with the charset itself.
pub(crate) fn charset(bytes: &[u8], declared: Option<&str>) -> (Charset, Detection) {
    let (charset, verdict) = judge(bytes, declared);
    let Verdict { confidence, runner_up, why } = verdict;
    let runner_up = runner_up.filter(|other| *other != charset).map(Charset::name);
    (charset, Detection { name: charset.name(), confidence, runner_up, why })
}

fn judge(bytes: &[u8], declared: Option<&str>) -> (Charset, Verdict) {
    if let Some(charset) = unicode::utf32(bytes) {
        return (charset, Verdict::sure(0.99, "its zero bytes stand as in UTF-32"));
    }
    // That of UTF-32 begins with that of UTF-16.
    for charset in [Charset::Utf8, Charset::Utf32Le, Charset::Utf32Be, Charset::Utf16Le, Charset::Utf16Be] {
        if codec::mark(bytes, charset) > 0 {
            return (charset, Verdict::sure(1.0, "begins with its byte-order mark"));
        }
    }
    let valid = encoding_rs::Encoding::utf8_valid_up_to(bytes);
    let ascii = encoding_rs::Encoding::ascii_valid_up_to(bytes);
    let head = &bytes[..bytes.len().min(4096)];
    let quiet =
        head.iter().map(|byte| u8::from(matches!(byte, 0..=8 | 0x0E..=0x1A))).fold(0, |any, one| any | one) == 0;
    if quiet && is_cut_utf8(bytes, valid) {
        return (Charset::Utf8, Verdict::sure(0.99, "valid UTF-8 but for the last character, which is cut off"));
    }
    if valid == bytes.len() && ascii < valid && quiet {
        // Two pairs of bytes may be valid by accident.
        let wide = bytes.iter().filter(|byte| !byte.is_ascii()).take(5).count();
        let confidence = if wide > 4 || bytes.iter().any(|byte| *byte >= 0xE0) { 0.99 } else { 0.93 };
        return (Charset::Utf8, Verdict::sure(confidence, "all of it is valid UTF-8, with characters beyond ASCII"));
    }
    if (ascii == bytes.len() || mostly_ascii(bytes))
        && let Some(charset) = escapes::find(bytes)
    {
        return (charset, Verdict::sure(0.98, "its escape sequences"));
    }
    if ascii == bytes.len() && quiet {
        return (Charset::Utf8, Verdict::sure(1.0, "ASCII only"));
    }
    let said = declared.and_then(Charset::named).or_else(|| declaration::find(bytes));
    weigh(&without_colours(bytes), said)
}

/// `bytes` without the terminal's colour codes (ECMA-48, `ESC [ … m`): the bulletin boards of Taiwan put them even inside
/// characters. Of a long text only the beginning, if there are any.
fn without_colours(bytes: &[u8]) -> Cow<'_, [u8]> {
    const LONGEST: usize = 1 << 20;
    let begins = memchr::memmem::Finder::new(b"\x1B[");
    if begins.find(&bytes[..bytes.len().min(LONGEST)]).is_none() {
        return bytes.into();
    }
    let mut rest = &bytes[..bytes.len().min(LONGEST)];
    let mut plain = Vec::with_capacity(rest.len());
    while let Some(at) = begins.find(rest) {
        plain.extend_from_slice(&rest[..at]);
        let code = &rest[at + 2..];
        let ends = code.iter().position(|byte| !(0x20..=0x3F).contains(byte));
        rest = match ends.map(|end| code.split_at(end)) {
            Some((_, [0x40..=0x7E, after @ ..])) => after,
            _ => code,
        };
    }
    plain.extend_from_slice(rest);
    plain.into()
}

/// Whether `bytes`, of which the first `valid` are UTF-8, are text in UTF-8 that ends inside a character.
fn is_cut_utf8(bytes: &[u8], valid: usize) -> bool {
    /// Bytes beyond ASCII that are not valid by accident.
    const ENOUGH: usize = 60;
    let (text, tail) = bytes.split_at(valid);
    let is_cut = !tail.is_empty() && std::str::from_utf8(tail).is_err_and(|error| error.error_len().is_none());
    is_cut && text.iter().filter(|byte| !byte.is_ascii()).take(ENOUGH).count() == ENOUGH
}

/// Whether the bytes beyond ASCII are so few that they may be damage in a seven-bit text.
fn mostly_ascii(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    head.iter().filter(|byte| !byte.is_ascii()).count() * 50 <= head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_codes_inside_characters_do_not_hide_the_charset() {
        let coloured = |text: &str| {
            let bytes = encoding_rs::BIG5.encode(text).0.into_owned();
            bytes.iter().flat_map(|&byte| [&b"\x1B[1;33m"[..], &[byte]].concat()).collect::<Vec<u8>>()
        };
        let bytes = coloured("看板公告：請勿在板上張貼廣告，違者水桶三天。");
        assert_eq!(detect(&bytes, None).name, "Big5");
        assert_eq!(&*without_colours(b"a\x1B[31mb\x1B[c\x1B["), b"ab");
    }

    #[test]
    fn a_mark_of_utf_32_is_not_taken_for_one_of_utf_16() {
        assert_eq!(detect(b"\xFF\xFE\0\0\x2D\x4E\0\0", None).name, "UTF-32LE");
        assert_eq!(detect(b"\xFF\xFE\0\0", None).name, "UTF-32LE");
    }
}

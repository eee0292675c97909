//! Documents whose lines are in more than one encoding: a page put together from others, a mailbox, a log.
//!
//! Lines that are malformed under the document's charset and read well under another are decoded under that one. Their
//! bytes are kept as patches, as for any text that encoding would not give back.

use std::ops::Range;

use super::charset::Charset;
use super::codec::{self, Text};
use super::detect;
use crate::document::{Patch, Span};

/// Decodes `bytes`, most of which are in `charset`. Also says which lines of the text were in another one, and in which.
pub(super) fn decode(bytes: &[u8], charset: Charset) -> (Text, Vec<(Span, Charset)>) {
    let whole = codec::decode(bytes, charset);
    let by_lines = matches!(charset, Charset::Utf8)
        || matches!(charset, Charset::Web(encoding) if encoding.is_ascii_compatible() && !encoding.is_single_byte());
    if whole.malformed == 0 || !by_lines {
        return (whole, Vec::new());
    }
    let others: Vec<_> = lines(bytes, &codec::malformed(bytes, charset))
        .into_iter()
        .filter_map(|line| Some((other(&bytes[line.clone()], charset)?, line)))
        .collect();
    if others.is_empty() {
        return (whole, Vec::new());
    }
    let (mut text, mut at) = (Text::default(), 0);
    let mut pieces = Vec::with_capacity(others.len());
    for (other, line) in others {
        append(&mut text, codec::decode(&bytes[at..line.start], charset));
        let start = text.text.len();
        let said = codec::decode(&bytes[line.clone()], other).text;
        let indent = said.len() - said.trim_start().len();
        pieces.push((Span::new(start + indent, start + indent + said.trim().len()), other));
        text.text.push_str(&said);
        let span = Span::new(start, text.text.len());
        text.patches.push(Patch { span, bytes: bytes[line.clone()].into() });
        at = line.end;
    }
    append(&mut text, codec::decode(&bytes[at..], charset));
    (text, pieces)
}

/// The charset other than `main` that a line reads well under, if there is one.
fn other(line: &[u8], main: Charset) -> Option<Charset> {
    let high = line.iter().filter(|byte| !byte.is_ascii()).count();
    if high < 6 {
        return None;
    }
    if main != Charset::Utf8 {
        return std::str::from_utf8(line).is_ok().then_some(Charset::Utf8);
    }
    let invalid: usize = line.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    if invalid * 2 < high {
        return None;
    }
    let charset = detect::multibyte(line)?;
    (codec::decode(line, charset).malformed == 0).then_some(charset)
}

/// The lines that hold the bytes `places` (sorted), without their line ends.
fn lines(bytes: &[u8], places: &[usize]) -> Vec<Range<usize>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    for &place in places {
        if lines.last().is_some_and(|line| place < line.end) {
            continue;
        }
        let from = lines.last().map_or(0, |line| line.end);
        let start = memchr::memrchr(b'\n', &bytes[from..place]).map_or(from, |at| from + at + 1);
        let end = memchr::memchr(b'\n', &bytes[place..]).map_or(bytes.len(), |at| place + at);
        lines.push(start..end);
    }
    lines
}

fn append(text: &mut Text, piece: Text) {
    let shift = text.text.len() as u32;
    let moved = |span: Span| Span { start: span.start + shift, end: span.end + shift };
    text.patches.extend(piece.patches.into_iter().map(|patch| Patch { span: moved(patch.span), ..patch }));
    text.text.push_str(&piece.text);
    text.malformed += piece.malformed;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gbk(text: &str) -> Vec<u8> {
        encoding_rs::GBK.encode(text).0.into_owned()
    }

    #[test]
    fn lines_in_another_charset_are_read_under_it() {
        let (one, two, three) =
            ("第一行是国标编码，写在前面。\n", "第二行换了一种编码：窗外下着大雨！", "\n第三行又回到开头的编码。");
        let bytes = [gbk(one), two.as_bytes().to_vec(), gbk(three)].concat();
        let gb18030 = Charset::Web(encoding_rs::GB18030);
        let (mixed, pieces) = decode(&bytes, gb18030);
        assert_eq!(pieces, [(Span::new(one.len(), one.len() + two.len()), Charset::Utf8)]);
        assert_eq!((mixed.text.as_str(), mixed.malformed), ([one, two, three].concat().as_str(), 0));
        assert_eq!(codec::encode(&mixed.text, gb18030, &mixed.patches).as_deref(), Some(&bytes[..]));

        let bytes = [one.as_bytes(), &gbk(two), three.as_bytes()].concat();
        let (mixed, pieces) = decode(&bytes, Charset::Utf8);
        assert_eq!(pieces, [(Span::new(one.len(), one.len() + two.len()), gb18030)]);
        assert_eq!((mixed.text.as_str(), mixed.malformed), ([one, two, three].concat().as_str(), 0));
        assert_eq!(codec::encode(&mixed.text, Charset::Utf8, &mixed.patches).as_deref(), Some(&bytes[..]));
    }

    #[test]
    fn a_damaged_line_stays_what_it_is() {
        let bytes = [&b"\xE4\xBD\xA0\xE5\xA5\xBD\xE5"[..], "，今天\n再见".as_bytes()].concat();
        assert_eq!(decode(&bytes, Charset::Utf8), (codec::decode(&bytes, Charset::Utf8), Vec::new()));
    }
}

//! Lossless decoding and encoding: what encoding the text would not give back is kept beside it as patches.

use std::ops::Range;

use encoding_rs::{DecoderResult, Encoding};

use super::charset::Charset;
use super::{escape, exact, unit};
use crate::document::{Patch, Span};

/// Text, and the places where encoding it again would not give the bytes it came from.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) patches: Vec<Patch>,
    /// Number of malformed sequences, each a U+FFFD in the text.
    pub(super) malformed: u32,
}

/// Decodes `bytes`, byte-order mark included, which becomes a patch.
pub(super) fn decode(bytes: &[u8], charset: Charset) -> Text {
    write(bytes, charset).finish()
}

/// Where in `bytes` something is malformed under `charset`, or written in a way that encoding would not choose.
pub(super) fn malformed(bytes: &[u8], charset: Charset) -> Vec<usize> {
    write(bytes, charset)
        .patches
        .into_iter()
        .filter(|(_, range)| !range.is_empty())
        .map(|(_, range)| range.start)
        .collect()
}

fn write(bytes: &[u8], charset: Charset) -> Writer<'_> {
    let mut out = Writer { bytes, at: mark(bytes, charset), ..Writer::default() };
    if out.at > 0 {
        out.patches.push((Span::new(0, 0), 0..out.at));
    }
    match charset {
        Charset::Utf8 => out.utf8(),
        Charset::Web(encoding) if encoding == encoding_rs::ISO_2022_JP => out.web(encoding, true),
        Charset::Web(encoding) => out.web(encoding, false),
        Charset::Hz | Charset::Iso2022Kr => out.escaped(charset),
        _ => out.units(charset),
    }
    out
}

/// Encodes `text`, with the bytes of `patches` in their places; none when the charset cannot write it.
pub(super) fn encode(text: &str, charset: Charset, patches: &[Patch]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    for patch in patches {
        let Range { start, end } = patch.span.range();
        encode_piece(text.get(at..start)?, charset, &mut bytes)?;
        bytes.extend_from_slice(&patch.bytes);
        at = end;
    }
    encode_piece(text.get(at..)?, charset, &mut bytes)?;
    Some(bytes)
}

fn encode_piece(text: &str, charset: Charset, bytes: &mut Vec<u8>) -> Option<()> {
    if text.is_empty() {
        return Some(());
    }
    match charset {
        Charset::Utf8 => bytes.extend_from_slice(text.as_bytes()),
        Charset::Web(encoding) => {
            let (encoded, _, unmappable) = encoding.encode(text);
            if unmappable {
                return None;
            }
            bytes.extend_from_slice(&encoded);
        }
        Charset::Hz | Charset::Iso2022Kr => bytes.extend(escape::encode(text, charset)?),
        _ => {
            for c in text.chars() {
                let (unit, len) = unit::encode(c, charset)?;
                bytes.extend_from_slice(&unit[..len]);
            }
        }
    }
    Some(())
}

/// Length of the byte-order mark that `bytes` begin with.
pub(super) fn mark(bytes: &[u8], charset: Charset) -> usize {
    let mark: &[u8] = match charset {
        Charset::Utf8 => b"\xEF\xBB\xBF",
        Charset::Utf16Le => b"\xFF\xFE",
        Charset::Utf16Be => b"\xFE\xFF",
        Charset::Utf32Le => b"\xFF\xFE\0\0",
        Charset::Utf32Be => b"\0\0\xFE\xFF",
        Charset::Web(encoding) if encoding == encoding_rs::GB18030 => b"\x84\x31\x95\x33",
        _ => return 0,
    };
    if bytes.starts_with(mark) { mark.len() } else { 0 }
}

/// Length of the text that is decoded at once, or encoded at once to see whether it gives the same bytes.
const PIECE: usize = 4096;

/// A text being decoded.
#[derive(Default)]
struct Writer<'a> {
    bytes: &'a [u8],
    /// How many of the bytes are done.
    at: usize,
    text: String,
    patches: Vec<(Span, Range<usize>)>,
    malformed: u32,
}

impl Writer<'_> {
    fn utf8(&mut self) {
        let bytes = &self.bytes[self.at..];
        if let Ok(text) = std::str::from_utf8(bytes) {
            self.text.push_str(text);
            self.at = self.bytes.len();
            return;
        }
        self.text.reserve(bytes.len());
        for chunk in bytes.utf8_chunks() {
            self.text.push_str(chunk.valid());
            self.at += chunk.valid().len();
            if !chunk.invalid().is_empty() {
                self.bad(chunk.invalid().len());
            }
        }
    }

    /// Decodes with encoding_rs. What lies between malformed sequences is encoded again and compared, at once for a
    /// charset without states, as a whole document for one with states.
    fn web(&mut self, encoding: &'static Encoding, states: bool) {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let (first_byte, mut read) = (self.at, self.at);
        let mut clean = self.text.len();
        // The decoder touches each page of the room that it is given, at every malformed sequence again: that of the
        // whole text would make damage cost the square of its length.
        let mut piece = String::with_capacity(PIECE);
        loop {
            piece.clear();
            let (result, taken) = decoder.decode_to_string_without_replacement(&self.bytes[read..], &mut piece, true);
            self.text.push_str(&piece);
            read += taken;
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(len, after) => {
                    let start = read - usize::from(after) - usize::from(len);
                    if states {
                        self.text.push('\u{FFFD}');
                        self.malformed += 1;
                    } else {
                        self.compare(encoding, clean, start);
                        self.bad(usize::from(len));
                    }
                    clean = self.text.len();
                }
            }
        }
        if !states {
            self.compare(encoding, clean, self.bytes.len());
        } else if self.malformed > 0 || *encoding.encode(&self.text).0 != self.bytes[first_byte..] {
            self.patch_all(first_byte);
        }
    }

    /// Encodes the text from `clean` on, the text of the bytes up to `end`, and patches the characters that give
    /// other bytes.
    fn compare(&mut self, encoding: &'static Encoding, clean: usize, end: usize) {
        if exact::comes_back(encoding, &self.bytes[self.at..end]) {
            self.at = end;
            return;
        }
        let mut clean = clean;
        while clean < self.text.len() {
            let mut stop = self.text.len().min(clean + PIECE);
            while !self.text.is_char_boundary(stop) {
                stop += 1;
            }
            let encoded = encoding.encode(&self.text[clean..stop]).0;
            if self.bytes[self.at..end].starts_with(&encoded) {
                self.at += encoded.len();
                clean = stop;
                continue;
            }
            while clean < stop && self.at < end {
                let unit = self.at..end.min(self.at + unit::width(encoding, &self.bytes[self.at..end]));
                let said = encoding.decode_without_bom_handling(&self.bytes[unit.clone()]).0;
                let span = Span::new(clean, self.text.len().min(clean + said.len()));
                if *encoding.encode(&said).0 != self.bytes[unit.clone()] {
                    self.patch(span, unit.clone());
                }
                clean = span.end as usize;
                self.at = unit.end;
            }
        }
        self.at = end;
    }

    fn escaped(&mut self, charset: Charset) {
        let first_byte = self.at;
        let (text, malformed) = escape::decode(&self.bytes[first_byte..], charset);
        (self.text, self.malformed) = (text, malformed);
        let again = escape::encode(&self.text, charset);
        if malformed > 0 || again.as_deref() != Some(&self.bytes[first_byte..]) {
            self.patch_all(first_byte);
        }
    }

    fn units(&mut self, charset: Charset) {
        while let rest @ [_, ..] = &self.bytes[self.at..] {
            match unit::decode(rest, charset) {
                (None, len) => self.bad(len),
                (Some(c), len) => {
                    let (start, unit) = (self.text.len(), self.at..self.at + len);
                    self.text.push(c);
                    let same = unit::is_exact(charset)
                        || unit::encode(c, charset).is_some_and(|(bytes, n)| bytes[..n] == rest[..len]);
                    if !same {
                        self.patch(Span::new(start, self.text.len()), unit.clone());
                    }
                    self.at = unit.end;
                }
            }
        }
    }

    /// Writes a U+FFFD for the next `len` bytes.
    fn bad(&mut self, len: usize) {
        let start = self.text.len();
        self.text.push('\u{FFFD}');
        self.patch(Span::new(start, self.text.len()), self.at..self.at + len);
        self.at += len;
        self.malformed += 1;
    }

    /// Notes the bytes of `span`, together with those of the span before it when the two touch.
    fn patch(&mut self, span: Span, bytes: Range<usize>) {
        match self.patches.last_mut() {
            Some((before, noted)) if before.end == span.start && noted.end == bytes.start => {
                before.end = span.end;
                noted.end = bytes.end;
            }
            _ => self.patches.push((span, bytes)),
        }
    }

    fn patch_all(&mut self, first_byte: usize) {
        self.patches.push((Span::new(0, self.text.len()), first_byte..self.bytes.len()));
    }

    fn finish(self) -> Text {
        let patches = self.patches.into_iter();
        let patches = patches.map(|(span, range)| Patch { span, bytes: self.bytes[range].into() }).collect();
        Text { text: self.text, patches, malformed: self.malformed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Malformed bytes, escapes and characters of one to four bytes, at each place around the end of a piece.
    #[test]
    fn text_of_many_pieces_is_that_of_the_decoder() {
        let many = b"\xB0\xA1\x84\x31\xA4\x37\x1B$B$\"\x1B(B\x1B(B\xFF";
        for name in ["GB18030", "Big5", "Shift_JIS", "EUC-JP", "EUC-KR", "ISO-2022-JP", "windows-1252"] {
            let charset = Charset::named(name).unwrap();
            let Charset::Web(encoding) = charset else { panic!("{name}") };
            for before in PIECE - 24..=PIECE {
                let bytes = [&b"b".repeat(before)[..], many, &b"b".repeat(before), many].concat();
                let Text { text, patches, .. } = decode(&bytes, charset);
                assert_eq!(text, encoding.decode_without_bom_handling(&bytes).0, "{name}, {before}");
                assert_eq!(encode(&text, charset, &patches).as_deref(), Some(&bytes[..]), "{name}, {before}");
            }
        }
    }
}

//! What reaches a terminal: text, and no commands to it.

use std::io::{self, Write};

use crate::text;

/// A writer that writes out what would act on a terminal; see [`text::visible`]. Bytes that are no text too.
pub(super) struct Visible<W> {
    writer: W,
    /// The beginning of a character, or a carriage return, whose rest is still to come.
    rest: Vec<u8>,
}

impl<W: Write> Visible<W> {
    pub(super) fn new(writer: W) -> Self {
        Self { writer, rest: Vec::new() }
    }

    fn show(&mut self, bytes: &[u8]) -> io::Result<()> {
        for chunk in bytes.utf8_chunks() {
            self.writer.write_all(text::visible(chunk.valid()).as_bytes())?;
            for byte in chunk.invalid() {
                write!(self.writer, "<{byte:02X}>")?;
            }
        }
        Ok(())
    }
}

impl<W: Write> Write for Visible<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.rest.extend_from_slice(bytes);
        let mut all = std::mem::take(&mut self.rest);
        self.rest = all.split_off(all.len() - unfinished(&all));
        self.show(&all)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let rest = std::mem::take(&mut self.rest);
        self.show(&rest)?;
        self.writer.flush()
    }
}

/// How many of the last bytes may go on with the next ones: a carriage return, or a character that is not all there.
fn unfinished(bytes: &[u8]) -> usize {
    if bytes.ends_with(b"\r") {
        return 1;
    }
    let tail = bytes.len().saturating_sub(3);
    let lead = bytes.iter().skip(tail).rposition(|byte| byte & 0xC0 != 0x80);
    let Some(character) = lead.and_then(|lead| bytes.get(tail + lead..)) else { return 0 };
    let is_open = std::str::from_utf8(character).is_err_and(|error| error.error_len().is_none());
    if is_open { character.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_come_whole_however_they_are_cut() {
        let bytes = "老\u{1b}[31m茶\u{9b}🍵\r\n\u{202e}厂".bytes().chain([0xFF, 0xE8]).collect::<Vec<u8>>();
        for size in 1..bytes.len() {
            let mut shown = Visible::new(Vec::new());
            bytes.chunks(size).for_each(|part| shown.write_all(part).unwrap());
            shown.flush().unwrap();
            let shown = String::from_utf8(shown.writer).unwrap();
            assert_eq!(shown, "老<U+001B>[31m茶<U+009B>🍵\r\n<U+202E>厂<FF><E8>", "{size}");
        }
    }
}

//! The part of a document that tells its charset: the stretches around bytes beyond ASCII.

/// Stretches of bytes that hold bytes beyond ASCII, each from one character that no multi-byte charset uses inside a
/// character to the next (a space, a line end, a comma).
pub(super) struct Sample<'a> {
    pub(super) stretches: Vec<&'a [u8]>,
    /// Number of bytes in all of them.
    pub(super) len: usize,
    /// Whether the last stretch ends where the document or the sample was cut, perhaps inside a character.
    pub(super) cut: bool,
}

/// Longest stretch taken at once.
const LONGEST: usize = 2048;
/// Parts of a long document that are looked at.
const PARTS: usize = 8;

impl<'a> Sample<'a> {
    /// About `budget` bytes of `bytes`, from several places when there are many more. Up to `context` bytes of ASCII on
    /// either side of a stretch are taken too: they tell the language.
    pub(super) fn of(bytes: &'a [u8], budget: usize, context: usize) -> Self {
        let mut sample = Self { stretches: Vec::new(), len: 0, cut: false };
        if bytes.len() <= 64 * budget {
            sample.take(bytes, bytes.len(), budget, context);
        } else {
            let part = bytes.len() / PARTS;
            for number in 0..PARTS {
                let from = number * part;
                // Begins behind a byte that ends any character.
                let skip = bytes[from..].iter().position(|&byte| byte < 0x30).unwrap_or(0);
                let quota = budget * (number + 1) / PARTS;
                sample.take(&bytes[from + if number == 0 { 0 } else { skip }..], part, quota, context);
            }
        }
        sample
    }

    /// Takes stretches that begin in the first `reach` of `bytes` until the sample is `budget` bytes long.
    fn take(&mut self, bytes: &'a [u8], reach: usize, budget: usize, context: usize) {
        let mut at = 0;
        while self.len < budget && at < reach.min(bytes.len()) {
            let next = at + encoding_rs::Encoding::ascii_valid_up_to(&bytes[at..]);
            if next >= reach.min(bytes.len()) {
                return;
            }
            let back = bytes[at..next].iter().rev().take(LONGEST).take_while(|&&byte| byte >= 0x30).count();
            let start = words_before(&bytes[at..next - back], context) + at;
            let rest = &bytes[next..bytes.len().min(next + LONGEST.min(budget - self.len).max(64))];
            let ahead = rest.iter().position(|&byte| byte < 0x30);
            self.cut = ahead.is_none();
            let mut end = next + ahead.unwrap_or(rest.len());
            if !self.cut {
                end += words_after(&bytes[end..], context);
            }
            self.stretches.push(&bytes[start..end]);
            self.len += end - start;
            at = end;
        }
    }

    /// How often each byte occurs.
    pub(super) fn counts(&self) -> Vec<(u8, u32)> {
        let mut counts = [0; 256];
        for &byte in self.stretches.iter().copied().flatten() {
            counts[usize::from(byte)] += 1;
        }
        let all = counts.iter().enumerate().map(|(byte, &count)| (byte as u8, count));
        all.filter(|(_, count)| *count > 0).collect()
    }
}

/// The bytes beyond ASCII that occur in the first megabyte of `bytes`, each once.
pub(super) fn high_bytes(bytes: &[u8]) -> Vec<u8> {
    let mut seen = [false; 256];
    for &byte in bytes.iter().take(1 << 20) {
        seen[usize::from(byte)] = true;
    }
    (0x80..=0xFF).filter(|&byte| seen[usize::from(byte)]).collect()
}

/// Where the last whole words of `ascii` begin, at most `context` bytes before its end.
fn words_before(ascii: &[u8], context: usize) -> usize {
    let from = ascii.len() - context.min(ascii.len());
    let inside = ascii[from..].iter().position(|&byte| byte < 0x30).unwrap_or(ascii.len() - from);
    if from == 0 { 0 } else { from + inside }
}

/// Length of the whole ASCII words that `bytes` begin with, at most `context` bytes.
fn words_after(bytes: &[u8], context: usize) -> usize {
    let near = &bytes[..bytes.len().min(context)];
    let ascii = &near[..encoding_rs::Encoding::ascii_valid_up_to(near)];
    if ascii.len() == bytes.len() { ascii.len() } else { ascii.iter().rposition(|&byte| byte < 0x30).unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_whole_words_with_bytes_beyond_ascii() {
        let sample = Sample::of(b"plain caf\xE9 au <b>\xC4\xE3</b> end", 100, 0);
        assert_eq!(sample.stretches, [&b"caf\xE9"[..], b"<b>\xC4\xE3<"]);
        assert!(!sample.cut);
        let sample = Sample::of(b"plain caf\xE9 au lait", 100, 4);
        assert_eq!(sample.stretches, [&b" caf\xE9 au"[..]]);
    }

    #[test]
    fn long_documents_are_looked_at_in_several_places() {
        let bytes = [b"a ".repeat(200_000), b"\xE9t\xE9 ".repeat(10)].concat();
        assert!(Sample::of(&bytes, 200, 8).len > 0);
    }
}

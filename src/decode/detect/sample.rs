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
    /// About `budget` bytes of `bytes`, from several places when there are many more.
    pub(super) fn of(bytes: &'a [u8], budget: usize) -> Self {
        let mut sample = Self { stretches: Vec::new(), len: 0, cut: false };
        if bytes.len() <= 64 * budget {
            sample.take(bytes, bytes.len(), budget);
        } else {
            let part = bytes.len() / PARTS;
            for number in 0..PARTS {
                let from = number * part;
                // Begins behind a byte that ends any character.
                let skip = bytes[from..].iter().position(|&byte| byte < 0x30).unwrap_or(0);
                let quota = budget * (number + 1) / PARTS;
                sample.take(&bytes[from + if number == 0 { 0 } else { skip }..], part, quota);
            }
        }
        sample
    }

    /// Takes stretches that begin in the first `reach` of `bytes` until the sample is `budget` bytes long.
    fn take(&mut self, bytes: &'a [u8], reach: usize, budget: usize) {
        let mut at = 0;
        while self.len < budget && at < reach.min(bytes.len()) {
            let next = at + encoding_rs::Encoding::ascii_valid_up_to(&bytes[at..]);
            if next >= reach.min(bytes.len()) {
                return;
            }
            let back = bytes[at..next].iter().rev().take(LONGEST).take_while(|&&byte| byte >= 0x30).count();
            let rest = &bytes[next..bytes.len().min(next + LONGEST.min(budget - self.len).max(64))];
            let ahead = rest.iter().position(|&byte| byte < 0x30);
            self.cut = ahead.is_none();
            let end = next + ahead.unwrap_or(rest.len());
            self.stretches.push(&bytes[next - back..end]);
            self.len += end - next + back;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_whole_words_with_bytes_beyond_ascii() {
        let sample = Sample::of(b"plain caf\xE9 au <b>\xC4\xE3</b> end", 100);
        assert_eq!(sample.stretches, [&b"caf\xE9"[..], b"<b>\xC4\xE3<"]);
        assert!(!sample.cut);
    }

    #[test]
    fn long_documents_are_looked_at_in_several_places() {
        let bytes = [b"a ".repeat(200_000), b"\xE9t\xE9 ".repeat(10)].concat();
        assert!(Sample::of(&bytes, 200).len > 0);
    }
}

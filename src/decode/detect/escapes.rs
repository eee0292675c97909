//! Seven-bit charsets, recognised by their escape sequences.

use super::cost::{BIT, Cost};
use super::languages::{Costs, Language};
use crate::decode::charset::Charset;
use crate::decode::escape;

/// Bytes looked at from the first escape on.
const WINDOW: usize = 4096;

/// The seven-bit charset of `bytes`, if they are in one.
pub(super) fn find(bytes: &[u8]) -> Option<Charset> {
    let find = |needle: &[u8]| memchr::memmem::find(bytes, needle);
    if find(b"\x1B$)C").is_some() {
        return Some(Charset::Iso2022Kr);
    }
    if find(b"\x1B$B").or_else(|| find(b"\x1B$@")).or_else(|| find(b"\x1B(J")).or_else(|| find(b"\x1B(I")).is_some() {
        return Some(Charset::Web(encoding_rs::ISO_2022_JP));
    }
    find(b"~{").is_some_and(|at| is_hz(&bytes[at..])).then_some(Charset::Hz)
}

/// Whether what follows `~{` reads as Chinese: source code has such signs as well.
fn is_hz(bytes: &[u8]) -> bool {
    let (text, malformed) = escape::decode(&bytes[..bytes.len().min(WINDOW)], Charset::Hz);
    let costs = Costs::of(Language::Simplified);
    let wide: Vec<Cost> = text.chars().filter(|c| !c.is_ascii() && *c != '\u{FFFD}').map(|c| costs.get(c)).collect();
    let count = wide.len() as Cost;
    count > 0 && wide.iter().sum::<Cost>() < count * 14 * BIT && malformed * 5 <= count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hz_is_told_from_source_code() {
        let bytes = escape::encode("你好，世界 ok", Charset::Hz).unwrap();
        assert_eq!(find(&bytes), Some(Charset::Hz));
        assert_eq!(find(b"let f = ~{ x: y + 1 }; call(~{});"), None);
    }
}

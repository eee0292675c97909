//! Names of files as text, without loss.
//!
//! A name that is no UTF-8 is shown with its odd bytes percent-encoded: `a%FF.txt`. So that two names never look the
//! same, the sign `%` itself is written `%25` where it could be taken for such an escape: in front of two hexadecimal
//! digits that are `25` or stand for a byte beyond ASCII. Every other `%` stays (`50%.txt`, `a%20b.txt`).

use std::ffi::{OsStr, OsString};

/// A name as text.
#[must_use]
pub fn escape(name: &OsStr) -> String {
    let mut shown = String::new();
    for chunk in bytes(name).utf8_chunks() {
        let mut rest = chunk.valid();
        while let Some(at) = rest.find('%') {
            let (before, sign) = rest.split_at(at);
            shown.push_str(before);
            shown.push_str(if escaped(sign.as_bytes()).is_some() { "%25" } else { "%" });
            rest = &sign[1..];
        }
        shown.push_str(rest);
        for byte in chunk.invalid() {
            shown.push_str(&format!("%{byte:02X}"));
        }
    }
    shown
}

/// The name that [`escape`] shows as `shown`.
#[must_use]
pub fn unescape(shown: &str) -> OsString {
    let mut name = Vec::with_capacity(shown.len());
    let mut rest = shown.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        match escaped(rest) {
            Some(byte) => {
                name.push(byte);
                rest = rest.get(3..).unwrap_or_default();
            }
            None => {
                name.push(first);
                rest = tail;
            }
        }
    }
    from_bytes(name)
}

/// The byte that an escape at the beginning of `text` stands for.
fn escaped(text: &[u8]) -> Option<u8> {
    let &[b'%', high @ (b'0'..=b'9' | b'A'..=b'F'), low @ (b'0'..=b'9' | b'A'..=b'F'), ..] = text else { return None };
    let digit = |digit: u8| if digit <= b'9' { digit - b'0' } else { digit - b'A' + 10 };
    Some(digit(high) << 4 | digit(low)).filter(|&byte| byte == b'%' || byte >= 0x80)
}

#[cfg(unix)]
fn bytes(name: &OsStr) -> &[u8] {
    std::os::unix::ffi::OsStrExt::as_bytes(name)
}

#[cfg(unix)]
fn from_bytes(name: Vec<u8>) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(name)
}

/// Elsewhere names are text but for lone surrogates, which are passed as the system writes them.
#[cfg(not(unix))]
fn bytes(name: &OsStr) -> &[u8] {
    name.as_encoded_bytes()
}

#[cfg(not(unix))]
fn from_bytes(name: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&name).into_owned().into()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_odd_bytes_are_escaped() {
        for name in ["甲.txt", "50%.txt", "a%20b.txt", "%ff", "%"] {
            assert_eq!(escape(OsStr::new(name)), name);
        }
        assert_eq!(escape(&from_bytes(b"a\xFF\xE4.txt".to_vec())), "a%FF%E4.txt");
        assert_eq!(escape(OsStr::new("a%FF.txt")), "a%25FF.txt");
        assert_eq!(escape(OsStr::new("a%25FF.txt")), "a%2525FF.txt");
    }

    proptest! {
        #[test]
        fn every_name_comes_back(name in proptest::collection::vec(prop_oneof![
            Just(b'%'), Just(b'2'), Just(b'5'), Just(b'F'), Just(0xE7), Just(0x94), Just(0xB2), any::<u8>(),
        ], 0..12)) {
            let back = unescape(&escape(&from_bytes(name.clone())));
            prop_assert_eq!(bytes(&back), name.as_slice());
        }
    }
}

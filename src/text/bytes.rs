//! Scans of UTF-8 bytes, written so that compilers turn them into vector code.

/// How many bytes of `bytes` are `wanted`; in short runs of small counters.
pub(crate) fn count(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    bytes.chunks(255).map(|chunk| chunk.iter().map(|&byte| u8::from(wanted(byte))).sum::<u8>() as usize).sum()
}

/// Whether any byte of `bytes`, with the two after it, is `wanted`. Behind the last byte two zeros are read.
pub(crate) fn any_triple(bytes: &[u8], wanted: impl Fn(u8, u8, u8) -> bool) -> bool {
    const CHUNK: usize = 512;
    let (Some(second), Some(third)) = (bytes.get(1..), bytes.get(2..)) else {
        return bytes.iter().any(|&byte| wanted(byte, 0, 0));
    };
    let triples = bytes.chunks(CHUNK).zip(second.chunks(CHUNK)).zip(third.chunks(CHUNK));
    let inner = triples.into_iter().any(|((first, second), third)| {
        let marks = first.iter().zip(second).zip(third).map(|((&a, &b), &c)| u8::from(wanted(a, b, c)));
        marks.fold(0, |any, mark| any | mark) != 0
    });
    // The last two bytes have no two after them.
    inner || matches!(bytes, [.., a, b] if wanted(*a, *b, 0) || wanted(*b, 0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_counted_beyond_one_run() {
        let bytes = b"ab".repeat(300);
        assert_eq!(count(&bytes, |byte| byte == b'b'), 300);
        assert_eq!(count(&[], |_| true), 0);
    }

    #[test]
    fn triples_are_found_anywhere() {
        for at in [0, 1, 509, 510, 511, 512, 1020, 1021] {
            let mut bytes = vec![b' '; 1024];
            bytes[at..at + 3].copy_from_slice(b"xyz");
            assert!(any_triple(&bytes, |a, b, c| [a, b, c] == *b"xyz"), "{at}");
        }
        assert!(any_triple(b"ax", |a, b, c| (a, b, c) == (b'x', 0, 0)) && any_triple(b"x", |a, _, _| a == b'x'));
        assert!(!any_triple(b"xy", |a, b, c| [a, b, c] == *b"xyz") && !any_triple(b"", |_, _, _| true));
    }
}

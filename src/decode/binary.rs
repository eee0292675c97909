//! Bytes that are no text: recognised by signature or by their control characters.

use super::charset::Charset;

/// Signatures at the start of files that are no text.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n\x1A\n", "PNG image"),
    (b"\xFF\xD8\xFF", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"II*\0", "TIFF image"),
    (b"MM\0*", "TIFF image"),
    (b"%PDF-", "PDF document"),
    (b"PK\x03\x04", "ZIP archive or office document"),
    (b"PK\x05\x06", "empty ZIP archive"),
    (b"\x1F\x8B\x08", "gzip data"),
    (b"\x28\xB5\x2F\xFD", "zstd data"),
    (b"\xFD7zXZ\0", "xz data"),
    (b"7z\xBC\xAF\x27\x1C", "7z archive"),
    (b"Rar!\x1A\x07", "RAR archive"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "OLE document (Word, Excel or PowerPoint)"),
    (b"\x7FELF", "ELF program"),
    (b"\xCF\xFA\xED\xFE", "Mach-O program"),
    (b"\xCA\xFE\xBA\xBE", "Java class or Mach-O program"),
    (b"\0asm", "WebAssembly module"),
    (b"SQLite format 3\0", "SQLite database"),
    (b"PAR1", "Parquet file"),
    (b"ARROW1\0\0", "Arrow file"),
    (b"OggS\0", "Ogg media"),
    (b"ID3\x02", "MP3 audio"),
    (b"ID3\x03", "MP3 audio"),
    (b"ID3\x04", "MP3 audio"),
    (b"fLaC\0", "FLAC audio"),
    (b"\x1A\x45\xDF\xA3", "Matroska media"),
    (b"wOFF", "WOFF font"),
    (b"wOF2", "WOFF2 font"),
    (b"\0\x01\0\0\0", "TrueType font"),
    (b"ITSF\x03\0\0\0", "CHM help file"),
];

/// What the signature of `bytes` says, when it is one of data that is no text.
pub(super) fn by_magic(bytes: &[u8]) -> Option<&'static str> {
    let begins = |(magic, _): &&(&[u8], &str)| bytes.starts_with(magic);
    if let Some((_, kind)) = MAGIC.iter().find(begins) {
        return Some(kind);
    }
    let at = |from: usize, magic: &[u8]| bytes.get(from..).is_some_and(|rest| rest.starts_with(magic));
    if at(0, b"RIFF") && (at(8, b"WEBP") || at(8, b"WAVE") || at(8, b"AVI ")) {
        return Some("RIFF media");
    }
    if at(4, b"ftyp") && bytes.first() == Some(&0) {
        return Some("MP4 media");
    }
    if at(257, b"ustar") {
        return Some("tar archive");
    }
    // `MZ` alone could begin a text; a program's header is mostly zero bytes.
    (at(0, b"MZ") && bytes.iter().take(64).filter(|&&byte| byte == 0).count() > 20).then_some("DOS or Windows program")
}

/// Bytes looked at from the start, the middle and the end of a file.
const WINDOW: usize = 1 << 14;
/// Share of control characters above which bytes are no text. Random bytes have 0.1; text damaged in one byte of
/// thirty still passes.
const MOST_CONTROLS: f64 = 0.03;

/// What `bytes` look like by their control characters, read as `charset`, when that is not text.
pub(super) fn by_statistics(bytes: &[u8], charset: Charset) -> Option<&'static str> {
    if matches!(charset, Charset::Utf16Le | Charset::Utf16Be | Charset::Utf32Le | Charset::Utf32Be) {
        return None;
    }
    let (first, rest) = bytes.split_at(bytes.len().min(WINDOW));
    let (rest, last) = rest.split_at(rest.len().saturating_sub(WINDOW));
    let from = rest.len().saturating_sub(WINDOW) / 2;
    let windows = [first, &rest[from..rest.len().min(from + WINDOW)], last];
    let seen: usize = windows.iter().map(|window| window.len()).sum();
    // Counted in bytes: compilers make that many at once.
    let count = |part: &[u8]| usize::from(part.iter().map(|&byte| u8::from(is_control(byte))).sum::<u8>());
    let controls: usize = windows.iter().flat_map(|window| window.chunks(255)).map(count).sum();
    (controls >= 9 && controls as f64 > seen as f64 * MOST_CONTROLS).then_some("too many control characters")
}

/// Control characters that text does not have: not tabs, line and page ends, backspaces, shifts, escapes, the DOS end
/// of file.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0x00..=0x07 | 0x0B | 0x10..=0x19 | 0x1C..=0x1F | 0x7F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_not_taken_for_binary() {
        for text in ["MZ is a name", "PAR 1", "BM", "%PD", "RIFF raff", "II* text"] {
            assert_eq!(by_magic(text.as_bytes()), None, "{text}");
        }
        let ansi = "\x1B[1;31m紅字\x1B[m\r\n".repeat(30);
        assert_eq!(by_statistics(ansi.as_bytes(), Charset::Utf8), None);
    }

    #[test]
    fn noise_is_binary() {
        let noise: Vec<u8> = (0..5000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        assert!(by_statistics(&noise, Charset::Utf8).is_some());
    }
}

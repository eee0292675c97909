//! Seven-bit charsets with states: HZ (RFC 1843) and ISO-2022-KR (RFC 1557).

use super::charset::Charset;
use super::tables;

const HEADER: &[u8] = b"\x1B$)C";
const SHIFT_OUT: u8 = 0x0E;
const SHIFT_IN: u8 = 0x0F;

/// Decodes `bytes`; also says how many malformed sequences became a U+FFFD each.
pub(super) fn decode(bytes: &[u8], charset: Charset) -> (String, u32) {
    let (mut text, mut malformed) = (String::with_capacity(bytes.len()), 0);
    let (mut wide, mut rest) = (false, bytes);
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (charset, rest) {
            (Charset::Hz, [b'{', tail @ ..]) if *first == b'~' && !wide => (wide, rest) = (true, tail),
            (Charset::Hz, [b'}', tail @ ..]) if *first == b'~' && wide => (wide, rest) = (false, tail),
            (Charset::Hz, [b'~', tail @ ..]) if *first == b'~' && !wide => {
                text.push('~');
                rest = tail;
            }
            (Charset::Hz, [b'\n', tail @ ..]) if *first == b'~' && !wide => rest = tail,
            (Charset::Iso2022Kr, [b'$', b')', b'C', tail @ ..]) if *first == 0x1B => rest = tail,
            (Charset::Iso2022Kr, _) if *first == SHIFT_OUT || *first == SHIFT_IN => wide = *first == SHIFT_OUT,
            (_, [second @ 0x21..=0x7E, tail @ ..]) if wide && (0x21..=0x7E).contains(first) => {
                let (row, column) = (first | 0x80, second | 0x80);
                let c = if charset == Charset::Hz { tables::gb2312(row, column) } else { tables::ksx1001(row, column) };
                malformed += u32::from(c.is_none());
                text.push(c.unwrap_or('\u{FFFD}'));
                rest = tail;
            }
            _ if first.is_ascii() && !(wide && *first > b' ') => {
                // A line ends the wide state in both charsets.
                wide &= *first != b'\n';
                text.push((*first).into());
            }
            _ => {
                malformed += 1;
                text.push('\u{FFFD}');
            }
        }
    }
    (text, malformed)
}

/// Encodes `text`; none when the charset cannot write it.
pub(super) fn encode(text: &str, charset: Charset) -> Option<Vec<u8>> {
    let is_hz = charset == Charset::Hz;
    let (set, open, close): (_, &[u8], &[u8]) = match is_hz {
        true => (encoding_rs::GBK, b"~{", b"~}"),
        false => (encoding_rs::EUC_KR, &[SHIFT_OUT], &[SHIFT_IN]),
    };
    let mut bytes = if is_hz { Vec::new() } else { [HEADER, b"\n"].concat() };
    let text = if is_hz { text } else { text.strip_prefix('\n').unwrap_or(text) };
    let mut wide = false;
    let mut buffer = [0; 4];
    for c in text.chars() {
        if wide == c.is_ascii() {
            bytes.extend_from_slice(if wide { close } else { open });
            wide = !wide;
        }
        match c {
            '~' if is_hz => bytes.extend_from_slice(b"~~"),
            _ if c.is_ascii() => bytes.push(c as u8),
            _ => match *set.encode(c.encode_utf8(&mut buffer)).0 {
                [row @ 0xA1..=0xFE, column @ 0xA1..=0xFE] => bytes.extend_from_slice(&[row & 0x7F, column & 0x7F]),
                _ => return None,
            },
        }
    }
    if wide {
        bytes.extend_from_slice(close);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hz_reads_the_example_of_its_standard() {
        let bytes = b"This sentence is in ASCII.\nThe next sentence is in GB.~{<:Ky2;S{#,NpJ)l6HK!#~}Bye.";
        let (text, malformed) = decode(bytes, Charset::Hz);
        assert_eq!(text, "This sentence is in ASCII.\nThe next sentence is in GB.己所不欲，勿施於人。Bye.");
        assert_eq!(malformed, 0);
    }
}

//! Bytes to text, and back to the very bytes.

use super::charset::Charset;
use super::error::{Undecodable, Unencodable};
use super::{binary, codec, detect, mixed};
use crate::document::{Encoding, Mark, Patch, Removal, Rule, Span};

/// Longest text of one document, in bytes: tables hold it twice, and Arrow counts to 2 GiB.
const LONGEST: usize = 1 << 30;

/// Bytes turned into text.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// What the bytes say; every malformed sequence is one U+FFFD, located in `encoding.patches`.
    pub text: String,
    /// What the bytes were.
    pub encoding: Encoding,
    /// Where an encoding was given, and which parts are in another one.
    pub marks: Vec<Mark>,
}

/// What is known of an encoding beforehand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Known<'a> {
    /// Nothing: it is detected.
    #[default]
    Nothing,
    /// The transport declares it: a hint to be checked.
    Declared(&'a str),
    /// The settings give it: it is taken as it is.
    Given(&'a str),
}

/// An encoding that the settings gave.
pub static GIVEN: Rule = Rule { id: "decode.given", about: "an encoding given in the settings, not detected" };
/// A part in another encoding than the rest.
pub static PIECE: Rule = Rule {
    id: "decode.piece",
    about: "a line in another encoding than the rest of its document, decoded under its own",
};

/// Decodes `bytes`, of whose encoding so much is `known`.
///
/// [`encode`] gives the very bytes back from the text and the patches.
///
/// # Errors
/// [`Undecodable`] when the bytes are no text.
pub fn decode(bytes: &[u8], known: Known<'_>) -> Result<Decoded, Undecodable> {
    let declared = match known {
        Known::Given(name) => return decode_as(bytes, name),
        Known::Declared(name) => Some(name),
        Known::Nothing => None,
    };
    if let Some(kind) = binary::by_magic(bytes) {
        return Err(Undecodable::Binary(kind));
    }
    let (charset, detection) = detect::charset(bytes, declared);
    if let Some(kind) = binary::by_statistics(bytes, charset) {
        return Err(Undecodable::Binary(kind));
    }
    let (text, pieces) = mixed::decode(bytes, charset);
    let mark = |(span, other): (Span, Charset)| {
        let evidence = format!("{}, not {}", other.name(), charset.name());
        Mark { span, removal: Removal::by(&PIECE, 0.9).because(evidence) }
    };
    let marks = pieces.into_iter().map(mark).collect();
    finish(text, charset, detection.confidence, marks)
}

/// Decodes `bytes` under the encoding given.
fn decode_as(bytes: &[u8], name: &str) -> Result<Decoded, Undecodable> {
    let charset = Charset::named(name).ok_or_else(|| Undecodable::Unknown(name.to_owned()))?;
    let given = Removal::by(&GIVEN, 1.0).because(charset.name());
    finish(codec::decode(bytes, charset), charset, 1.0, vec![Mark { span: Span::default(), removal: given }])
}

fn finish(text: codec::Text, charset: Charset, confidence: f32, marks: Vec<Mark>) -> Result<Decoded, Undecodable> {
    let codec::Text { text, patches, malformed } = text;
    if text.len() > LONGEST {
        return Err(Undecodable::TooLarge);
    }
    let encoding = Encoding { name: charset.name().into(), confidence, patches, malformed };
    Ok(Decoded { text, encoding, marks })
}

/// Encodes `text` as `name` with the bytes of `patches` in their places: what [`decode`] undone gives.
///
/// # Errors
/// [`Unencodable`] when text, name and patches do not come from [`decode`].
pub fn encode(text: &str, name: &str, patches: &[Patch]) -> Result<Vec<u8>, Unencodable> {
    let charset = Charset::named(name).ok_or_else(|| Unencodable::Unknown(name.to_owned()))?;
    codec::encode(text, charset, patches).ok_or_else(|| Unencodable::Misfit(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NAMES: &[&str] = &[
        "UTF-8",
        "GB18030",
        "Big5",
        "Shift_JIS",
        "EUC-JP",
        "EUC-KR",
        "ISO-2022-JP",
        "UTF-16LE",
        "UTF-16BE",
        "UTF-32LE",
        "UTF-32BE",
        "HZ-GB-2312",
        "ISO-2022-KR",
        "EUC-TW",
        "Johab",
        "windows-1252",
        "KOI8-R",
        "IBM850",
        "x-mac-ce",
        "windows-874",
        "macintosh",
    ];

    /// Decodes under `name` and checks that encoding gives the bytes back.
    fn round_trip(bytes: &[u8], name: &str) -> Decoded {
        let decoded = decode(bytes, Known::Given(name)).unwrap();
        let patches = &decoded.encoding.patches;
        assert_eq!(encode(&decoded.text, &decoded.encoding.name, patches).unwrap(), bytes, "{name}");
        assert!(patches.iter().all(|patch| decoded.text.get(patch.span.range()).is_some()), "{name}");
        assert!(patches.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{name}");
        decoded
    }

    #[test]
    fn malformed_bytes_are_counted_and_located() {
        let decoded = round_trip(b"\xC4\xE3\xFF\xBA\xC3\xFF\xFF", "GBK");
        assert_eq!(decoded.text, "你\u{FFFD}好\u{FFFD}\u{FFFD}");
        assert_eq!((decoded.encoding.malformed, decoded.encoding.patches.len()), (3, 2));
        assert_eq!(&*decoded.encoding.patches[1].bytes, b"\xFF\xFF");
    }

    #[test]
    fn marks_and_other_spellings_become_patches() {
        let decoded = round_trip(b"\xEF\xBB\xBF\xE4\xBD\xA0", "UTF-8");
        assert_eq!((decoded.text.as_str(), decoded.encoding.patches.len(), decoded.encoding.malformed), ("你", 1, 0));
        // 0x80 is the euro sign in GBK, but GB18030 writes it in two bytes.
        let decoded = round_trip(b"\x80 5", "GBK");
        assert_eq!((decoded.text.as_str(), decoded.encoding.malformed), ("€ 5", 0));
        // Big5 as Hong Kong uses it: characters that the standard encoder does not write.
        let decoded = round_trip(b"\xFA\x40\xA4\xA4\x88\x62", "Big5");
        assert_eq!((decoded.encoding.patches.len(), decoded.encoding.malformed), (1, 0));
    }

    #[test]
    fn binary_data_is_refused_by_name() {
        let error = decode(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", Known::Nothing).unwrap_err();
        assert!(error.to_string().contains("PNG"));
    }

    #[test]
    fn long_texts_take_linear_time() {
        let line = "长长的一行。".repeat(50_000);
        let mut bytes = encoding_rs::GBK.encode(&line).0.into_owned();
        bytes[1] = 0xFF;
        bytes[100_000] = 0x80;
        assert_eq!(round_trip(&bytes, "GBK").encoding.name, "GB18030");
        round_trip(&[0xFF; 1_000_000], "UTF-8");
        round_trip(&[0x80; 1_000_000], "GBK");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_bytes_come_back(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            for name in NAMES {
                round_trip(&bytes, name);
            }
        }

        #[test]
        fn any_text_comes_back(text in "[ -~\n一-龥ぁ-ヶ가-힣а-яà-ÿ€~{}]{0,60}") {
            for name in NAMES {
                let charset = Charset::named(name).unwrap();
                let bytes: Vec<u8> = match charset {
                    Charset::Web(encoding) => encoding.encode(&text).0.into_owned(),
                    _ => match codec::encode(&text, charset, &[]) {
                        Some(bytes) => bytes,
                        None => continue,
                    },
                };
                round_trip(&bytes, name);
            }
        }

        #[test]
        fn what_is_detected_comes_back(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(Decoded { text, encoding, .. }) = decode(&bytes, Known::Declared("gbk")) {
                prop_assert_eq!(encode(&text, &encoding.name, &encoding.patches).unwrap(), bytes);
            }
        }

        #[test]
        fn mixed_lines_come_back(lines in proptest::collection::vec(("[一-龥，。a-z]{0,12}", 0..4_usize, any::<Option<u8>>()), 0..8)) {
            let line = |(text, charset, noise): &(String, usize, Option<u8>)| {
                let charset = [encoding_rs::UTF_8, encoding_rs::GBK, encoding_rs::GBK, encoding_rs::BIG5][*charset];
                let mut bytes = charset.encode(text).0.into_owned();
                bytes.extend(noise);
                bytes.push(b'\n');
                bytes
            };
            let bytes: Vec<u8> = lines.iter().flat_map(line).collect();
            if let Ok(Decoded { text, encoding, .. }) = decode(&bytes, Known::Nothing) {
                prop_assert_eq!(encode(&text, &encoding.name, &encoding.patches).unwrap(), bytes);
            }
        }
    }
}

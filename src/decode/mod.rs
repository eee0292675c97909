//! Bytes to text: byte-order mark, declaration, statistics. Nothing is replaced silently.

mod binary;
mod charset;
mod codec;
mod declaration;
mod detect;
mod escape;
mod exact;
mod mixed;
pub mod mojibake;
mod tables;
mod unit;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::document::{Encoding, Patch};
use charset::Charset;
pub use detect::{Detection, detect};

/// Settings of the `decode` room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Encoding of all inputs, such as `GB18030`; overrules detection. Leave it out to have each document's found.
    pub encoding: Option<String>,
    /// Whether text that was once decoded under the wrong encoding is put right, and signs of lost text are marked.
    pub mojibake: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { encoding: None, mojibake: true }
    }
}

/// Longest text of one document, in bytes: tables hold it twice, and Arrow counts to 2 GiB.
const LONGEST: usize = 1 << 30;

/// Bytes turned into text.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// What the bytes say; every malformed sequence is one U+FFFD, located in `encoding.patches`.
    pub text: String,
    /// What the bytes were.
    pub encoding: Encoding,
}

/// Why bytes are not text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undecodable {
    /// The bytes are not text at all; the string says what they look like.
    #[error("binary data ({0}), not text; leave it out with --exclude")]
    Binary(String),
    /// More text than a document can hold.
    #[error("more than 1 GiB of text in one document; split the file")]
    TooLarge,
    /// A name in the settings that is no encoding's.
    #[error("unknown encoding `{0}`; use a name such as UTF-8, GB18030 or Big5")]
    Unknown(String),
}

/// Why text cannot be written as the bytes it came from.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unencodable {
    /// The name is no encoding's.
    #[error("unknown encoding `{0}`; the dataset was written by another version or was changed")]
    Unknown(String),
    /// The text holds a character that the encoding lacks, or the patches do not fit the text.
    #[error("the text and its patches do not fit the encoding {0}; the dataset was changed")]
    Misfit(String),
}

/// Checks a name given for [`Options::encoding`].
///
/// # Errors
/// [`Undecodable::Unknown`] when it is no encoding's name.
pub fn check_name(name: &str) -> Result<(), Undecodable> {
    Charset::named(name).map(drop).ok_or_else(|| Undecodable::Unknown(name.to_owned()))
}

/// Decodes `bytes`. `declared` is what the transport or the document says of its encoding: a hint to be checked.
///
/// [`encode`] gives the very bytes back from the text and the patches.
///
/// # Errors
/// [`Undecodable`] when the bytes are no text.
pub fn decode(bytes: &[u8], declared: Option<&str>, options: &Options) -> Result<Decoded, Undecodable> {
    let (charset, confidence) = match &options.encoding {
        Some(name) => (Charset::named(name).ok_or_else(|| Undecodable::Unknown(name.clone()))?, 1.0),
        None => {
            if let Some(kind) = binary::by_magic(bytes) {
                return Err(Undecodable::Binary(kind.into()));
            }
            let (charset, detection) = detect::charset(bytes, declared);
            if let Some(kind) = binary::by_statistics(bytes, charset) {
                return Err(Undecodable::Binary(kind.into()));
            }
            (charset, detection.confidence)
        }
    };
    let codec::Text { text, patches, malformed } = match options.encoding {
        Some(_) => codec::decode(bytes, charset),
        None => mixed::decode(bytes, charset),
    };
    if text.len() > LONGEST {
        return Err(Undecodable::TooLarge);
    }
    Ok(Decoded { text, encoding: Encoding { name: charset.name().into(), confidence, patches, malformed } })
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
        let options = Options { encoding: Some(name.to_owned()), ..Options::default() };
        let decoded = decode(bytes, None, &options).unwrap();
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
        let error = decode(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", None, &Options::default()).unwrap_err();
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
            if let Ok(Decoded { text, encoding }) = decode(&bytes, Some("gbk"), &Options::default()) {
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
            if let Ok(Decoded { text, encoding }) = decode(&bytes, None, &Options::default()) {
                prop_assert_eq!(encode(&text, &encoding.name, &encoding.patches).unwrap(), bytes);
            }
        }
    }
}

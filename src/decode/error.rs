//! What can be wrong with bytes, texts and the names of encodings.

/// Why bytes are not text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undecodable {
    /// The bytes are not text at all; the string says what they look like.
    #[error("binary data ({0}), not text; leave it out with --exclude")]
    Binary(&'static str),
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

/// A name that no encoding goes by.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown encoding `{name}`; did you mean {}?", .nearest.join(" or "))]
pub struct UnknownEncoding {
    /// The name as written.
    pub name: String,
    /// The known names most like it.
    pub nearest: Vec<&'static str>,
}

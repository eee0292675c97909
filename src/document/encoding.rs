//! What `decode` found out about the bytes of a document.

use super::span::Span;

/// What the bytes of a document were, as found by `decode`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Encoding {
    /// Name by which the bytes decode, WHATWG spelling where there is one (`UTF-8`, `GB18030`).
    pub name: String,
    /// How sure the detection is, 0 to 1.
    pub confidence: f32,
    /// Places where encoding the source text again would not give the very bytes.
    pub patches: Vec<Patch>,
    /// How many of the patches are for bytes that do not decode.
    pub malformed: u32,
}

/// The bytes of the file where the source text has `span`.
///
/// Covers what decoding cannot undo: byte-order marks (an empty span at 0), malformed sequences (a U+FFFD each) and
/// bytes that decode to a character which encodes differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// The place in the source text.
    pub span: Span,
    /// The bytes of the file at that place.
    pub bytes: Box<[u8]>,
}

//! What may be found in the text of a finished document besides its paragraphs.

/// Where the sentences and tokens of a document begin and end, in code points of its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotations {
    /// The sentences, in order.
    pub sentences: Vec<Sentence>,
    /// The tokens of all sentences, in order; none when nobody asked for them.
    pub tokens: Vec<(u32, u32)>,
}

/// A sentence of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Number of the paragraph that it is in.
    pub paragraph: u32,
    /// Where it begins.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// Number of tokens of the document up to its end.
    pub tokens: u32,
}

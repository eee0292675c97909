//! What a tokenizer is to the rest: a cutter of short pieces.

/// Longest piece that is cut, in bytes. What tokenizers set up for a piece is many times its size.
pub(super) const LONGEST: usize = 8192;

/// Cuts text into words.
pub(super) trait Cutter: Send + Sync {
    /// Byte offsets in `piece` at which tokens end, in order, the end of the piece among them. A piece is neither empty
    /// nor longer than [`LONGEST`].
    fn ends(&self, piece: &str) -> Vec<usize>;
}

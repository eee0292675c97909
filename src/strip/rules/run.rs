//! Runs of lines of one form.

/// A run of blocks found by their form.
pub(super) struct Run {
    /// The first line of it.
    pub(super) start: usize,
    pub(super) confidence: f32,
    pub(super) evidence: String,
}

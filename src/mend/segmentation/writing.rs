//! How a line is written.

use super::tags::Tagging;

/// How a line was found to be written.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Writing {
    /// Not a line of words set apart, or nothing that could be mended.
    Natural,
    /// Words set apart.
    Segmented,
    /// Words set apart, each with a tag, or with bars between them.
    Tagged(Tagging),
    /// Too short to tell by itself.
    Unsure,
}

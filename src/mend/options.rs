//! Settings of `mend`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of the `mend` module.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Take out control and zero-width characters, make odd spaces plain ones.
    pub characters: bool,
    /// Make full-width Latin letters and digits half-width (Ａ１ becomes A1).
    pub half_width: bool,
    /// Make half-width punctuation between Chinese characters full-width (你好,世界 becomes 你好，世界).
    pub full_width: bool,
    /// Find word-segmented Chinese and join it.
    pub segmentation: bool,
    /// What separates Chinese and Latin text once it is joined: `learn` (as in the rest of the document, else
    /// nothing), `none` or `space`.
    pub latin_gap: Gap,
    /// Join lines that were broken at a fixed width.
    pub wraps: bool,
    /// Find the paragraph ends of a body that is in the document twice, once as a single paragraph.
    pub paragraphs: bool,
    /// Split paragraphs that are headlines stuck together.
    pub headlines: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            characters: true,
            half_width: false,
            full_width: false,
            segmentation: true,
            latin_gap: Gap::Learn,
            wraps: true,
            paragraphs: true,
            headlines: true,
        }
    }
}

/// What separates Chinese and Latin text in a joined line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Gap {
    /// What the document's own unsegmented text has, else nothing.
    #[default]
    Learn,
    /// Nothing.
    None,
    /// One space.
    Space,
}

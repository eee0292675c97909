//! Repairs: stray characters, word-segmented Chinese, hard wraps, lost paragraph ends, glued headlines.
//!
//! A repair never takes a visible character away, except where its rule says so (tags of word-segmented text, the
//! hyphen of a broken word). What only looks broken is left alone: damage to clean text is worse than dirt left in.

mod characters;
mod headlines;
mod paragraphs;
mod script;
mod segmentation;
mod wraps;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use characters::Characters;
pub use headlines::Headlines;
pub use paragraphs::Paragraphs;
pub use segmentation::{Gap, Segmentation};
pub use wraps::Wraps;

use crate::pipeline::Stage;

/// Settings of the `mend` room.
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
    /// What stands between Chinese and Latin text once it is joined: `learn` (as in the rest of the document, else
    /// nothing), `none` or `space`.
    pub latin_gap: Gap,
    /// Join lines that were broken at a fixed width.
    pub wraps: bool,
    /// Find the paragraph ends of a body that stands in the document twice, once as a single paragraph.
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

/// `stage` as a stage of the pipeline, when it is `wanted`.
fn stage(wanted: bool, stage: impl Stage + 'static) -> anyhow::Result<Option<Box<dyn Stage>>> {
    Ok(wanted.then(|| Box::new(stage) as Box<dyn Stage>))
}

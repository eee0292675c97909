//! Which blocks of an HTML page are its own text.
//!
//! Two small models decide, one after the other: the first sees each block with its place, its neighbours and the
//! elements around it; the second sees that again together with what the first thinks of the blocks around. Their
//! weights are data beside this file, fitted by `python/fit_page.py`. What is not main text is removed block by block
//! under the name of what it most looks like.

mod context;
mod features;
mod outline;
mod reasons;
mod trees;
mod words;

use std::sync::LazyLock;

use self::trees::Trees;
use self::words::Words;
use crate::document::{Block, Document, Format, Removal};
use crate::pipeline::{Entry, Stage};

pub use reasons::rules;

/// The stage `strip.page`.
pub struct Page;

impl Page {
    /// The stage in the table of stages.
    pub const ENTRY: Entry = Entry {
        name: "strip.page",
        about: "tells the main text of an HTML page from what surrounds it",
        rules,
        build: |_| Ok(Some(Box::new(Self))),
    };
}

/// The fitted models.
struct Model {
    words: Words,
    first: Trees,
    second: Trees,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let words = Words::read(include_str!("words.tsv"));
    let first = Trees::read(include_str!("first.txt"), features::NAMES.len()).unwrap_or_default();
    let second = Trees::read(include_str!("second.txt"), WIDTH).unwrap_or_default();
    Model { words, first, second }
});

/// A block is main text from this probability on.
const THRESHOLD: f32 = 0.5;

/// Pages with fewer blocks are not judged: there is nothing to tell main text from.
const FEWEST: usize = 3;

impl Stage for Page {
    fn run(&self, document: &mut Document) {
        if document.format != Format::Html || document.blocks.len() < FEWEST {
            return;
        }
        let probabilities = judge(&document.blocks, document.metadata.title.as_deref());
        let best = probabilities.iter().copied().fold(0.0, f32::max);
        // A page without a sure block keeps its best ones rather than nothing.
        let threshold = THRESHOLD.min(best * 0.8);
        for (index, probability) in probabilities.into_iter().enumerate() {
            let block = &document.blocks[index];
            if probability < threshold && block.is_kept() {
                let rule = reasons::rule(block);
                let removal = Removal::by(rule, 1.0 - probability)
                    .because(format!("main text with probability {probability:.2}"));
                document.remove(index, removal, 0.0);
            }
        }
    }
}

/// How likely each block is main text, 0 to 1.
fn judge(blocks: &[Block], title: Option<&str>) -> Vec<f32> {
    let model = &*MODEL;
    let sight = features::look(blocks, title, &model.words);
    let first = model.first.probabilities(&sight.rows);
    let around = context::rows(&sight, &first);
    let rows: Vec<[f32; WIDTH]> = sight.rows.iter().zip(&around).map(|(own, around)| joined(own, around)).collect();
    model.second.probabilities(&rows)
}

/// Values in a row of the second model.
const WIDTH: usize = features::NAMES.len() + context::COUNT;

fn joined(own: &features::Row, around: &[f32; context::COUNT]) -> [f32; WIDTH] {
    let mut row = [0.0; WIDTH];
    row[..own.len()].copy_from_slice(own);
    row[own.len()..].copy_from_slice(around);
    row
}

/// What the models see of a page, as JSON, for `python/fit_page.py`.
#[doc(hidden)]
#[must_use]
pub fn sight(document: &Document) -> serde_json::Value {
    let sight = features::look(&document.blocks, document.metadata.title.as_deref(), &MODEL.words);
    let rows: Vec<&[f32]> = sight.rows.iter().map(|row| row.as_slice()).collect();
    let texts: Vec<&str> = document.blocks.iter().map(Block::value).collect();
    let names: Vec<&str> = document.blocks.iter().map(|block| &*block.features.names).collect();
    serde_json::json!({"features": features::NAMES.as_slice(), "rows": rows, "widths": sight.widths, "around": sight.around,
        "texts": texts, "names": names})
}

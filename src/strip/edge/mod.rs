//! What the rules left at the edges of a text: cards of accounts, calls to follow or to buy, credits, headlines.
//!
//! Rules catch what someone thought of. Here two small models judge each line in the head and in the tail of a text or
//! Markdown document by its form, its words, its place and its neighbours: the first sees the line, the second also
//! what the first thinks of the lines around. Their weights are data beside this file, fitted by `python/fit_edge.py`.

mod context;
mod features;
mod lexicon;
mod shape;
mod verdict;
mod window;

use std::sync::LazyLock;

use self::lexicon::Lexicon;
use self::window::Window;
use super::page::Trees;
use super::{Options, Policy};
use crate::document::{CodePoints, Document, Format, Rule};
use crate::pipeline::{Entry, Stage};

/// What the models take.
static EDGE: Rule = Rule {
    id: "strip.edge",
    about: "lines at the edges that read as cards of accounts, calls to follow or buy, credits or bylines (a fitted model)",
};

/// Kept lines of the shortest document that has edges.
const FEWEST: usize = 6;

/// The stage that judges the edges of texts.
pub struct Edge {
    policy: Policy,
}

impl Edge {
    /// The stage in the table of stages.
    pub const ENTRY: Entry = Entry {
        name: "strip.edge",
        about: "judges what the rules left at the edges of a text",
        rules: || vec![&EDGE],
        build: |config| Ok(Some(Box::new(Self::new(&config.strip)))),
    };

    /// The stage as configured.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        Self { policy: Policy::new(options) }
    }
}

impl Stage for Edge {
    fn run(&self, document: &mut Document) {
        if document.format == Format::Html || !self.policy.allows(&EDGE) {
            return;
        }
        let window = Window::of(document);
        if window.total.lines < FEWEST {
            return;
        }
        let rows = features::look(document, &window, &MODEL.lexicon);
        let odds = judge(&window, &rows);
        for (index, removal) in verdict::removals(document, &window, &rows, &odds, &MODEL.lexicon) {
            self.policy.remove(document, index, removal);
        }
    }
}

/// The fitted models.
struct Model {
    lexicon: Lexicon,
    first: Trees,
    second: Trees,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| Model {
    lexicon: Lexicon::read_table(include_str!("words.tsv")),
    first: Trees::read(include_str!("first.txt"), features::NAMES.len()).unwrap_or_default(),
    second: Trees::read(include_str!("second.txt"), WIDTH).unwrap_or_default(),
});

/// Values in a row of the second model.
const WIDTH: usize = features::NAMES.len() + context::COUNT;

/// The log-odds of each line of `window` for not being the text's own.
fn judge(window: &Window, rows: &[features::Row]) -> Vec<f32> {
    let first = MODEL.first.sums(rows);
    let around = context::rows(window, &first);
    let joined = |(own, around): (&features::Row, &[f32; context::COUNT])| {
        let mut row = [0.0; WIDTH];
        row[..own.len()].copy_from_slice(own);
        row[own.len()..].copy_from_slice(around);
        row
    };
    let rows: Vec<[f32; WIDTH]> = rows.iter().zip(&around).map(joined).collect();
    MODEL.second.sums(&rows)
}

/// What the models see of a document, as JSON, for `python/fit_edge.py`: a row of features a line, with its place in code
/// points of the source.
#[must_use]
pub fn sight(document: &Document) -> serde_json::Value {
    let window = Window::of(document);
    let rows = features::look(document, &window, &MODEL.lexicon);
    let points = CodePoints::new(document.source());
    let lines: Vec<serde_json::Value> = window
        .lines
        .iter()
        .zip(&rows)
        .map(|(line, row)| {
            let block = &document.blocks[line.index];
            let text = super::form::bare(block.value());
            serde_json::json!({"range": points.range(block.text.span()), "taken": line.taken, "edge": line.edge,
                "text": text, "row": row.as_slice()})
        })
        .collect();
    serde_json::json!({"features": features::NAMES.as_slice(), "format": document.format.name(), "lines": lines})
}

//! What the models see of the edges of a document and make of it, for fitting and for `models/edge/golden.jsonl`.

use serde::Serialize;

use super::decision::Decision;
use super::model::{Model, VERSION};
use super::window::Window;
use super::{context, features, words};
use crate::document::{CodePoints, Document};
use crate::strip::form::bare;

/// Log-odds for which is told what would be taken.
const LEAST: [f32; 9] = [0.0, 0.5, 1.0, 1.25, 1.5, 1.75, 2.0, 2.25, 2.5];

/// What is the same for all documents.
#[derive(Debug, Serialize)]
pub struct Header {
    model: &'static str,
    version: u32,
    /// The names of the values in a row.
    names: Vec<&'static str>,
    /// How many of them, from the first on, the first model sees; the second sees all.
    own: usize,
    /// Log-odds for which is told what would be taken.
    least: [f32; LEAST.len()],
}

/// What is the same for all documents.
#[must_use]
pub fn header() -> Header {
    let names = features::names().chain(context::NAMES).collect();
    Header { model: "edge", version: VERSION, names, own: features::COUNT, least: LEAST }
}

/// What the models see of each line at the edges of a document, and make of it.
#[derive(Debug, Serialize)]
pub struct Exported {
    rows: Vec<Vec<f32>>,
    /// The log-odds that it is not the text's own, by the first model and in the end.
    first: Vec<f32>,
    odds: Vec<f32>,
    /// Which lines would be taken for each of the least log-odds.
    chosen: Vec<Vec<usize>>,
    /// Its place in code points of the source.
    ranges: Vec<(u32, u32)>,
    /// Whether a rule took it.
    taken: Vec<bool>,
    /// Whether it is so near an end that it may be taken.
    edge: Vec<bool>,
    texts: Vec<String>,
    /// Its words that the table may weigh.
    words: Vec<Vec<String>>,
}

/// What `model` sees of each line at the edges of `document`, and makes of it.
#[must_use]
pub fn export(model: &Model, document: &Document) -> Exported {
    let window = Window::of(document);
    let (lines, bytes) = (&window.lines, window.total.bytes);
    let own = features::rows(document, &window, &model.words);
    let first = model.first.sums(&own);
    let around = context::rows(&window, &first);
    let odds = model.second_odds(&own, &around);
    let decision = Decision { document, lines, rows: &own, odds: &odds, words: &model.words, bytes };
    let chosen = LEAST.iter().map(|least| decision.chosen(*least)).collect();
    let joined = |(own, around): (&features::Row, &context::Row)| own.iter().chain(around).copied().collect();
    let points = CodePoints::new(document.source());
    let blocks = || lines.iter().map(|line| &document.blocks[line.index]);
    let texts: Vec<String> = blocks().map(|block| bare(block.value()).to_owned()).collect();
    Exported {
        rows: own.iter().zip(&around).map(joined).collect(),
        first,
        odds,
        chosen,
        ranges: blocks().map(|block| points.range(block.text.span())).collect(),
        taken: lines.iter().map(|line| line.taken).collect(),
        edge: lines.iter().map(|line| line.edge).collect(),
        words: texts.iter().map(|text| words::in_line(text)).collect(),
        texts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::golden;
    use crate::parse::{self, markdown, plain};

    #[test]
    fn the_models_make_of_texts_what_the_golden_file_says() {
        let model = Model::built_in().unwrap();
        let lines = golden::check("edge", |input| {
            let text = |key: &str| input[key].as_str().map(str::to_owned);
            let mut document = match (text("text"), text("markdown")) {
                (Some(text), _) => plain(text),
                (_, markdown_text) => markdown(markdown_text.unwrap(), &parse::Options::default()),
            };
            document.metadata.title = text("title");
            document.metadata.site = text("site");
            for taken in input["taken"].as_array().unwrap() {
                let index = document.blocks.iter().position(|block| block.value() == taken).unwrap();
                document.remove(index, crate::document::Removal::by(&super::super::decision::EDGE, 1.0), 0.0);
            }
            export(model, &document)
        });
        assert_eq!(golden::constant_features(&header().names, &lines), [""; 0]);
    }
}

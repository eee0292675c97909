//! What the models see of a page and make of it, for fitting and for `models/page/golden.jsonl`.

use serde::Serialize;

use super::features::Features;
use super::model::{Model, VERSION};
use super::{context, features, judge, words};
use crate::document::Document;

/// What is the same for all pages.
#[derive(Debug, Serialize)]
pub struct Header {
    model: &'static str,
    version: u32,
    /// The names of the values in a row.
    names: Vec<&'static str>,
    /// How many of them, from the first on, the first model sees; the second sees all.
    own: usize,
    /// Blocks that the first model finds less likely are not asked about again.
    hopeless: f32,
}

/// What is the same for all pages.
#[must_use]
pub fn header() -> Header {
    let names = features::names().chain(context::NAMES).collect();
    Header { model: "page", version: VERSION, names, own: features::COUNT, hopeless: judge::HOPELESS }
}

/// What the models see of each block of a page, and make of it.
#[derive(Debug, Serialize)]
pub struct Exported {
    rows: Vec<Vec<f32>>,
    /// The probability that it is main text, by the first model and in the end.
    first: Vec<f32>,
    probability: Vec<f32>,
    /// The least probability by which it is kept.
    least: Vec<f32>,
    texts: Vec<String>,
    /// The words that the tables may weigh: of class and id names, and of its text.
    names: Vec<Vec<String>>,
    phrases: Vec<Vec<String>>,
}

/// What `model` sees of each block of `page`, and makes of it.
#[must_use]
pub fn export(model: &Model, page: &Document) -> Exported {
    let features = Features::of(page, &model.names, &model.phrases);
    let first = model.first.probabilities(&features.rows);
    let around = context::rows(&features, &first);
    let chances = judge::chances_of(model, &features, first.clone(), &around);
    let joined = |(own, around): (&features::Row, &context::Row)| own.iter().chain(around).copied().collect();
    Exported {
        rows: features.rows.iter().zip(&around).map(joined).collect(),
        first,
        probability: chances.iter().map(|chance| chance.probability).collect(),
        least: chances.iter().map(|chance| chance.least).collect(),
        texts: page.blocks.iter().map(|block| block.value().to_owned()).collect(),
        names: page.blocks.iter().map(|block| words::in_names(&block.features.names)).collect(),
        phrases: page.blocks.iter().map(|block| words::in_text(block.value())).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::golden;
    use crate::parse::{self, html};

    #[test]
    fn the_models_make_of_pages_what_the_golden_file_says() {
        let model = Model::built_in().unwrap();
        let lines = golden::check("page", |input| {
            let source = input["html"].as_str().unwrap().to_owned();
            export(model, &html::html(source, &parse::Options::default()))
        });
        assert_eq!(golden::constant_features(&header().names, &lines), [""; 0]);
    }
}

//! What the model sees of a paragraph and makes of it, for fitting and for `models/headlines/golden.jsonl`.

use serde::{Deserialize, Serialize};

use super::cuts;
use super::features::{self, BITS};
use super::model::{Model, SCALE, VERSION};
use super::spacing::Spacing;
use super::tokens;

/// A paragraph, or a headline or a clause alone.
#[derive(Debug, Deserialize)]
pub struct Text {
    /// The paragraph.
    pub text: String,
    /// Byte offsets in it at which white space has been taken out, sorted.
    #[serde(default)]
    pub gaps: Vec<usize>,
    /// What is between its headlines; without it, what the paragraph itself tells.
    pub spacing: Option<Spacing>,
}

/// What is the same for all paragraphs.
#[derive(Debug, Serialize)]
pub struct Header {
    model: &'static str,
    version: u32,
    /// The names of the templates.
    names: Vec<&'static str>,
    /// Buckets into which features are hashed, as a power of two.
    bits: u32,
    /// The parts of one unit of log-odds in which weights and scores are counted.
    scale: i32,
}

/// What is the same for all paragraphs.
#[must_use]
pub fn header() -> Header {
    Header { model: "headlines", version: VERSION, names: features::names().collect(), bits: BITS, scale: SCALE }
}

/// What the model sees of a paragraph, and makes of it.
#[derive(Debug, Serialize)]
pub struct Exported {
    /// Byte offsets of the places where a headline may begin.
    at: Vec<usize>,
    /// The buckets of each place.
    rows: Vec<Vec<usize>>,
    /// The score of each place.
    scores: Vec<i32>,
    /// Byte offsets of the places where it would be cut.
    cuts: Vec<usize>,
    /// The buckets of all its words, as of one headline or one clause, and their score.
    piece: Vec<usize>,
    wording: i32,
}

/// What `model` sees of a paragraph, and makes of it.
#[must_use]
pub fn export(model: &Model, text: &Text) -> Exported {
    let spacing = text.spacing.unwrap_or_else(|| Spacing::of(&text.text, &text.gaps));
    let tokens = tokens::read(&text.text, spacing, &text.gaps);
    let scores = model.score(&tokens, spacing);
    let mut piece = Vec::new();
    features::visit_piece(&tokens, |bucket| piece.push(bucket));
    let places = features::places(&tokens, spacing);
    let beginnings = || tokens.iter().zip(&scores).filter(|(token, _)| token.may_begin);
    Exported {
        at: beginnings().map(|(token, _)| token.start).collect(),
        rows: places.iter().flatten().map(|place| place.buckets().collect()).collect(),
        scores: beginnings().map(|(_, score)| *score).collect(),
        cuts: cuts::find(&tokens, &scores).into_iter().map(|cut| tokens[cut].start).collect(),
        piece,
        wording: model.score_words(&tokens),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::golden;

    #[test]
    fn the_model_makes_of_paragraphs_what_the_golden_file_says() {
        let model = Model::built_in().unwrap();
        let lines = golden::check("headlines", |input| export(model, &serde_json::from_value(input.clone()).unwrap()));
        let longest =
            lines.iter().flat_map(|line| line["rows"].as_array().unwrap()).map(|row| row.as_array().unwrap().len());
        assert_eq!(longest.max(), Some(header().names.len() - 6));
        let with_cuts = |spacing: &str| {
            lines.iter().any(|line| line["input"]["spacing"] == spacing && !line["cuts"].as_array().unwrap().is_empty())
        };
        assert!(["spaced", "segmented", "glued"].into_iter().all(with_cuts));
    }
}

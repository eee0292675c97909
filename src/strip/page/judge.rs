//! How likely each block is main text, and how likely it must be.

use super::context;
use super::decision;
use super::features::{self, Features};
use super::model::{self, Model};
use super::sample;
use crate::document::{Document, Format};

/// What the judge thinks of a block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// How likely it is main text, 0 to 1.
    pub probability: f32,
    /// The probability from which on it is kept.
    pub least: f32,
}

/// Pages with fewer blocks are not judged: there is nothing to tell main text from.
const FEWEST: usize = 3;

/// Whether `document` is a page whose blocks are judged.
pub(super) fn is_judged(document: &Document) -> bool {
    document.format == Format::Html && document.blocks.len() >= FEWEST
}

/// What the judge thinks of each block of a page; nothing where it does not judge.
///
/// # Errors
/// When a fitted table does not fit the features.
pub fn chances(document: &Document) -> Result<Vec<Chance>, crate::model::Error> {
    let model = Model::built_in()?;
    if !is_judged(document) {
        return Ok(Vec::new());
    }
    let Some(sample) = sample::sample(document) else { return Ok(chances_in(model, document).1) };
    let chances = chances_in(model, &sample.page).1;
    Ok(sample.representatives.into_iter().filter_map(|at| chances.get(at).copied()).collect())
}

/// The features of all blocks of `page` and what the judge thinks of each.
pub(super) fn chances_in(model: &Model, page: &Document) -> (Features, Vec<Chance>) {
    let features = Features::of(page, &model.names, &model.phrases);
    let first = model.first.probabilities(&features.rows);
    let around = context::rows(&features, &first);
    let chances = chances_of(model, &features, first, &around);
    (features, chances)
}

/// Blocks that the first model finds less likely are not asked about again: half of all blocks.
pub(super) const HOPELESS: f32 = 0.02;

/// Rows of the second model held at a time.
const BATCH: usize = 1024;

/// What the judge thinks of each block, for its features, the probabilities by the first model, and the context of these.
pub(super) fn chances_of(model: &Model, features: &Features, first: Vec<f32>, around: &[context::Row]) -> Vec<Chance> {
    let mut probabilities = first;
    let doubtful: Vec<usize> = (0..probabilities.len()).filter(|index| probabilities[*index] >= HOPELESS).collect();
    for some in doubtful.chunks(BATCH) {
        let rows: Vec<_> = some.iter().map(|index| joined(&features.rows[*index], &around[*index])).collect();
        for (index, probability) in some.iter().zip(model.second.probabilities(&rows)) {
            probabilities[*index] = probability;
        }
    }
    decision::discount_asides(features, &mut probabilities);
    let least = decision::thresholds(features, &probabilities);
    probabilities.into_iter().zip(least).map(|(probability, least)| Chance { probability, least }).collect()
}

/// A row of the second model.
fn joined(own: &features::Row, around: &context::Row) -> [f32; model::WIDTH] {
    let mut row = [0.0; model::WIDTH];
    row.iter_mut().zip(own.iter().chain(around)).for_each(|(place, value)| *place = *value);
    row
}

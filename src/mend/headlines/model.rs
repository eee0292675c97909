//! How likely a headline begins at each place of a paragraph, and how much its words are those of headlines: two logistic
//! regressions over hashed features.

use std::sync::LazyLock;

use super::features::{self, BITS};
use super::spacing::Spacing;
use super::tokens::Token;
use crate::model::{Error, Misfit, Spec, Table};

/// The version of the features; raised when one is computed in another way under the same name.
pub(super) const VERSION: u32 = 1;

/// The parts of one unit of log-odds in which weights and scores are counted.
pub(super) const SCALE: i32 = 20;

/// The table that comes with the program.
const BUILT_IN: &[u8] = include_bytes!("../../../models/headlines/weights.bin");

/// The weights by bucket, most of them zero, and the bias of either regression.
pub struct Model {
    weights: Vec<i8>,
    beginning: i32,
    wording: i32,
}

impl Model {
    /// The model that comes with the program.
    ///
    /// # Errors
    /// When its table does not fit the features.
    pub fn built_in() -> Result<&'static Self, Error> {
        static MODEL: LazyLock<Result<Model, Error>> = LazyLock::new(|| Model::read(BUILT_IN));
        MODEL.as_ref().map_err(Clone::clone)
    }

    /// Reads the table `headlines.weights`: two bytes for either bias, then for each weight how many buckets to go on
    /// (255: that many and on) and the weight.
    ///
    /// # Errors
    /// When the table does not fit the features.
    pub fn read(file: &[u8]) -> Result<Self, Error> {
        let spec = Spec { name: "headlines.weights", version: VERSION, features: features::names().collect() };
        let fail = |misfit| Error { table: spec.name.to_owned(), misfit };
        let Table { entries, body } = spec.open(file)?;
        let [a, b, c, d, steps @ ..] = body else { return Err(fail(Misfit::Entry(0))) };
        let mut weights = vec![0; 1 << BITS];
        let (mut bucket, mut found, mut steps) = (0, 0, steps.iter());
        while let Some(&step) = steps.next() {
            bucket += usize::from(step);
            if step < u8::MAX {
                let place = weights.get_mut(bucket).zip(steps.next());
                let (place, weight) = place.ok_or_else(|| fail(Misfit::Entry(found)))?;
                *place = weight.cast_signed();
                found += 1;
            }
        }
        if found != entries {
            return Err(fail(Misfit::Entries { expected: entries, found }));
        }
        let bias = |bytes| i32::from(i16::from_le_bytes(bytes));
        Ok(Self { weights, beginning: bias([*a, *b]), wording: bias([*c, *d]) })
    }

    /// The log-odds that a headline begins with each of `tokens`, where it may; in parts of [`SCALE`].
    pub(super) fn score(&self, tokens: &[Token], spacing: Spacing) -> Vec<i32> {
        let places = features::places(tokens, spacing);
        let sum = |place: &features::Place| place.buckets().map(|bucket| self.weight(bucket)).sum::<i32>();
        places.iter().map(|place| place.as_ref().map_or(0, |place| self.beginning + sum(place))).collect()
    }

    /// The log-odds that `tokens` are a headline and not a clause of prose, by their words alone; in parts of [`SCALE`].
    pub(super) fn score_words(&self, tokens: &[Token]) -> i32 {
        let mut sum = self.wording;
        features::visit_piece(tokens, |bucket| sum += self.weight(bucket));
        sum
    }

    fn weight(&self, bucket: usize) -> i32 {
        self.weights.get(bucket).copied().map_or(0, i32::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(entries: usize, body: &[u8]) -> Result<Model, Misfit> {
        let features: Vec<&str> = features::names().collect();
        let header =
            format!("model headlines.weights\nversion 1\nfeatures {}\nentries {entries}\n\n", features.join(" "));
        Model::read(&[header.as_bytes(), body].concat()).map_err(|error| error.misfit)
    }

    #[test]
    fn weights_are_at_the_ends_of_their_steps() {
        let model = read(2, &[1, 0, 255, 255, 3, 7, 255, 255, 1, 0x80]).unwrap();
        assert_eq!((model.beginning, model.wording), (1, -1));
        assert_eq!((model.weights[3], model.weights[3 + 511]), (7, -128));
        assert_eq!(model.weights.iter().filter(|&&weight| weight != 0).count(), 2);
    }

    #[test]
    fn broken_tables_are_refused() {
        assert_eq!(read(1, &[0, 0, 0]).err(), Some(Misfit::Entry(0)));
        assert_eq!(read(1, &[0, 0, 0, 0, 3]).err(), Some(Misfit::Entry(0)));
        assert_eq!(read(2, &[0, 0, 0, 0, 3, 1]).err(), Some(Misfit::Entries { expected: 2, found: 1 }));
        assert_eq!(read(0, &[255; 5000]).err(), None);
        let beyond = [&[0; 4][..], &[255; 4200], &[1, 1]].concat();
        assert_eq!(read(1, &beyond).err(), Some(Misfit::Entry(0)));
    }

    #[test]
    fn the_table_that_comes_with_the_program_fits() {
        let model = Model::built_in().unwrap();
        let used = model.weights.iter().filter(|&&weight| weight != 0).count();
        assert!(used > 20_000 && model.beginning < 0 && model.wording < 0, "{used} weights");
    }
}

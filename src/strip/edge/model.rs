//! The fitted tables, and the log-odds that come of them.

use std::sync::LazyLock;

use super::window::Window;
use super::words::Words;
use super::{context, features};
use crate::model::{Error, Spec, Trees};

/// The version of the features; raised when one is computed in another way under the same name.
pub(super) const VERSION: u32 = 1;

/// Values in a row of the second model.
const WIDTH: usize = features::COUNT + context::NAMES.len();

/// The bytes of the tables in `models/edge/`.
#[derive(Clone, Copy)]
pub struct Tables<'a> {
    /// `words.tsv`: words of lines.
    pub words: &'a [u8],
    /// `first.txt`: trees over the features of a line.
    pub first: &'a [u8],
    /// `second.txt`: trees over these and the context.
    pub second: &'a [u8],
}

impl Tables<'static> {
    /// The tables that come with the program.
    pub const BUILT_IN: Self = Self {
        words: include_bytes!("../../../models/edge/words.tsv"),
        first: include_bytes!("../../../models/edge/first.txt"),
        second: include_bytes!("../../../models/edge/second.txt"),
    };
}

/// The fitted models.
pub struct Model<'a> {
    pub(super) words: Words<'a>,
    pub(super) first: Trees,
    second: Trees,
}

impl Model<'static> {
    /// The models that come with the program.
    ///
    /// # Errors
    /// When a table does not fit the features.
    pub fn built_in() -> Result<&'static Self, Error> {
        static MODEL: LazyLock<Result<Model<'static>, Error>> = LazyLock::new(|| Model::read(&Tables::BUILT_IN));
        MODEL.as_ref().map_err(Clone::clone)
    }
}

impl<'a> Model<'a> {
    /// Reads the models from their tables.
    ///
    /// # Errors
    /// When a table does not fit the features.
    pub fn read(tables: &Tables<'a>) -> Result<Self, Error> {
        let spec = |name, features| Spec { name, version: VERSION, features };
        let own: Vec<&str> = features::names().collect();
        let all = own.iter().copied().chain(context::NAMES).collect();
        Ok(Self {
            words: Words::read(&spec("edge.words", vec!["word", "pair"]), tables.words)?,
            first: Trees::read(&spec("edge.first", own), tables.first)?,
            second: Trees::read(&spec("edge.second", all), tables.second)?,
        })
    }

    /// The log-odds of each line of `window`, whose features are `rows`, for not being the text's own.
    pub(super) fn odds(&self, window: &Window, rows: &[features::Row]) -> Vec<f32> {
        let first = self.first.sums(rows);
        self.second_odds(rows, &context::rows(window, &first))
    }

    /// The log-odds by the second model, for the features of lines and their context.
    pub(super) fn second_odds(&self, rows: &[features::Row], around: &[context::Row]) -> Vec<f32> {
        let joined = |(own, around): (&features::Row, &context::Row)| {
            let mut row = [0.0; WIDTH];
            row.iter_mut().zip(own.iter().chain(around)).for_each(|(place, value)| *place = *value);
            row
        };
        let rows: Vec<[f32; WIDTH]> = rows.iter().zip(around).map(joined).collect();
        self.second.sums(&rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Misfit;

    #[test]
    fn the_tables_that_come_with_the_program_fit() {
        let model = Model::built_in().unwrap();
        assert!(!model.first.is_empty() && !model.second.is_empty());
        assert!(model.words.weigh("扫描二维码关注公众号").sum > 0.0);
    }

    #[test]
    fn tables_of_other_features_are_refused() {
        let swapped = Tables { second: Tables::BUILT_IN.first, ..Tables::BUILT_IN };
        assert_eq!(Model::read(&swapped).err().unwrap().misfit, Misfit::Name("edge.first".to_owned()));
        let half = &Tables::BUILT_IN.words[..Tables::BUILT_IN.words.len() / 2];
        assert_eq!(Model::read(&Tables { words: half, ..Tables::BUILT_IN }).err().unwrap().table, "edge.words");
    }
}

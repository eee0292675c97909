//! The fitted tables.

use std::sync::LazyLock;

use super::words::{Names, Phrases};
use super::{context, features};
use crate::model::{Error, Spec, Trees};

/// The version of the features; raised when one is computed in another way under the same name.
pub(super) const VERSION: u32 = 1;

/// Values in a row of the second model.
pub(super) const WIDTH: usize = features::COUNT + context::NAMES.len();

/// The bytes of the tables in `models/page/`.
#[derive(Clone, Copy)]
pub struct Tables<'a> {
    /// `names.tsv`: words of class and id names.
    pub names: &'a [u8],
    /// `phrases.tsv`: words of short texts.
    pub phrases: &'a [u8],
    /// `first.txt`: trees over the features of a block.
    pub first: &'a [u8],
    /// `second.txt`: trees over these and the context.
    pub second: &'a [u8],
}

impl Tables<'static> {
    /// The tables that come with the program.
    pub const BUILT_IN: Self = Self {
        names: include_bytes!("../../../models/page/names.tsv"),
        phrases: include_bytes!("../../../models/page/phrases.tsv"),
        first: include_bytes!("../../../models/page/first.txt"),
        second: include_bytes!("../../../models/page/second.txt"),
    };
}

/// The fitted models.
pub struct Model<'a> {
    pub(super) names: Names<'a>,
    pub(super) phrases: Phrases<'a>,
    pub(super) first: Trees,
    pub(super) second: Trees,
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
            names: Names::read(&spec("page.names", vec!["word"]), tables.names)?,
            phrases: Phrases::read(&spec("page.phrases", vec!["word", "pair"]), tables.phrases)?,
            first: Trees::read(&spec("page.first", own), tables.first)?,
            second: Trees::read(&spec("page.second", all), tables.second)?,
        })
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
    }

    #[test]
    fn tables_of_other_features_are_refused() {
        let swapped = Tables { first: Tables::BUILT_IN.second, ..Tables::BUILT_IN };
        assert_eq!(Model::read(&swapped).err().unwrap().misfit, Misfit::Name("page.second".to_owned()));
        let other = String::from_utf8_lossy(Tables::BUILT_IN.first).replacen(" link_share ", " link_density ", 1);
        let error = Model::read(&Tables { first: other.as_bytes(), ..Tables::BUILT_IN }).err().unwrap();
        let expected =
            "the table `page.first` of the fitted models does not fit: feature 1 is `link_density`, not `link_share`";
        assert_eq!(error.to_string(), expected);
        let half = &Tables::BUILT_IN.second[..Tables::BUILT_IN.second.len() / 2];
        assert!(Model::read(&Tables { second: half, ..Tables::BUILT_IN }).is_err());
    }
}

//! Why a fitted model cannot be used.

/// A file of a model that is not what the code expects.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the table `{table}` of the fitted models does not fit: {misfit}")]
pub struct Error {
    /// The table, such as `page.first`.
    pub table: String,
    /// What does not fit.
    pub misfit: Misfit,
}

/// What does not fit in a file of a model.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Misfit {
    /// The file does not begin with the header that [`Spec`](super::Spec) describes.
    #[error("its header lacks `{0}`")]
    Header(&'static str),
    /// It is the file of another table.
    #[error("it is the table `{0}`")]
    Name(String),
    /// It was fitted with features that were computed in another way.
    #[error("it is of version {found}, not {expected}")]
    Version {
        /// The version of the code.
        expected: u32,
        /// The version of the file.
        found: String,
    },
    /// It was fitted with other features, or with the same ones in another order.
    #[error("feature {number} is {found}, not {expected}")]
    Feature {
        /// The number of the first feature that differs, from zero on.
        number: usize,
        /// What the code computes there.
        expected: String,
        /// What the file names there.
        found: String,
    },
    /// Something is missing at its end, or too much.
    #[error("it has {found} entries, not {expected}")]
    Entries {
        /// How many the header announces.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// An entry that cannot be read.
    #[error("its entry {0} cannot be read")]
    Entry(usize),
}

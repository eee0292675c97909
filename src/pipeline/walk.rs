//! One input file's way through the house, up to the rows it leads to.

use crate::dedup::{self, Summary};
use crate::document::{Imbalance, Origin, Record};
use crate::read::{self, Input};
use crate::write::InputRow;

use super::House;

/// What became of one input file.
pub(super) struct Walked {
    /// Its row in the table of inputs.
    pub row: InputRow,
    /// Its documents, with what dedup needs of those that no rule rejected.
    pub records: Vec<(Record, Option<Summary>)>,
}

/// A document whose text and ledger do not add up to its source. Fails the run: it is never written around.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {what}; this is a bug in taojin, please report it. Leave the file out with --exclude to go on")]
pub struct Bug {
    path: String,
    what: String,
}

/// Reads, decodes, parses and cleans one file.
pub(super) fn walk(house: &House, input: &Input) -> Result<Walked, Bug> {
    todo!()
}

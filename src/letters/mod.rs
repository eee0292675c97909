//! Letters: the forms in which one letter is written, and what two texts may differ in and still say the same.
//!
//! Every room that compares texts compares letters: `mend` and `strip` within a document, `dedup` across documents.

mod fold;
pub(crate) mod han;

pub(crate) use fold::{Letter, extend, fold, folded, letters, table};

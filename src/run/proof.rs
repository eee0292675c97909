//! From a cleaned document to its record, with the proof that its rows give the source back.

use crate::document::{Document, Origin, Record, sha256};

/// The record of `document`, which was made of `bytes`: those of `member` of the input `path`.
///
/// # Errors
/// What does not add up, in words. That is a bug in a stage.
pub(super) fn prove(path: &str, member: String, bytes: &[u8], document: &Document) -> Result<Record, String> {
    let origin = Origin { path: path.to_owned(), member, sha256: sha256(bytes), bytes: bytes.len() as u64 };
    let record = Record::new(origin, document).map_err(|imbalance| imbalance.to_string())?;
    match record.source() {
        Ok(source) if source == document.source() => Ok(record),
        Ok(_) => Err("another text than its source comes out of its text and ledger".to_owned()),
        Err(unbalanced) => Err(unbalanced.to_string()),
    }
}

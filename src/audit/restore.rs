//! `restore`: the very bytes of a source document, from the dataset.

use std::path::Path;

use super::error::Error;
use crate::dataset::{Dataset, LedgerMode};
use crate::decode;
use crate::document::{BYTES, Patch, Record, Span, sha256};
use crate::read::{self, Input, Limits, Problem};

/// Rebuilds document `id` (its identifier or an unambiguous beginning of it, or the path of its source file), kept or rejected, and checks the result against its checksum.
///
/// `sources` is the folder that the documents were read from. It is asked only when the ledger is not full.
///
/// # Errors
/// [`Error::Unknown`] without such a document, [`Error::SourceNeeded`] and [`Error::SourceChanged`] when the ledger is
/// not full, [`Error::Broken`] when the document does not come out as it was.
pub fn restore(dataset: &Dataset, name: &str, sources: Option<&Path>) -> Result<Vec<u8>, Error> {
    if let Some(record) = dataset.document(name)? {
        let full = dataset.manifest.ledger == LedgerMode::Full;
        return if full { kept(&record) } else { from_source(dataset, &record, sources) };
    }
    if let Some(rejection) = dataset.rejection(name)? {
        return match &rejection.source {
            Some(source) => from_text(&rejection.record, source),
            None => from_source(dataset, &rejection.record, sources),
        };
    }
    match dataset.identify(name)? {
        Some(id) if id != name => restore(dataset, &id, sources),
        _ => Err(Error::Unknown(name.to_owned())),
    }
}

/// Rebuilds a kept document from its text and its full ledger.
fn kept(record: &Record) -> Result<Vec<u8>, Error> {
    from_text(record, &record.source().map_err(|error| broken(record, error))?)
}

/// The bytes of a document from its source text.
pub(super) fn from_text(record: &Record, source: &str) -> Result<Vec<u8>, Error> {
    check(record, bytes(record, source)?)
}

/// The bytes of a source text, with what its encoding does not give put back.
fn bytes(record: &Record, source: &str) -> Result<Vec<u8>, Error> {
    let patches = patches(record, source)?;
    decode::encode(source, &record.encoding, &patches).map_err(|error| broken(record, error))
}

/// The rows of `decode.bytes` as patches of `source`, in bytes.
fn patches(record: &Record, source: &str) -> Result<Vec<Patch>, Error> {
    let mut patches = Vec::new();
    for row in record.ledger.iter().filter(|row| row.rule == BYTES.id) {
        let (mut offset, mut at) = (0, 0);
        let mut seek = |to: u32| {
            let rest: &str = &source[offset..];
            let length = to.checked_sub(at)? as usize;
            let step = match rest.char_indices().nth(length) {
                Some((step, _)) => step,
                None if rest.chars().count() == length => rest.len(),
                None => return None,
            };
            (offset, at) = (offset + step, to);
            Some(offset)
        };
        for (&(start, end), bytes) in row.ranges.iter().zip(&row.bytes) {
            let (Some(start), Some(end)) = (seek(start), seek(end)) else {
                return Err(broken(record, "a byte patch points outside the source text"));
            };
            patches.push(Patch { span: Span::new(start, end), bytes: bytes.as_slice().into() });
        }
    }
    Ok(patches)
}

fn check(record: &Record, bytes: Vec<u8>) -> Result<Vec<u8>, Error> {
    let found = sha256(&bytes);
    if found == record.origin.sha256 {
        return Ok(bytes);
    }
    Err(broken(record, format!("its SHA-256 is {found}, not {}", record.origin.sha256)))
}

/// The document as it is in the folder of the sources, if that is still the same.
fn from_source(dataset: &Dataset, record: &Record, sources: Option<&Path>) -> Result<Vec<u8>, Error> {
    let (ledger, origin) = (dataset.manifest.ledger, &record.origin);
    let Some(sources) = sources else {
        return Err(Error::SourceNeeded { ledger, path: origin.path.clone() });
    };
    let name = read::unescape(&origin.path);
    let refused = |error: std::io::Error| broken(record, format!("{}: {error}", sources.join(&name).display()));
    let path = read::below(sources, Path::new(&name)).map_err(refused)?;
    let input = Input::on_disk(&origin.path, &path);
    let unreadable = |problem: Problem| broken(record, format!("{}: {}", path.display(), problem.message));
    let mut found = "none".to_owned();
    let mut opened = read::open(&input).map_err(unreadable)?;
    for raw in opened.documents(Limits::new(&read::Options::default())) {
        let raw = raw.map_err(unreadable)?;
        if raw.member == origin.member {
            found = sha256(&raw.bytes);
            if found == origin.sha256 {
                return Ok(raw.bytes);
            }
        }
    }
    Err(Error::SourceChanged { path, found, expected: origin.sha256.clone() })
}

fn broken(record: &Record, reason: impl std::fmt::Display) -> Error {
    Error::Broken { id: record.id.clone(), reason: reason.to_string() }
}

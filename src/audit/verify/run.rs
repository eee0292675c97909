//! The proof as a whole.

use std::path::Path;

use super::documents::Seen;
use super::report::Report;
use super::{derived, documents, files, inputs, manifest, tables};
use crate::audit::error::Error;
use crate::dataset::{Dataset, MANIFEST, schema};
use crate::document::sha256_of_file;

/// Checks a dataset: its list of files, checksums, schemas, row counts, offsets, annotations, the balance of every document
/// and its source's checksum, and the counts in the manifest.
///
/// # Errors
/// Only when there is no dataset at all. Whatever is wrong with one is in the report.
pub fn verify(path: &Path) -> Result<Report, Error> {
    let dataset = Dataset::open(path)?;
    let mut report = Report::default();
    let manifest_at = dataset.path().join(MANIFEST);
    report.manifest_sha256 = sha256_of_file(&manifest_at).map_err(Error::io(&manifest_at))?;
    // Rows of a file that is not what it was would only repeat the same complaint, and a file elsewhere is not read.
    let mut readable = files::check(&dataset, &mut report);
    if readable {
        for table in schema::tables() {
            readable &= tables::check(&dataset, &table, &mut report);
        }
    }
    manifest::check(&dataset, &mut report);
    if readable {
        derived::check(&dataset, &mut report);
        let mut seen = Seen::default();
        documents::check_kept(&dataset, &mut seen, &mut report);
        documents::check_rejected(&dataset, &mut seen, &mut report);
        inputs::check(&dataset, &mut seen, &mut report);
        manifest::check_counts(&dataset, seen.counts, &mut report);
    }
    Ok(report)
}

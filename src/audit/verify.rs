//! `verify`: proof that a dataset is whole and that nothing was lost.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::datatypes::Schema;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde::Serialize;
use serde_json::Value;

use super::annotations::Annotated;
use super::error::Error;
use super::restore;
use crate::dataset::FileEntry;
use crate::dataset::schema::{self, Description};
use crate::dataset::{self, Dataset, LedgerMode};
use crate::document::Record;
use crate::document::sha256_of_file;

/// What `verify` found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// Files whose checksum was compared.
    pub files: u64,
    /// Kept documents looked at.
    pub kept: u64,
    /// Rejected documents looked at.
    pub rejected: u64,
    /// Documents rebuilt to the very bytes of their source.
    pub restored: u64,
    /// What is wrong, in words; empty when all is well.
    pub problems: Vec<String>,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.problems {
            writeln!(f, "{problem}")?;
        }
        let (files, kept, rejected, restored) = (self.files, self.kept, self.rejected, self.restored);
        write!(f, "{files} files, {kept} kept and {rejected} rejected documents, {restored} rebuilt to the byte: ")?;
        match self.problems.len() {
            0 => write!(f, "all is well"),
            1 => write!(f, "1 problem"),
            count => write!(f, "{count} problems"),
        }
    }
}

/// Checks a dataset: checksums, schemas, row counts, offsets, annotations, the balance of every document, and its source's checksum.
///
/// # Errors
/// Only when there is no dataset at all. Whatever is wrong with one is in the report.
pub fn verify(path: &Path) -> Result<Report, Error> {
    let dataset = Dataset::open(path)?;
    let mut report = Report::default();
    let mut readable = true;
    for table in schema::tables() {
        readable &= check_table(&dataset, &table, &mut report);
    }
    for file in &dataset.manifest.files {
        check_file(&dataset, file, &mut report);
    }
    // Rows of a file that is not what it was would only repeat the same complaint.
    if readable {
        check_documents(&dataset, &mut report);
        check_rejected(&dataset, &mut report);
    }
    Ok(report)
}

fn check_table(dataset: &Dataset, table: &Description, report: &mut Report) -> bool {
    let Some(entry) = dataset.manifest.tables.get(table.name) else {
        if table.option.is_some() {
            extra_files(dataset, table.name, &[], report);
            return true;
        }
        report.problems.push(format!("manifest.json: no table `{}`", table.name));
        return false;
    };
    let fields: Vec<_> = table.columns.iter().map(|(field, _)| Arc::new(field.clone())).collect();
    let schema = Schema::new(fields);
    let mut good = true;
    let mut rows = 0;
    for file in &entry.files {
        good &= check_file(dataset, file, report);
        match shape(&dataset.path().join(&file.path)) {
            Ok((found, is)) => {
                rows += is;
                if found.fields() != schema.fields() {
                    report.problems.push(format!("{}: its columns are not those of `{}`", file.path, table.name));
                    good = false;
                }
                if Some(is) != file.rows {
                    let says = file.rows.unwrap_or_default();
                    report.problems.push(format!("{}: {is} rows, the manifest says {says}", file.path));
                }
            }
            Err(error) => {
                report.problems.push(error.to_string());
                good = false;
            }
        }
    }
    if rows != entry.rows && good {
        report.problems.push(format!("{}: {rows} rows, the manifest says {}", table.name, entry.rows));
    }
    extra_files(dataset, table.name, &entry.files, report);
    good
}

/// Schema and number of rows of a Parquet file.
fn shape(path: &Path) -> Result<(Arc<Schema>, u64), dataset::Error> {
    let file = File::open(path).map_err(dataset::Error::unreadable(path))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(dataset::Error::damaged(path))?;
    let rows = builder.metadata().file_metadata().num_rows();
    Ok((builder.schema().clone(), u64::try_from(rows).unwrap_or_default()))
}

/// Files in a table's folder that the manifest does not know would be read along with the others.
fn extra_files(dataset: &Dataset, table: &str, known: &[FileEntry], report: &mut Report) {
    let known: BTreeSet<&str> = known.iter().map(|file| file.path.as_str()).collect();
    let Ok(entries) = std::fs::read_dir(dataset.path().join(table)) else { return };
    let names = entries.flatten().map(|entry| format!("{table}/{}", entry.file_name().to_string_lossy()));
    let extra: BTreeSet<String> = names.filter(|name| !known.contains(name.as_str())).collect();
    report.problems.extend(extra.into_iter().map(|name| format!("{name}: not in the manifest")));
}

fn check_file(dataset: &Dataset, file: &FileEntry, report: &mut Report) -> bool {
    report.files += 1;
    let problem = match sha256_of_file(&dataset.path().join(&file.path)) {
        Ok(found) if found == file.sha256 => return true,
        Ok(found) => format!("{}: its SHA-256 is {found}, the manifest says {}", file.path, file.sha256),
        Err(error) => format!("{}: {error}", file.path),
    };
    report.problems.push(problem);
    false
}

fn check_documents(dataset: &Dataset, report: &mut Report) {
    let mut documents = dataset.documents();
    let mut annotated = Annotated::new(dataset);
    for record in documents.by_ref() {
        let record = match record {
            Ok(record) => record,
            Err(error) => return report.problems.push(error.to_string()),
        };
        report.kept += 1;
        let mut problem = |reason| report.problems.push(format!("{} ({}): {reason}", record.origin.path, record.id));
        match check_document(&record, dataset.manifest.ledger) {
            Ok(restored) => report.restored += u64::from(restored),
            Err(reason) => problem(reason),
        }
        match annotated.check(&record) {
            Ok(reasons) => reasons.into_iter().for_each(problem),
            Err(error) => return report.problems.push(error.to_string()),
        }
    }
    let stray = annotated.stray().and_then(|found| Ok((found, documents.stray()?)));
    match stray {
        Ok((annotated, documents)) => {
            let rows = annotated.into_iter().chain(documents);
            report.problems.extend(rows.map(|(table, id)| format!("{table}: rows of {id}, which is not in `data`")));
        }
        Err(error) => report.problems.push(error.to_string()),
    }
}

/// Checks a kept document; tells whether it was rebuilt.
fn check_document(record: &Record, ledger: LedgerMode) -> Result<bool, String> {
    let chars = record.text.chars().count();
    if chars != record.chars as usize {
        return Err(format!("`text` has {chars} characters, `chars` says {}", record.chars));
    }
    match serde_json::from_str(&record.metadata) {
        Ok(Value::Object(_)) => {}
        _ => return Err("`metadata` is no JSON object".to_owned()),
    }
    if ledger == LedgerMode::None {
        return Ok(false);
    }
    let rows = record.ledger.iter().filter(|row| row.partitions());
    let removed: u64 = rows.flat_map(|row| &row.ranges).map(|(start, end)| u64::from(end.saturating_sub(*start))).sum();
    if removed != u64::from(record.removed_chars) {
        return Err(format!("the ledger removes {removed} characters, `removed_chars` says {}", record.removed_chars));
    }
    if ledger != LedgerMode::Full {
        return record.partition(|_| Ok(())).map(|()| false).map_err(|error| error.to_string());
    }
    restore::kept(record).map(|_| true).map_err(|error| error.to_string())
}

fn check_rejected(dataset: &Dataset, report: &mut Report) {
    for rejection in dataset.rejected() {
        let rejection = match rejection {
            Ok(rejection) => rejection,
            Err(error) => return report.problems.push(error.to_string()),
        };
        report.rejected += 1;
        let (record, Some(source)) = (&rejection.record, &rejection.source) else { continue };
        match restore::rejected(record, source) {
            Ok(_) => report.restored += 1,
            Err(error) => report.problems.push(format!("{}: {error}", record.origin.path)),
        }
    }
}

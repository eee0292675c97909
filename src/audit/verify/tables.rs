//! Schemas and row counts of the tables.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::datatypes::Schema;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::report::Report;
use crate::dataset::schema::Description;
use crate::dataset::{self, Dataset};

/// Checks schema and row counts of a table. Tells whether its rows may be read.
pub(super) fn check(dataset: &Dataset, table: &Description, report: &mut Report) -> bool {
    let Some(entry) = dataset.manifest.tables.get(table.name) else {
        if table.option.is_some() {
            return true;
        }
        report.problem(format!("manifest.json: no table `{}`", table.name));
        return false;
    };
    let fields: Vec<_> = table.columns.iter().map(|(field, _)| Arc::new(field.clone())).collect();
    let schema = Schema::new(fields);
    let mut good = true;
    let mut rows = 0;
    for file in &entry.files {
        match shape(&dataset.path().join(&file.path)) {
            Ok((found, is)) => {
                rows += is;
                if found.fields() != schema.fields() {
                    report.problem(format!("{}: its columns are not those of `{}`", file.path, table.name));
                    good = false;
                }
                if Some(is) != file.rows {
                    let says = file.rows.unwrap_or_default();
                    report.problem(format!("{}: {is} rows, the manifest says {says}", file.path));
                }
            }
            Err(error) => {
                report.problem(error.to_string());
                good = false;
            }
        }
    }
    if rows != entry.rows && good {
        report.problem(format!("{}: {rows} rows, the manifest says {}", table.name, entry.rows));
    }
    good
}

/// Schema and number of rows of a Parquet file.
fn shape(path: &Path) -> Result<(Arc<Schema>, u64), dataset::Error> {
    let file = File::open(path).map_err(dataset::Error::unreadable(path))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(dataset::Error::damaged(path))?;
    let rows = builder.metadata().file_metadata().num_rows();
    Ok((builder.schema().clone(), u64::try_from(rows).unwrap_or_default()))
}

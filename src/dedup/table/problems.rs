//! Lines that are no rows, in a table of their own.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;
use parquet::arrow::ArrowWriter;
use parquet::errors::ParquetError;

use super::batch::Bad;
use super::output::writer;
use crate::dedup::error::Error;

/// Writes `problems.parquet`, which is there only if there is something to say.
pub(super) struct Problems {
    out: PathBuf,
    table: Option<(PathBuf, ArrowWriter<File>)>,
    /// Their numbers among all lines, from 0, in order.
    pub(super) lines: Vec<u64>,
}

/// Name of the table.
pub(super) const PROBLEMS: &str = "problems.parquet";

impl Problems {
    pub(super) fn new(out: &Path) -> Self {
        Self { out: out.to_owned(), table: None, lines: Vec::new() }
    }

    /// Writes the bad lines of the file at `path`, each with its number among all lines.
    pub(super) fn push(&mut self, path: &Path, bad: &[(u64, Bad)]) -> Result<(), Error> {
        if bad.is_empty() {
            return Ok(());
        }
        self.lines.extend(bad.iter().map(|(number, _)| number));
        let field = |name, kind| Field::new(name, kind, false);
        let fields = [DataType::Utf8, DataType::Int64, DataType::Utf8, DataType::Utf8];
        let names = ["path", "line", "reason", "text"];
        let schema =
            Schema::new(names.into_iter().zip(fields).map(|(name, kind)| field(name, kind)).collect::<Vec<_>>());
        let schema = Arc::new(schema);
        let (at, table) = match &mut self.table {
            Some(table) => table,
            none => {
                let at = self.out.join(PROBLEMS);
                let table = writer(&at, schema.clone())?;
                none.insert((at, table))
            }
        };
        let path = path.display().to_string();
        let texts = |of: fn(&Bad) -> &str| -> ArrayRef {
            Arc::new(bad.iter().map(|(_, bad)| Some(of(bad))).collect::<StringArray>())
        };
        let columns: Vec<ArrayRef> = vec![
            Arc::new(StringArray::from(vec![path.as_str(); bad.len()])),
            Arc::new(bad.iter().map(|(_, bad)| bad.line as i64).collect::<Int64Array>()),
            texts(|bad| &bad.reason),
            texts(|bad| &bad.text),
        ];
        let cannot = Error::output::<ArrowError>(at);
        let rows = RecordBatch::try_new(schema, columns).map_err(cannot)?;
        table.write(&rows).map_err(Error::output::<ParquetError>(at))
    }

    /// Ends the table.
    pub(super) fn close(self) -> Result<(), Error> {
        let Some((path, table)) = self.table else { return Ok(()) };
        table.close().map_err(Error::output::<ParquetError>(&path))?;
        Ok(())
    }
}

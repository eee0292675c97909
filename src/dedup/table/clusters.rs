//! Writing which row is in which cluster.

use std::io;
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, Float32Array, RecordBatch, StringArray, StringBuilder};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;
use parquet::errors::ParquetError;

use super::output::{ROWS, writer};
use crate::dedup::decisions::Decisions;
use crate::dedup::error::Error;
use crate::dedup::store::Spill;

/// Writes a row for each row of the input to `path`; `ids` are the identifiers of all documents.
pub(super) fn write(path: &Path, ids: &Spill, decisions: &Decisions) -> Result<(), Error> {
    let text = |name, nullable| Field::new(name, DataType::Utf8, nullable);
    let schema = Arc::new(Schema::new(vec![
        text("id", false),
        text("cluster", true),
        text("kept_id", true),
        text("kind", true),
        Field::new("similarity", DataType::Float32, true),
    ]));
    let cannot = Error::output::<ParquetError>(path);
    let mut writer = writer(path, schema.clone())?;
    for first in decisions.indices().step_by(ROWS) {
        let last = (decisions.indices().end - 1).min(first + ROWS as u32 - 1);
        let [own, clusters, kept] = names(first..=last, ids, decisions).map_err(Error::output(path))?;
        let found = || (first..=last).map(|index| decisions.duplicate(index));
        let columns: Vec<ArrayRef> = vec![
            own,
            clusters,
            kept,
            Arc::new(found().map(|found| found.map(|(_, kind, _)| kind.name())).collect::<StringArray>()),
            Arc::new(found().map(|found| found.map(|(.., similarity)| similarity)).collect::<Float32Array>()),
        ];
        let rows = RecordBatch::try_new(schema.clone(), columns).map_err(Error::output::<ArrowError>(path))?;
        writer.write(&rows).map_err(cannot)?;
    }
    writer.close().map_err(cannot)?;
    Ok(())
}

/// Identifiers of some documents, of the kept ones of their clusters, and of those that they are duplicates of.
fn names(documents: RangeInclusive<u32>, ids: &Spill, decisions: &Decisions) -> io::Result<[ArrayRef; 3]> {
    let (mut bytes, mut other) = (Vec::new(), Vec::new());
    let string = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (mut own, mut clusters, mut kept) = (StringBuilder::new(), StringBuilder::new(), StringBuilder::new());
    let (first, last) = (*documents.start() as usize, *documents.end() as usize);
    ids.read_through(first, last, &mut bytes, |index, id| {
        own.append_value(string(id));
        let index = index as u32;
        let found = decisions.duplicate(index).map(|(kept, ..)| kept);
        // Most often one and the same row, which is then read once.
        let mut read = None;
        for (number, column) in [(decisions.cluster(index), &mut clusters), (found, &mut kept)] {
            let Some(number) = number else {
                column.append_null();
                continue;
            };
            if read != Some(number) {
                ids.read_bytes(number as usize, &mut other)?;
                read = Some(number);
            }
            column.append_value(string(&other));
        }
        Ok(())
    })?;
    Ok([Arc::new(own.finish()), Arc::new(clusters.finish()), Arc::new(kept.finish())])
}

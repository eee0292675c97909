//! Columns that follow from others of their row: readers pass over them, so that nothing else looks at what they say.

use std::fs::File;

use arrow::array::{Array, BooleanArray, Float32Array, Int32Array, ListArray, RecordBatch, StringArray, StructArray};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::report::Report;
use crate::dataset::{self, Dataset, SEGMENTED};

/// Rows read at once.
const ROWS: usize = 4096;

/// Checks `ledger.chars`, `data.was_segmented` and `data.paragraphs`.
pub(super) fn check(dataset: &Dataset, report: &mut Report) {
    let checked = check_ledger(dataset, report).and_then(|()| check_data(dataset, report));
    if let Err(error) = checked {
        report.problem(error.to_string());
    }
}

fn check_ledger(dataset: &Dataset, report: &mut Report) -> Result<(), dataset::Error> {
    let mut wrong = 0;
    each(dataset, "ledger", &["ranges", "chars"], |batch| {
        let (Some(ranges), Some(chars)) = (column::<ListArray>(batch, "ranges"), column::<Int32Array>(batch, "chars"))
        else {
            return;
        };
        for row in 0..batch.num_rows() {
            wrong += u64::from(length(&ranges.value(row)) != i64::from(chars.value(row)));
        }
    })?;
    if wrong > 0 {
        report.problem(format!("ledger: `chars` of {wrong} rows is not the length of their ranges"));
    }
    Ok(())
}

/// Length of all ranges of a row together.
fn length(ranges: &dyn Array) -> i64 {
    let Some(ranges) = ranges.as_any().downcast_ref::<StructArray>() else { return -1 };
    let side = |name| ranges.column_by_name(name)?.as_any().downcast_ref::<Int32Array>();
    let (Some(starts), Some(ends)) = (side("start"), side("end")) else { return -1 };
    let pairs = starts.values().iter().zip(ends.values());
    pairs.map(|(start, end)| i64::from(*end) - i64::from(*start)).sum()
}

fn check_data(dataset: &Dataset, report: &mut Report) -> Result<(), dataset::Error> {
    let (mut wrong, mut said) = (0, Vec::new());
    each(dataset, "data", &["id", "segmented", "was_segmented", "paragraphs"], |batch| {
        let flags = (column::<Float32Array>(batch, "segmented"), column::<BooleanArray>(batch, "was_segmented"));
        if let (Some(shares), Some(flags)) = flags {
            let pairs = shares.values().iter().zip(flags.iter());
            wrong += pairs.filter(|(share, flag)| *flag != Some(**share >= SEGMENTED)).count();
        }
        if let (Some(ids), Some(counts)) =
            (column::<StringArray>(batch, "id"), column::<Int32Array>(batch, "paragraphs"))
        {
            let rows = ids.iter().flatten().zip(counts.values()).filter(|(_, count)| **count != 0);
            said.extend(rows.map(|(id, count)| (hash(id), *count)));
        }
    })?;
    if wrong > 0 {
        report.problem(format!("data: `was_segmented` of {wrong} rows does not follow from `segmented`"));
    }
    let mut counted: Vec<(u64, i32)> = Vec::new();
    each(dataset, "paragraphs", &["document_id"], |batch| {
        let Some(ids) = column::<StringArray>(batch, "document_id") else { return };
        for id in ids.iter().flatten().map(hash) {
            match counted.last_mut() {
                Some((last, count)) if *last == id => *count += 1,
                _ => counted.push((id, 1)),
            }
        }
    })?;
    if said != counted {
        report.problem("data: `paragraphs` is not the number of rows that each document has in `paragraphs`");
    }
    Ok(())
}

/// Identifiers of millions of documents as numbers.
fn hash(id: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(id.as_bytes())
}

fn column<'a, A: Array + 'static>(batch: &'a RecordBatch, name: &str) -> Option<&'a A> {
    batch.column_by_name(name)?.as_any().downcast_ref()
}

/// Reads some columns of all files of a table.
fn each(
    dataset: &Dataset,
    table: &str,
    columns: &[&str],
    mut look: impl FnMut(&RecordBatch),
) -> Result<(), dataset::Error> {
    for file in dataset.files(table) {
        let path = dataset.path().join(&file.path);
        let opened = File::open(&path).map_err(dataset::Error::unreadable(&path))?;
        let builder = ParquetRecordBatchReaderBuilder::try_new(opened).map_err(dataset::Error::damaged(&path))?;
        let mask = ProjectionMask::columns(builder.parquet_schema(), columns.iter().copied());
        let reader = builder.with_projection(mask).with_batch_size(ROWS).build();
        for batch in reader.map_err(dataset::Error::damaged(&path))? {
            look(&batch.map_err(dataset::Error::damaged(&path))?);
        }
    }
    Ok(())
}

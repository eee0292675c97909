//! Writing the rows that are kept, with all their columns.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use arrow::array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow::compute::filter_record_batch;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use serde_json::{Map, Value};

use super::batch::{Batch, Source};
use super::shape::{Shape, Shapes};
use super::writer;
use crate::dedup::Decision;

/// Reads `sources` again and writes the rows that are no duplicates to `path`.
pub(super) fn write(path: &Path, sources: &[Source], shapes: &Shapes, decisions: &[Decision]) -> anyhow::Result<()> {
    let schema = schema(sources, shapes)?;
    let context = || format!("{}: cannot be written", path.display());
    let mut writer: ArrowWriter<File> = writer(path, schema.clone()).with_context(context)?;
    let mut decisions = decisions.iter().map(|decision| decision.duplicate.is_none());
    for source in sources {
        for batch in source.batches(None)? {
            let batch = batch?;
            let is_kept: Vec<bool> = decisions.by_ref().take(batch.len()).collect();
            if is_kept.len() < batch.len() {
                bail!("{}: grew while it was read; run again", source.path().display());
            }
            let kept = match &batch {
                Batch::Rows(rows) => filter_record_batch(rows, &BooleanArray::from(is_kept))?,
                Batch::Lines { .. } => rows(&batch, &is_kept, &schema, shapes)?,
            };
            // Metadata of a schema may differ from file to file; the columns do not.
            let kept = RecordBatch::try_new(schema.clone(), kept.columns().to_vec())?;
            writer.write(&kept).with_context(context)?;
        }
    }
    if decisions.next().is_some() {
        bail!("an input lost rows while it was read; run again");
    }
    writer.close().with_context(context)?;
    Ok(())
}

/// The columns that all sources share.
fn schema(sources: &[Source], shapes: &Shapes) -> anyhow::Result<SchemaRef> {
    let mut first: Option<(&Path, SchemaRef)> = None;
    for source in sources {
        let Some(schema) = source.schema()? else { continue };
        match &first {
            None => first = Some((source.path(), schema)),
            Some((path, known)) if known.fields() != schema.fields() => {
                let (here, there) = (source.path().display(), path.display());
                bail!("{here}: its columns are not those of {there}; deduplicate them apart, or make them alike");
            }
            Some(_) => {}
        }
    }
    Ok(first.map_or_else(|| lines_schema(shapes), |(_, schema)| schema))
}

fn lines_schema(shapes: &Shapes) -> SchemaRef {
    let field = |(name, shape): &(String, Shape)| {
        let data_type = match shape {
            Shape::Boolean => DataType::Boolean,
            Shape::Integer => DataType::Int64,
            Shape::Number => DataType::Float64,
            Shape::Null | Shape::Text | Shape::Json => DataType::Utf8,
        };
        Field::new(name, data_type, true)
    };
    Arc::new(Schema::new(shapes.columns.iter().map(field).collect::<Vec<_>>()))
}

/// The kept lines of a batch as rows.
fn rows(batch: &Batch, is_kept: &[bool], schema: &SchemaRef, shapes: &Shapes) -> anyhow::Result<RecordBatch> {
    let numbers = (0..batch.len()).filter(|&number| is_kept[number]);
    let objects = numbers.map(|number| serde_json::from_str(batch.line(number))).collect::<Result<Vec<_>, _>>()?;
    let columns = shapes.columns.iter().map(|(name, shape)| column(&objects, name, *shape)).collect();
    Ok(RecordBatch::try_new(schema.clone(), columns)?)
}

fn column(objects: &[Map<String, Value>], name: &str, shape: Shape) -> ArrayRef {
    let values = objects.iter().map(|object| object.get(name).filter(|value| !value.is_null()));
    match shape {
        Shape::Boolean => Arc::new(values.map(|value| value.and_then(Value::as_bool)).collect::<BooleanArray>()),
        Shape::Integer => Arc::new(values.map(|value| value.and_then(Value::as_i64)).collect::<Int64Array>()),
        Shape::Number => Arc::new(values.map(|value| value.and_then(Value::as_f64)).collect::<Float64Array>()),
        Shape::Null | Shape::Text => {
            Arc::new(values.map(|value| value.and_then(Value::as_str)).collect::<StringArray>())
        }
        Shape::Json => Arc::new(values.map(|value| value.map(Value::to_string)).collect::<StringArray>()),
    }
}

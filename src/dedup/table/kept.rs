//! Writing the rows that are kept, with all their columns.

use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, BooleanBuilder, Float64Builder, Int64Builder, RecordBatch, StringBuilder};
use arrow::compute::filter_record_batch;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use parquet::arrow::ArrowWriter;
use parquet::errors::ParquetError;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::batch::{Batch, Name, Source};
use super::lines::Block;
use super::output::writer;
use super::shape::{Shape, Shapes};
use crate::dedup::decisions::Decisions;
use crate::dedup::error::Error;

/// Reads `sources` again and writes the rows that are no duplicates to `path`. The `bad` ones, by their number among all
/// lines from 0, are none.
pub(super) fn write(
    path: &Path,
    sources: &[Source],
    shapes: &Shapes,
    bad: &[u64],
    decisions: &Decisions,
) -> Result<(), Error> {
    let schema = schema(sources, shapes)?;
    let (cannot, cannot_write) = (Error::output::<ArrowError>(path), Error::output::<ParquetError>(path));
    let mut writer: ArrowWriter<File> = writer(path, schema.clone())?;
    let mut decisions = decisions.indices().map(|index| decisions.duplicate(index).is_none());
    let (mut bad, mut at) = (bad.iter().peekable(), 0);
    let mut next = || {
        at += 1;
        if bad.next_if(|bad| **bad == at - 1).is_some() { Some(false) } else { decisions.next() }
    };
    let mut write = |columns: Vec<ArrayRef>| {
        // Metadata of a schema may differ from file to file; the columns do not.
        let kept = RecordBatch::try_new(schema.clone(), columns).map_err(cannot)?;
        writer.write(&kept).map_err(cannot_write)
    };
    for source in sources {
        for batch in source.batches(None)? {
            let batch = batch?;
            let is_kept: Vec<bool> = (0..batch.len()).map_while(|_| next()).collect();
            if is_kept.len() < batch.len() {
                return Err(Error::input(source.path(), "grew while it was read; run again"));
            }
            match &batch {
                Batch::Rows(pieces) => {
                    let mut rest = is_kept.as_slice();
                    for piece in &pieces.batches {
                        let (these, others) = rest.split_at(piece.num_rows().min(rest.len()));
                        rest = others;
                        let kept = filter_record_batch(piece, &BooleanArray::from(these.to_vec())).map_err(cannot)?;
                        write(kept.columns().to_vec())?;
                    }
                }
                Batch::Lines(block) => write(columns(block, &is_kept, shapes)?)?,
            }
        }
    }
    if next().is_some() {
        return Err(Error::Inputs("an input lost rows while it was read; run again"));
    }
    writer.close().map_err(cannot_write)?;
    Ok(())
}

/// The columns that all sources share.
fn schema(sources: &[Source], shapes: &Shapes) -> Result<SchemaRef, Error> {
    let mut first: Option<(&Path, SchemaRef)> = None;
    for source in sources {
        let Some(schema) = source.schema()? else { continue };
        match &first {
            None => first = Some((source.path(), schema)),
            Some((path, known)) if known.fields() != schema.fields() => {
                let there = path.display();
                let problem =
                    format!("its columns are not those of {there}; deduplicate them apart, or make them alike");
                return Err(Error::input(source.path(), problem));
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
            Shape::Integer | Shape::Long => DataType::Int64,
            Shape::Number => DataType::Float64,
            Shape::Null | Shape::Literal | Shape::Text | Shape::Json => DataType::Utf8,
        };
        Field::new(name, data_type, true)
    };
    Arc::new(Schema::new(shapes.columns.iter().map(field).collect::<Vec<_>>()))
}

/// The columns of the kept lines of a block.
fn columns(block: &Block, is_kept: &[bool], shapes: &Shapes) -> Result<Vec<ArrayRef>, Error> {
    let mut builders: Vec<Builder> = shapes.columns.iter().map(|(_, shape)| Builder::new(*shape)).collect();
    let mut cells = Vec::new();
    for (number, _) in is_kept.iter().enumerate().filter(|(_, is_kept)| **is_kept) {
        cells.clear();
        cells.resize_with(builders.len(), || None);
        block.parse(number, Cells { shapes, cells: &mut cells }).map_err(|source| Error::Input {
            place: block.place(number),
            problem: "not the line that was read before; run again".to_owned(),
            source: Some(source.into()),
        })?;
        for (builder, cell) in builders.iter_mut().zip(cells.drain(..)) {
            builder.push(cell);
        }
    }
    Ok(builders.into_iter().map(Builder::finish).collect())
}

/// One value of a line.
enum Cell<'a> {
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(Cow<'a, str>),
}

/// Takes the values out of a JSON object; of a name that comes twice the last.
struct Cells<'a, 'de> {
    shapes: &'a Shapes,
    cells: &'a mut [Option<Cell<'de>>],
}

impl<'de> DeserializeSeed<'de> for Cells<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Cells<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object as it was when it was read first")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        for place in 0.. {
            let Some(Name(name)) = fields.next_key()? else { break };
            let column = self.shapes.find(place, &name);
            let Some((column, (_, shape))) = column.and_then(|at| Some((at, self.shapes.columns.get(at)?))) else {
                fields.next_value::<IgnoredAny>()?;
                continue;
            };
            let cell = match shape {
                Shape::Boolean => fields.next_value::<Option<bool>>()?.map(Cell::Boolean),
                Shape::Integer | Shape::Long => fields.next_value::<Option<i64>>()?.map(Cell::Integer),
                Shape::Number => fields.next_value::<Option<f64>>()?.map(Cell::Number),
                Shape::Null | Shape::Text => {
                    fields.next_value::<Option<Name<'_>>>()?.map(|Name(text)| Cell::Text(text))
                }
                Shape::Literal | Shape::Json => {
                    let value = fields.next_value::<&RawValue>()?.get();
                    (value != "null").then_some(Cell::Text(Cow::Borrowed(value)))
                }
            };
            if let Some(slot) = self.cells.get_mut(column) {
                *slot = cell;
            }
        }
        Ok(())
    }
}

/// A column on its way.
enum Builder {
    Boolean(BooleanBuilder),
    Integer(Int64Builder),
    Number(Float64Builder),
    Text(StringBuilder),
}

impl Builder {
    fn new(shape: Shape) -> Self {
        match shape {
            Shape::Boolean => Self::Boolean(BooleanBuilder::new()),
            Shape::Integer | Shape::Long => Self::Integer(Int64Builder::new()),
            Shape::Number => Self::Number(Float64Builder::new()),
            Shape::Null | Shape::Literal | Shape::Text | Shape::Json => Self::Text(StringBuilder::new()),
        }
    }

    fn push(&mut self, cell: Option<Cell<'_>>) {
        match (self, cell) {
            (Self::Boolean(values), Some(Cell::Boolean(value))) => values.append_value(value),
            (Self::Integer(values), Some(Cell::Integer(value))) => values.append_value(value),
            (Self::Number(values), Some(Cell::Number(value))) => values.append_value(value),
            (Self::Text(values), Some(Cell::Text(value))) => values.append_value(value),
            (Self::Boolean(values), _) => values.append_null(),
            (Self::Integer(values), _) => values.append_null(),
            (Self::Number(values), _) => values.append_null(),
            (Self::Text(values), _) => values.append_null(),
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            Self::Boolean(mut values) => Arc::new(values.finish()),
            Self::Integer(mut values) => Arc::new(values.finish()),
            Self::Number(mut values) => Arc::new(values.finish()),
            Self::Text(mut values) => Arc::new(values.finish()),
        }
    }
}

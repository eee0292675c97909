//! Columns being filled: one Arrow builder each, with the declaration that says where its values come from.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BinaryBuilder, BooleanBuilder, Float32Builder, Int32Builder, Int64Builder, ListBuilder, RecordBatch,
    StringBuilder, StructBuilder, TimestampMicrosecondBuilder,
};
use arrow::datatypes::{DataType, SchemaRef};
use arrow::error::ArrowError;

use crate::dataset::column::{Column, Table, Value};

/// The rows of a table that have not gone to its file yet.
pub(crate) struct Columns<T: Table> {
    schema: SchemaRef,
    builders: Vec<(Value<T>, Builder)>,
    rows: usize,
    bytes: usize,
}

enum Builder {
    Text(StringBuilder),
    Flag(BooleanBuilder),
    Int(Int32Builder),
    Size(Int64Builder),
    Float(Float32Builder),
    Time(TimestampMicrosecondBuilder),
    Texts(ListBuilder<StringBuilder>),
    Ranges(ListBuilder<StructBuilder>),
    Bytes(ListBuilder<BinaryBuilder>),
}

impl Builder {
    fn new(data_type: &DataType) -> Self {
        match data_type {
            DataType::Boolean => Builder::Flag(BooleanBuilder::new()),
            DataType::Int32 => Builder::Int(Int32Builder::new()),
            DataType::Int64 => Builder::Size(Int64Builder::new()),
            DataType::Float32 => Builder::Float(Float32Builder::new()),
            DataType::Timestamp(_, _) => Builder::Time(TimestampMicrosecondBuilder::new().with_timezone("UTC")),
            DataType::List(inner) => match inner.data_type() {
                DataType::Struct(fields) => {
                    let items = StructBuilder::from_fields(fields.clone(), 0);
                    Builder::Ranges(ListBuilder::new(items).with_field(inner.clone()))
                }
                DataType::Binary => Builder::Bytes(ListBuilder::new(BinaryBuilder::new()).with_field(inner.clone())),
                _ => Builder::Texts(ListBuilder::new(StringBuilder::new()).with_field(inner.clone())),
            },
            _ => Builder::Text(StringBuilder::new()),
        }
    }

    /// Appends the value that `row` has; gives its size in bytes.
    fn append<'a, T: Table>(&mut self, value: Value<T>, row: &'a T::Row<'a>) -> usize {
        match (self, value) {
            (Builder::Text(builder), Value::Text(get, _)) => append_text(builder, Some(get(row))),
            (Builder::Text(builder), Value::Name(get, _)) => append_text(builder, Some(get(row))),
            (Builder::Text(builder), Value::MaybeText(get, _)) => append_text(builder, get(row)),
            (Builder::Flag(builder), Value::Flag(get, _)) => {
                builder.append_value(get(row));
                1
            }
            (Builder::Int(builder), Value::Int(get, _)) => {
                builder.append_value(int(get(row)));
                4
            }
            (Builder::Int(builder), Value::MaybeInt(get, _)) => {
                builder.append_option(get(row).map(int));
                4
            }
            (Builder::Size(builder), Value::Size(get, _)) => {
                builder.append_value(i64::try_from(get(row)).unwrap_or(i64::MAX));
                8
            }
            (Builder::Float(builder), Value::Float(get, _)) => {
                builder.append_value(get(row));
                4
            }
            (Builder::Float(builder), Value::MaybeFloat(get, _)) => {
                builder.append_option(get(row));
                4
            }
            (Builder::Time(builder), Value::MaybeTime(get, _)) => {
                builder.append_option(get(row));
                8
            }
            (Builder::Texts(builder), Value::Texts(get, _)) => {
                let texts = get(row);
                texts.iter().for_each(|text| builder.values().append_value(text));
                builder.append(true);
                texts.iter().map(String::len).sum()
            }
            (Builder::Ranges(builder), Value::Ranges(get, _)) => {
                let ranges = get(row);
                ranges.iter().for_each(|range| append_range(builder.values(), *range));
                builder.append(true);
                8 * ranges.len()
            }
            (Builder::Bytes(builder), Value::Bytes(get, _)) => {
                let items = get(row);
                items.iter().for_each(|bytes| builder.values().append_value(bytes));
                builder.append(true);
                items.iter().map(Vec::len).sum()
            }
            // A builder is made from the type of its column. Were they ever to differ, the columns would end with
            // different lengths, and making the batch fails.
            _ => 0,
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Builder::Text(builder) => Arc::new(builder.finish()),
            Builder::Flag(builder) => Arc::new(builder.finish()),
            Builder::Int(builder) => Arc::new(builder.finish()),
            Builder::Size(builder) => Arc::new(builder.finish()),
            Builder::Float(builder) => Arc::new(builder.finish()),
            Builder::Time(builder) => Arc::new(builder.finish()),
            Builder::Texts(builder) => Arc::new(builder.finish()),
            Builder::Ranges(builder) => Arc::new(builder.finish()),
            Builder::Bytes(builder) => Arc::new(builder.finish()),
        }
    }
}

fn append_text(builder: &mut StringBuilder, text: Option<&str>) -> usize {
    builder.append_option(text);
    text.map_or(0, str::len)
}

fn append_range(builder: &mut StructBuilder, range: (u32, u32)) {
    for (index, bound) in [range.0, range.1].into_iter().enumerate() {
        if let Some(bounds) = builder.field_builder::<Int32Builder>(index) {
            bounds.append_value(int(bound));
        }
    }
    builder.append(true);
}

/// Code points fit: a Parquet value holds at most 2 GiB.
fn int(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

impl<T: Table> Columns<T> {
    pub(crate) fn new(schema: SchemaRef) -> Self {
        let builder = |column: &Column<T>| (column.value, Builder::new(&column.value.data_type()));
        let builders = T::COLUMNS.iter().map(builder).collect();
        Self { schema, builders, rows: 0, bytes: 0 }
    }

    /// Appends a row; gives its size in bytes.
    pub(crate) fn append<'a>(&mut self, row: &'a T::Row<'a>) -> usize {
        let bytes = self.builders.iter_mut().map(|(value, builder)| builder.append(*value, row)).sum();
        self.rows += 1;
        self.bytes += bytes;
        bytes
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The rows so far, and none are left.
    pub(crate) fn take(&mut self) -> Result<RecordBatch, ArrowError> {
        (self.rows, self.bytes) = (0, 0);
        let columns = self.builders.iter_mut().map(|(_, builder)| builder.finish()).collect();
        RecordBatch::try_new(self.schema.clone(), columns)
    }
}

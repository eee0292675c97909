//! Cells of a batch back into rows, by the declarations of the columns.

use std::path::Path;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BinaryArray, BooleanArray, Float32Array, Int32Array, Int64Array, ListArray, RecordBatch,
    StringArray, StructArray, TimestampMicrosecondArray,
};

use crate::dataset::column::{Column, Table, Value};
use crate::dataset::error::Error;

/// Rows of one file that were read together.
pub(super) struct Batch {
    path: Arc<Path>,
    /// The columns in the order of their declarations.
    columns: Vec<ArrayRef>,
    rows: usize,
}

impl Batch {
    /// The columns of table `T`; others are ignored.
    pub(super) fn new<T: Table>(path: Arc<Path>, batch: &RecordBatch) -> Result<Self, Error> {
        let find = |column: &Column<T>| {
            let found = batch.column_by_name(column.name);
            let found = found.filter(|found| *found.data_type() == column.value.data_type());
            found.cloned().ok_or_else(|| wrong_type(&path, column.name))
        };
        let columns = T::COLUMNS.iter().map(find).collect::<Result<_, _>>()?;
        Ok(Self { path, columns, rows: batch.num_rows() })
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// What row number `row` holds in the first column, which says what it belongs to.
    pub(super) fn key<T: Table>(&self, row: usize) -> Result<&str, Error> {
        let (Some(column), Some(cells)) = (T::COLUMNS.first(), self.columns.first()) else { return Ok("") };
        typed::<StringArray>(cells).map(|cells| cells.value(row)).map_err(|wrong| wrong.at(&self.path, column.name))
    }

    /// Row number `row` of table `T`.
    pub(super) fn read<T: Table>(&self, row: usize) -> Result<T::Row<'_>, Error> {
        let mut values = T::Row::default();
        for (column, cells) in T::COLUMNS.iter().zip(&self.columns) {
            set::<T>(column.value, cells, row, &mut values).map_err(|wrong| wrong.at(&self.path, column.name))?;
        }
        Ok(values)
    }
}

/// Why a cell cannot be a value of its column.
enum Wrong {
    Type,
    /// Below 0, or above what the column counts to.
    Number(i64),
    /// A name that is none of those that the column may hold.
    Name(String),
}

impl Wrong {
    fn at(self, path: &Path, column: &'static str) -> Error {
        match self {
            Wrong::Type => wrong_type(path, column),
            Wrong::Number(value) => Error::Value { path: path.to_owned(), column, value: value.to_string() },
            Wrong::Name(value) => Error::Value { path: path.to_owned(), column, value },
        }
    }
}

fn wrong_type(path: &Path, column: &str) -> Error {
    Error::damaged(path)(format!("no column `{column}` of the right type"))
}

/// Gives `row` what cell number `at` holds. A null in a column without nulls is an empty value.
fn set<'a, T: Table>(value: Value<T>, cells: &'a ArrayRef, at: usize, row: &mut T::Row<'a>) -> Result<(), Wrong> {
    let is_valid = cells.is_valid(at);
    match value {
        Value::Text(_, set) => set(row, typed::<StringArray>(cells)?.value(at)),
        Value::MaybeText(_, set) => {
            let text = typed::<StringArray>(cells)?.value(at);
            set(row, is_valid.then_some(text));
        }
        Value::Name(_, set) => {
            let name = typed::<StringArray>(cells)?.value(at);
            if !set(row, name) {
                return Err(Wrong::Name(name.to_owned()));
            }
        }
        Value::Flag(_, set) => set(row, typed::<BooleanArray>(cells)?.value(at)),
        Value::Int(_, set) => set(row, count(typed::<Int32Array>(cells)?.value(at))?),
        Value::MaybeInt(_, set) => {
            let number = typed::<Int32Array>(cells)?.value(at);
            set(row, is_valid.then(|| count(number)).transpose()?);
        }
        Value::Size(_, set) => {
            let size = typed::<Int64Array>(cells)?.value(at);
            set(row, u64::try_from(size).map_err(|_| Wrong::Number(size))?);
        }
        Value::Float(_, set) => set(row, typed::<Float32Array>(cells)?.value(at)),
        Value::MaybeFloat(_, set) => {
            let number = typed::<Float32Array>(cells)?.value(at);
            set(row, is_valid.then_some(number));
        }
        Value::MaybeTime(_, set) => {
            let time = typed::<TimestampMicrosecondArray>(cells)?.value(at);
            set(row, is_valid.then_some(time));
        }
        Value::Texts(_, set) => {
            let list = typed::<ListArray>(cells)?.value(at);
            let texts = typed::<StringArray>(&list)?.iter();
            set(row, texts.map(|text| text.unwrap_or_default().to_owned()).collect());
        }
        Value::Ranges(_, set) => set(row, ranges(&typed::<ListArray>(cells)?.value(at))?),
        Value::Bytes(_, set) => {
            let list = typed::<ListArray>(cells)?.value(at);
            let items = typed::<BinaryArray>(&list)?.iter();
            set(row, items.map(|bytes| bytes.unwrap_or_default().to_vec()).collect());
        }
    }
    Ok(())
}

fn typed<A: Array + 'static>(cells: &ArrayRef) -> Result<&A, Wrong> {
    cells.as_any().downcast_ref().ok_or(Wrong::Type)
}

fn count(number: i32) -> Result<u32, Wrong> {
    u32::try_from(number).map_err(|_| Wrong::Number(number.into()))
}

fn ranges(list: &ArrayRef) -> Result<Vec<(u32, u32)>, Wrong> {
    let [starts, ends] = typed::<StructArray>(list)?.columns() else { return Err(Wrong::Type) };
    let (starts, ends) = (typed::<Int32Array>(starts)?, typed::<Int32Array>(ends)?);
    let pairs = starts.values().iter().zip(ends.values());
    pairs.map(|(&start, &end)| Ok((count(start)?, count(end)?))).collect()
}

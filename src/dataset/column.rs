//! How a table and its columns are declared.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, TimeUnit};

/// A table of the dataset. Its columns are declared in one place, in order.
pub trait Table: 'static {
    /// A row on its way into a file or out of one. What is long is borrowed: from the document that is written, or from
    /// the part of the file that is being read.
    type Row<'a>: Default;
    /// Name of the table and of its folder.
    const NAME: &'static str;
    /// One line for people.
    const ABOUT: &'static str;
    /// The option that asks for the table; none for a table that every dataset has.
    const OPTION: Option<&'static str> = None;
    /// The columns, in order. The first one is text and says what the row belongs to.
    const COLUMNS: &'static [Column<Self>];
}

/// A column: its name, what it means, how it is stored, and the way of its value out of a row and into one.
pub struct Column<T: Table + ?Sized> {
    /// Name in the file.
    pub name: &'static str,
    /// One line for people.
    pub about: &'static str,
    /// How it is stored.
    pub storage: Storage,
    /// How to get the value and how to set it; the variant is the column's type.
    pub value: Value<T>,
}

/// How the values of a column are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// As Parquet stores it by itself: with a dictionary where values repeat, with statistics.
    Plain,
    /// An identifier or a hash: with a bloom filter, for looking up single rows.
    Key,
    /// Long text: without dictionary and without statistics.
    Long,
    /// Numbers that mostly grow from row to row: as differences.
    Rising,
}

/// The value of a column: how it is got from a row and how a row is given it. Columns whose variants begin with `Maybe`
/// may hold nulls. Where a value follows from others, setting it does nothing.
pub enum Value<T: Table + ?Sized> {
    /// Text.
    Text(for<'a> fn(&'a T::Row<'a>) -> &'a str, for<'a> fn(&mut T::Row<'a>, &'a str)),
    /// Text that may be missing.
    MaybeText(for<'a> fn(&'a T::Row<'a>) -> Option<&'a str>, for<'a> fn(&mut T::Row<'a>, Option<&'a str>)),
    /// One of a closed list of names. Setting it tells whether the name is one of them.
    Name(for<'a> fn(&'a T::Row<'a>) -> &'a str, for<'a> fn(&mut T::Row<'a>, &str) -> bool),
    /// Yes or no.
    Flag(for<'a> fn(&'a T::Row<'a>) -> bool, for<'a> fn(&mut T::Row<'a>, bool)),
    /// A count, a length or a place in a text.
    Int(for<'a> fn(&'a T::Row<'a>) -> u32, for<'a> fn(&mut T::Row<'a>, u32)),
    /// A count or a place that may be missing.
    MaybeInt(for<'a> fn(&'a T::Row<'a>) -> Option<u32>, for<'a> fn(&mut T::Row<'a>, Option<u32>)),
    /// A size in bytes.
    Size(for<'a> fn(&'a T::Row<'a>) -> u64, for<'a> fn(&mut T::Row<'a>, u64)),
    /// A share or a mean.
    Float(for<'a> fn(&'a T::Row<'a>) -> f32, for<'a> fn(&mut T::Row<'a>, f32)),
    /// A share that may be missing.
    MaybeFloat(for<'a> fn(&'a T::Row<'a>) -> Option<f32>, for<'a> fn(&mut T::Row<'a>, Option<f32>)),
    /// Microseconds since 1970 UTC, which may be missing.
    MaybeTime(for<'a> fn(&'a T::Row<'a>) -> Option<i64>, for<'a> fn(&mut T::Row<'a>, Option<i64>)),
    /// A list of texts.
    Texts(for<'a> fn(&'a T::Row<'a>) -> &'a [String], for<'a> fn(&mut T::Row<'a>, Vec<String>)),
    /// A list of ranges, in code points.
    Ranges(for<'a> fn(&'a T::Row<'a>) -> &'a [(u32, u32)], for<'a> fn(&mut T::Row<'a>, Vec<(u32, u32)>)),
    /// A list of byte strings.
    Bytes(for<'a> fn(&'a T::Row<'a>) -> &'a [Vec<u8>], for<'a> fn(&mut T::Row<'a>, Vec<Vec<u8>>)),
}

impl<T: Table + ?Sized> Column<T> {
    /// A column that is stored as Parquet stores it by itself.
    #[must_use]
    pub const fn new(name: &'static str, about: &'static str, value: Value<T>) -> Self {
        Self { name, about, storage: Storage::Plain, value }
    }

    /// A column of identifiers or hashes, for looking up single rows.
    #[must_use]
    pub const fn key(name: &'static str, about: &'static str, value: Value<T>) -> Self {
        Self { name, about, storage: Storage::Key, value }
    }

    /// A column of long texts.
    #[must_use]
    pub const fn long(name: &'static str, about: &'static str, value: Value<T>) -> Self {
        Self { name, about, storage: Storage::Long, value }
    }

    /// A column of numbers that mostly grow from row to row.
    #[must_use]
    pub const fn rising(name: &'static str, about: &'static str, value: Value<T>) -> Self {
        Self { name, about, storage: Storage::Rising, value }
    }
}

impl<T: Table + ?Sized> Clone for Value<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Table + ?Sized> Copy for Value<T> {}

impl<T: Table + ?Sized> Value<T> {
    /// Arrow type of the column.
    #[must_use]
    pub fn data_type(&self) -> DataType {
        match self {
            Value::Text(..) | Value::MaybeText(..) | Value::Name(..) => DataType::Utf8,
            Value::Flag(..) => DataType::Boolean,
            Value::Int(..) | Value::MaybeInt(..) => DataType::Int32,
            Value::Size(..) => DataType::Int64,
            Value::Float(..) | Value::MaybeFloat(..) => DataType::Float32,
            Value::MaybeTime(..) => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            Value::Texts(..) => DataType::List(element(DataType::Utf8)),
            Value::Ranges(..) => DataType::List(element(range_type())),
            Value::Bytes(..) => DataType::List(element(DataType::Binary)),
        }
    }

    /// Whether the column may hold nulls.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        matches!(self, Value::MaybeText(..) | Value::MaybeInt(..) | Value::MaybeFloat(..) | Value::MaybeTime(..))
    }
}

/// The element of a list column, under the name that the Parquet format asks for.
fn element(data_type: DataType) -> Arc<Field> {
    Arc::new(Field::new("element", data_type, false))
}

/// A range: `start` and `end` as whole numbers.
fn range_type() -> DataType {
    let bound = |name| Field::new(name, DataType::Int32, false);
    DataType::Struct(vec![bound("start"), bound("end")].into())
}

/// The Arrow schema of a table.
#[must_use]
pub fn arrow<T: Table>() -> Schema {
    let field = |column: &Column<T>| Field::new(column.name, column.value.data_type(), column.value.is_nullable());
    Schema::new(T::COLUMNS.iter().map(field).collect::<Vec<_>>())
}

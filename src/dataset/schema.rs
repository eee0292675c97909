//! Tables, declared once: from these come the Arrow schemas, the data dictionary, the card and the Croissant file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, TimeUnit};

use super::TableEntry;
use super::table::{Data, Inputs, Ledger, Paragraphs, Rejects, Sentences, Tokens};

/// A table of the dataset. Its columns are declared in one place, in order.
pub trait Table: 'static {
    /// What a row is made from.
    type Row<'a>;
    /// Name of the table and of its folder.
    const NAME: &'static str;
    /// One line for people.
    const ABOUT: &'static str;
    /// The option that asks for the table; none for a table that every dataset has.
    const OPTION: Option<&'static str> = None;
    /// The columns, in order.
    const COLUMNS: &'static [Column<Self>];
}

/// A column: its name, what it means, and how its value is got from a row.
pub struct Column<T: Table + ?Sized> {
    /// Name in the file.
    pub name: &'static str,
    /// One line for people.
    pub about: &'static str,
    /// How to get the value; its variant is the column's type.
    pub get: Get<T>,
}

/// How a value is got from a row, by type. Variants beginning with `Maybe` give columns that may hold nulls.
pub enum Get<T: Table + ?Sized> {
    /// An identifier or a hash: text with a bloom filter, for looking up single rows.
    Key(for<'a> fn(&'a T::Row<'a>) -> &'a str),
    /// An identifier or a hash that may be missing.
    MaybeKey(for<'a> fn(&'a T::Row<'a>) -> Option<&'a str>),
    /// One of few values, or short text.
    Word(for<'a> fn(&'a T::Row<'a>) -> &'a str),
    /// One of few values, or short text, that may be missing.
    MaybeWord(for<'a> fn(&'a T::Row<'a>) -> Option<&'a str>),
    /// Long text: without dictionary and without statistics.
    Text(for<'a> fn(&'a T::Row<'a>) -> &'a str),
    /// Long text that may be missing.
    MaybeText(for<'a> fn(&'a T::Row<'a>) -> Option<&'a str>),
    /// Yes or no.
    Flag(for<'a> fn(&'a T::Row<'a>) -> bool),
    /// A count, a length or a place in a text.
    Int(for<'a> fn(&'a T::Row<'a>) -> u32),
    /// A number that mostly grows from row to row, stored as differences.
    Rising(for<'a> fn(&'a T::Row<'a>) -> u32),
    /// A count or a place that may be missing.
    MaybeInt(for<'a> fn(&'a T::Row<'a>) -> Option<u32>),
    /// A size in bytes.
    Size(for<'a> fn(&'a T::Row<'a>) -> u64),
    /// A share or a mean.
    Float(for<'a> fn(&'a T::Row<'a>) -> f32),
    /// A share that may be missing.
    MaybeFloat(for<'a> fn(&'a T::Row<'a>) -> Option<f32>),
    /// Microseconds since 1970 UTC, which may be missing.
    MaybeTime(for<'a> fn(&'a T::Row<'a>) -> Option<i64>),
    /// A list of texts.
    Texts(for<'a> fn(&'a T::Row<'a>) -> &'a [String]),
    /// A list of ranges, in code points.
    Ranges(for<'a> fn(&'a T::Row<'a>) -> &'a [(u32, u32)]),
    /// A list of byte strings.
    Bytes(for<'a> fn(&'a T::Row<'a>) -> &'a [Vec<u8>]),
}

impl<T: Table + ?Sized> Clone for Get<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Table + ?Sized> Copy for Get<T> {}

impl<T: Table + ?Sized> Get<T> {
    /// Arrow type of the column.
    #[must_use]
    pub fn data_type(&self) -> DataType {
        match self {
            Get::Key(_) | Get::MaybeKey(_) | Get::Word(_) | Get::MaybeWord(_) | Get::Text(_) | Get::MaybeText(_) => {
                DataType::Utf8
            }
            Get::Flag(_) => DataType::Boolean,
            Get::Int(_) | Get::Rising(_) | Get::MaybeInt(_) => DataType::Int32,
            Get::Size(_) => DataType::Int64,
            Get::Float(_) | Get::MaybeFloat(_) => DataType::Float32,
            Get::MaybeTime(_) => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            Get::Texts(_) => DataType::List(element(DataType::Utf8)),
            Get::Ranges(_) => DataType::List(element(range_type())),
            Get::Bytes(_) => DataType::List(element(DataType::Binary)),
        }
    }

    /// Whether the column may hold nulls.
    #[must_use]
    pub fn nullable(&self) -> bool {
        matches!(
            self,
            Get::MaybeKey(_)
                | Get::MaybeWord(_)
                | Get::MaybeText(_)
                | Get::MaybeInt(_)
                | Get::MaybeFloat(_)
                | Get::MaybeTime(_)
        )
    }
}

/// The element of a list column, under the name that the Parquet format asks for.
pub(super) fn element(data_type: DataType) -> Arc<Field> {
    Arc::new(Field::new("element", data_type, false))
}

/// A range: `start` and `end` as whole numbers.
pub(super) fn range_type() -> DataType {
    let bound = |name| Field::new(name, DataType::Int32, false);
    DataType::Struct(vec![bound("start"), bound("end")].into())
}

/// The Arrow schema of a table.
#[must_use]
pub fn arrow<T: Table>() -> Schema {
    let field = |column: &Column<T>| Field::new(column.name, column.get.data_type(), column.get.nullable());
    Schema::new(T::COLUMNS.iter().map(field).collect::<Vec<_>>())
}

/// What the files about the dataset say of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// Name of the table and of its folder.
    pub name: &'static str,
    /// One line for people.
    pub about: &'static str,
    /// The option that asks for the table, if it is one.
    pub option: Option<&'static str>,
    /// Names, types and meanings of the columns.
    pub columns: Vec<(Field, &'static str)>,
}

fn describe<T: Table>() -> Description {
    let fields = arrow::<T>().fields().iter().map(|field| field.as_ref().clone()).collect::<Vec<_>>();
    let columns = fields.into_iter().zip(T::COLUMNS.iter().map(|column| column.about)).collect();
    Description { name: T::NAME, about: T::ABOUT, option: T::OPTION, columns }
}

/// All tables, in the order in which they are shown.
#[must_use]
pub fn tables() -> [Description; 7] {
    [
        describe::<Data>(),
        describe::<Paragraphs>(),
        describe::<Sentences>(),
        describe::<Tokens>(),
        describe::<Ledger>(),
        describe::<Rejects>(),
        describe::<Inputs>(),
    ]
}

/// The tables that a dataset has, in the order in which they are shown.
pub(super) fn written(entries: &BTreeMap<String, TableEntry>) -> Vec<Description> {
    tables().into_iter().filter(|table| entries.contains_key(table.name)).collect()
}

/// A type in words, as data frames print it.
#[must_use]
pub fn type_name(data_type: &DataType) -> String {
    match data_type {
        DataType::Utf8 => "string".into(),
        DataType::Boolean => "bool".into(),
        DataType::Int32 => "int32".into(),
        DataType::Int64 => "int64".into(),
        DataType::Float32 => "float32".into(),
        DataType::Binary => "binary".into(),
        DataType::Timestamp(_, _) => "timestamp[us, UTC]".into(),
        DataType::List(inner) => format!("list<{}>", type_name(inner.data_type())),
        DataType::Struct(fields) => {
            let inner = |field: &Arc<Field>| format!("{}: {}", field.name(), type_name(field.data_type()));
            format!("struct<{}>", fields.iter().map(inner).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// The data dictionary in Markdown: every table, every column.
#[must_use]
pub fn dictionary() -> String {
    let mut page = String::from("# Data dictionary\n\n");
    page.push_str(
        "Offsets and lengths count Unicode code points unless said otherwise, so that `text[start:end]` works in \
         Python. A column is never null unless its type ends in `?`.\n",
    );
    for table in tables() {
        let when = table.option.map(|option| format!(" Written with `{option}`.")).unwrap_or_default();
        let _ = write!(page, "\n## {}\n\n{}{when}\n\n{}", table.name, table.about, columns(&table));
    }
    page
}

/// The columns of a table as a Markdown table.
#[must_use]
pub fn columns(table: &Description) -> String {
    let mut page = String::from("| column | type | meaning |\n|---|---|---|\n");
    for (field, about) in &table.columns {
        let mark = if field.is_nullable() { "?" } else { "" };
        let _ = writeln!(page, "| `{}` | `{}{mark}` | {about} |", field.name(), type_name(field.data_type()));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_named_once_and_explained() {
        for table in tables() {
            let mut names: Vec<_> = table.columns.iter().map(|(field, _)| field.name().clone()).collect();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), table.columns.len(), "{}", table.name);
            assert!(table.columns.iter().all(|(_, about)| about.ends_with('.')), "{}", table.name);
        }
    }

    /// The file is left out of the published crate.
    #[test]
    fn the_documentation_is_up_to_date() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schema.md");
        match std::fs::read_to_string(path) {
            Ok(page) => assert!(page == dictionary(), "write it again: taojin schema > docs/schema.md"),
            Err(_) => println!("skipped: no docs/schema.md"),
        }
    }

    #[test]
    fn the_dictionary_names_types_as_data_frames_do() {
        let page = dictionary();
        assert!(page.contains("| `ranges` | `list<struct<start: int32, end: int32>>` |"), "{page}");
        assert!(page.contains("| `published` | `timestamp[us, UTC]?` |"), "{page}");
    }
}

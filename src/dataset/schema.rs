//! What the tables are, for people: the data dictionary, and what the card and the Croissant file say of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field};

use super::column::{self, Table};
use super::manifest::TableEntry;
use super::table::{Data, Inputs, Ledger, Paragraphs, Rejects, Sentences, Tokens};

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
    let fields = column::arrow::<T>().fields().iter().map(|field| field.as_ref().clone()).collect::<Vec<_>>();
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
    fn lists_of_values_are_whole() {
        let columns = |name: &str| -> Vec<&'static str> {
            let tables = tables();
            tables
                .iter()
                .flat_map(|table| &table.columns)
                .filter(|(field, _)| field.name() == name)
                .map(|(_, about)| *about)
                .collect()
        };
        let formats = columns("format");
        assert!(!formats.is_empty());
        for format in crate::document::Format::ALL {
            let name = format!("`{}`", format.name());
            assert!(formats.iter().all(|about| about.contains(&name)), "{name} is missing in {formats:?}");
        }
    }

    #[test]
    fn the_dictionary_names_types_as_data_frames_do() {
        let page = dictionary();
        assert!(page.contains("| `ranges` | `list<struct<start: int32, end: int32>>` |"), "{page}");
        assert!(page.contains("| `published` | `timestamp[us, UTC]?` |"), "{page}");
    }
}

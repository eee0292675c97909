//! Columns that several tables have.

use super::super::column::{Column, Table, Value};
use crate::document::{Format, Record};

/// A table whose rows belong to a document of the table `data`.
pub(in super::super) trait OfDocument: Table {
    /// Identifier of the document.
    fn document<'a>(row: &Self::Row<'a>) -> &'a str;
    /// The place of that identifier.
    fn document_mut<'r, 'a>(row: &'r mut Self::Row<'a>) -> &'r mut &'a str;
}

/// A table whose rows are documents.
pub(in super::super) trait OfRecord: Table {
    /// The document.
    fn record<'r>(row: &'r Self::Row<'_>) -> &'r Record;
    /// The document that a row being read is about to become.
    fn record_mut<'r>(row: &'r mut Self::Row<'_>) -> &'r mut Record;
}

pub(super) const fn document_id<T: OfDocument>() -> Column<T> {
    let value = Value::Text(|row| T::document(row), |row, id| *T::document_mut(row) = id);
    Column::key("document_id", "`id` of the document in `data`.", value)
}

pub(super) const fn id<T: OfRecord>() -> Column<T> {
    let value = Value::Text(|row| &T::record(row).id, |row, id| T::record_mut(row).id = id.to_owned());
    Column::key("id", "Identifier made of origin and content: 32 hex digits.", value)
}

pub(super) const fn source_path<T: OfRecord>() -> Column<T> {
    let value =
        Value::Text(|row| &T::record(row).origin.path, |row, path| T::record_mut(row).origin.path = path.to_owned());
    Column::new("source_path", "Path of the input file below the folder given.", value)
}

pub(super) const fn member<T: OfRecord>() -> Column<T> {
    let value = Value::MaybeText(
        |row| some(&T::record(row).origin.member),
        |row, member| T::record_mut(row).origin.member = text(member),
    );
    Column::new("member", "Which document of a file that holds several.", value)
}

pub(super) const fn source_sha256<T: OfRecord>() -> Column<T> {
    let value = Value::Text(
        |row| &T::record(row).origin.sha256,
        |row, sha256| T::record_mut(row).origin.sha256 = sha256.to_owned(),
    );
    Column::key("source_sha256", "SHA-256 of the document's own bytes, after decompression.", value)
}

pub(super) const fn source_bytes<T: OfRecord>() -> Column<T> {
    let value = Value::Size(|row| T::record(row).origin.bytes, |row, bytes| T::record_mut(row).origin.bytes = bytes);
    Column::new("source_bytes", "Number of those bytes.", value)
}

pub(super) const fn source_chars<T: OfRecord>() -> Column<T> {
    let value = Value::Int(|row| T::record(row).source_chars, |row, chars| T::record_mut(row).source_chars = chars);
    Column::new("source_chars", "Length of the source text.", value)
}

pub(super) const fn format<T: OfRecord>() -> Column<T> {
    let value = Value::Name(
        |row| T::record(row).format.name(),
        |row, name| put(&mut T::record_mut(row).format, Format::parse(name)),
    );
    Column::new("format", "What the source was read as: `plain`, `markdown`, `html` or `feed`.", value)
}

pub(super) const fn encoding<T: OfRecord>() -> Column<T> {
    let value = Value::Text(|row| &T::record(row).encoding, |row, name| T::record_mut(row).encoding = name.to_owned());
    Column::new("encoding", "Character encoding of the source, as the WHATWG spells it.", value)
}

/// Nothing for empty text.
pub(super) fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// Empty text for nothing.
pub(super) fn text(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

/// Puts what a name was found to mean in its place; tells whether it was found.
pub(super) fn put<V>(place: &mut V, found: Option<V>) -> bool {
    found.map(|value| *place = value).is_some()
}

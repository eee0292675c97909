//! Names that no version knows, put into a table by another hand.

use std::fs::File;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;

use crate::dataset::column::{Column, Table, Value, arrow};
use crate::dataset::read::Rows;
use crate::dataset::table::{
    Data, InputRow, Inputs, KeptRow, Ledger, LedgerRow, ParagraphRow, Paragraphs, RejectedRow, Rejects, SentenceRow,
    Sentences, TokenRow, Tokens,
};
use crate::dataset::write::Columns;

/// Every column of `T` that holds names of a closed list, and what is said when one of them holds something else.
fn complaints<'a, T: Table>(row: &'a T::Row<'a>) -> Vec<(&'static str, String)> {
    let scratch = tempfile::tempdir().expect("scratch");
    let path = scratch.path().join("odd.parquet");
    let names = T::COLUMNS.iter().enumerate().filter(|(_, column)| matches!(column.value, Value::Name(..)));
    let complain = |(index, column): (usize, &Column<T>)| {
        let schema = Arc::new(arrow::<T>());
        let mut columns = Columns::<T>::new(schema.clone());
        columns.append(row);
        let mut arrays = columns.take().expect("batch").columns().to_vec();
        arrays[index] = Arc::new(StringArray::from(vec!["eaten"])) as ArrayRef;
        let batch = RecordBatch::try_new(schema.clone(), arrays).expect("batch");
        let mut writer = ArrowWriter::try_new(File::create(&path).expect("file"), schema, None).expect("writer");
        writer.write(&batch).expect("write");
        writer.close().expect("close");
        let found = Rows::<T>::new([path.clone()]).next().expect("readable").expect("a row");
        (column.name, found.read().err().expect("refused").to_string())
    };
    names.map(complain).collect()
}

#[test]
fn a_name_that_is_not_known_is_refused_with_file_and_column() {
    let complaints: Vec<(&str, String)> = [
        complaints::<Data>(&KeptRow::default()),
        complaints::<Paragraphs>(&ParagraphRow::default()),
        complaints::<Sentences>(&SentenceRow::default()),
        complaints::<Tokens>(&TokenRow::default()),
        complaints::<Ledger>(&LedgerRow::default()),
        complaints::<Rejects>(&RejectedRow::default()),
        complaints::<Inputs>(&InputRow::default()),
    ]
    .concat();
    let columns: Vec<&str> = complaints.iter().map(|(column, _)| *column).collect();
    assert_eq!(columns, ["format", "split", "kind", "action", "format", "status"]);
    for (column, complaint) in complaints {
        assert!(complaint.contains("odd.parquet is damaged"), "{complaint}");
        assert!(complaint.contains(&format!("column `{column}` holds `eaten`")), "{complaint}");
    }
}

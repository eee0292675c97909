//! Reading tables a batch at a time.

use std::borrow::Cow;
use std::fmt;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use arrow::array::{Array, LargeStringArray, RecordBatch, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::columns::Columns;
use super::lines::{Block, Lines};
use super::shape::{Shape, Shapes};
use crate::dedup::error::Error;

/// Rows that are taken out of a Parquet file at once: few, for equal ones of a megabyte each may be a few bytes in it.
const ROWS: usize = 64;
/// Rows and bytes that such pieces are gathered to before threads look at them.
const BATCH_ROWS: usize = 8192;
const BATCH_BYTES: usize = 32 << 20;

/// An input file.
pub(super) enum Source {
    Parquet(PathBuf),
    Lines(PathBuf),
}

impl Source {
    /// The file at `path`; its first bytes tell what it is.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let kind = fs::metadata(path).map_err(Error::of_input(path, UNREADABLE))?;
        if !kind.is_file() {
            let problem =
                "is no regular file, and files are read twice; name the files in a folder, write a pipe to a file";
            return Err(Error::input(path, problem));
        }
        let mut magic = Vec::new();
        let read = File::open(path).and_then(|file| file.take(4).read_to_end(&mut magic));
        read.map_err(Error::of_input(path, UNREADABLE))?;
        Ok(if magic == b"PAR1" { Source::Parquet(path.into()) } else { Source::Lines(path.into()) })
    }

    pub(super) fn is_parquet(&self) -> bool {
        matches!(self, Source::Parquet(_))
    }

    pub(super) fn path(&self) -> &Path {
        match self {
            Source::Parquet(path) | Source::Lines(path) => path,
        }
    }

    /// Columns of a Parquet file; none for lines.
    pub(super) fn schema(&self) -> Result<Option<SchemaRef>, Error> {
        match self {
            Source::Lines(_) => Ok(None),
            Source::Parquet(path) => Ok(Some(parquet(path)?.schema().clone())),
        }
    }

    /// The rows in order; of Parquet files only the columns asked for, if any are.
    pub(super) fn batches(
        &self,
        columns: Option<&Columns>,
    ) -> Result<Box<dyn Iterator<Item = Result<Batch, Error>> + '_>, Error> {
        match self {
            Source::Lines(path) => {
                let file = File::open(path).map_err(Error::of_input(path, UNREADABLE))?;
                Ok(Box::new(Lines::new(path, file).map(|block| block.map(Batch::Lines))))
            }
            Source::Parquet(path) => {
                let mut builder = parquet(path)?;
                if let Some(columns) = columns {
                    let names: Vec<&str> = builder.schema().fields().iter().map(|f| f.name().as_str()).collect();
                    columns.check(path, &names)?;
                    let wanted = [columns.text.as_str(), columns.id.as_str()];
                    let mask = ProjectionMask::columns(builder.parquet_schema(), wanted);
                    builder = builder.with_projection(mask);
                }
                let reader = builder.with_batch_size(ROWS).build().map_err(Error::of_input(path, DAMAGED))?;
                let is_whole = columns.is_none();
                let mut pieces = reader.map(move |batch| {
                    let batch = batch.map_err(Error::of_input(path, DAMAGED))?;
                    if is_whole { Ok(batch) } else { strings(&batch, path) }
                });
                Ok(Box::new(std::iter::from_fn(move || gather(&mut pieces).transpose())))
            }
        }
    }
}

/// The next pieces, up to the size of a batch.
fn gather(pieces: &mut impl Iterator<Item = Result<RecordBatch, Error>>) -> Result<Option<Batch>, Error> {
    let (mut batch, mut bytes) = (Pieces::default(), 0);
    while batch.rows < BATCH_ROWS && bytes < BATCH_BYTES {
        let Some(piece) = pieces.next().transpose()? else { break };
        bytes += piece.get_array_memory_size();
        batch.push(piece);
    }
    Ok((batch.rows > 0).then_some(Batch::Rows(batch)))
}

/// The columns as strings, whatever they are: views, dictionaries, numbers.
fn strings(batch: &RecordBatch, path: &Path) -> Result<RecordBatch, Error> {
    let mut columns = Vec::new();
    for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
        let column = match field.data_type() {
            DataType::Utf8 | DataType::LargeUtf8 => column.clone(),
            _ => cast(column, &DataType::LargeUtf8).map_err(|source| Error::Input {
                place: path.display().to_string(),
                problem: format!("column `{}` is no text", field.name()),
                source: Some(source.into()),
            })?,
        };
        columns.push((field.name().clone(), column));
    }
    RecordBatch::try_from_iter(columns).map_err(Error::of_input(path, DAMAGED))
}

fn parquet(path: &Path) -> Result<ParquetRecordBatchReaderBuilder<File>, Error> {
    let file = File::open(path).map_err(Error::of_input(path, UNREADABLE))?;
    ParquetRecordBatchReaderBuilder::try_new(file).map_err(Error::of_input(path, DAMAGED))
}

/// What may be wrong with a file.
const UNREADABLE: &str = "cannot be read";
const DAMAGED: &str = "not a whole Parquet file";

/// Some rows of an input.
pub(super) enum Batch {
    Rows(Pieces),
    Lines(Block),
}

/// What deduplication needs of a row.
#[derive(Default)]
pub(super) struct Row<'a> {
    pub(super) id: Option<Cow<'a, str>>,
    pub(super) text: Option<Cow<'a, str>>,
}

/// Rows of a Parquet file, as they were taken out of it.
#[derive(Default)]
pub(super) struct Pieces {
    pub(super) batches: Vec<RecordBatch>,
    /// Number of the first row of each.
    starts: Vec<usize>,
    rows: usize,
}

impl Pieces {
    fn push(&mut self, batch: RecordBatch) {
        self.starts.push(self.rows);
        self.rows += batch.num_rows();
        self.batches.push(batch);
    }

    /// The batch that row `number` is in, and its number there.
    fn find(&self, number: usize) -> Option<(&RecordBatch, usize)> {
        let index = self.starts.partition_point(|start| *start <= number).checked_sub(1)?;
        Some((self.batches.get(index)?, number - self.starts.get(index)?))
    }
}

/// A line that is no row.
pub(super) struct Bad {
    /// Where it is, for messages.
    pub(super) place: String,
    /// Its number in the file, from 1.
    pub(super) line: usize,
    /// What is wrong.
    pub(super) reason: String,
    /// Its beginning.
    pub(super) text: String,
}

impl From<Bad> for Error {
    fn from(bad: Bad) -> Self {
        Error::Input { place: bad.place, problem: bad.reason, source: None }
    }
}

impl Batch {
    /// Number of rows.
    pub(super) fn len(&self) -> usize {
        match self {
            Batch::Rows(pieces) => pieces.rows,
            Batch::Lines(block) => block.lines.len(),
        }
    }

    /// Row `number`; what the columns of a line are like goes to `shapes`.
    pub(super) fn row(&self, number: usize, columns: &Columns, shapes: &mut Shapes) -> Result<Row<'_>, Bad> {
        match self {
            Batch::Rows(pieces) => {
                let Some((piece, number)) = pieces.find(number) else { return Ok(Row::default()) };
                Ok(Row { id: cell(piece, &columns.id, number), text: cell(piece, &columns.text, number) })
            }
            Batch::Lines(block) => {
                let (row, fields) = block.parse(number, Look { columns }).map_err(|source| {
                    let reason = format!("not a JSON object whose `{}` is text: {source}", columns.text);
                    Bad { place: block.place(number), line: block.line(number), reason, text: block.excerpt(number) }
                })?;
                for (place, (name, shape)) in fields.iter().enumerate() {
                    shapes.note(place, name, *shape);
                }
                Ok(row)
            }
        }
    }
}

/// A cell of a Parquet row.
fn cell<'a>(batch: &'a RecordBatch, column: &str, number: usize) -> Option<Cow<'a, str>> {
    let array = batch.column_by_name(column).filter(|array| array.is_valid(number))?.as_any();
    let short = array.downcast_ref::<StringArray>().map(|strings| strings.value(number));
    short.or_else(|| array.downcast_ref::<LargeStringArray>().map(|strings| strings.value(number))).map(Cow::Borrowed)
}

/// A string, borrowed where it holds no escapes.
#[derive(Deserialize)]
pub(super) struct Name<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// Takes identifier and text out of a JSON object and tells what its fields are like. A line that turns out to be none
/// says nothing of the columns.
struct Look<'a> {
    columns: &'a Columns,
}

/// Names and shapes of the fields of an object, in order.
type Fields<'a> = Vec<(Cow<'a, str>, Shape)>;

impl<'de> DeserializeSeed<'de> for Look<'_> {
    type Value = (Row<'de>, Fields<'de>);

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Look<'_> {
    type Value = (Row<'de>, Fields<'de>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut row = Row::default();
        let mut fields = Fields::new();
        while let Some(Name(name)) = object.next_key()? {
            let shape = if name == self.columns.text {
                row.text = object.next_value::<Option<Name<'_>>>()?.map(|Name(text)| text);
                Shape::Text
            } else {
                let value = object.next_value::<&RawValue>()?.get();
                let shape = Shape::of(value);
                if name == self.columns.id {
                    row.id = match shape {
                        Shape::Null => None,
                        Shape::Text => Some(Cow::Owned(serde_json::from_str(value).map_err(A::Error::custom)?)),
                        // A number keeps its text.
                        _ => Some(Cow::Borrowed(value)),
                    };
                }
                shape
            };
            fields.push((name, shape));
        }
        Ok((row, fields))
    }
}

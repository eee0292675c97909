//! Deduplicating tables as they are: Parquet files or JSON lines in, the kept rows with all their columns out.

mod batch;
mod kept;
mod known;
mod lines;
mod shape;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, ensure};
use arrow::array::{ArrayRef, Float32Array, RecordBatch, StringArray, StringBuilder};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use super::spill::Spill;
use super::{Corpus, Decisions, Kind, Options, Summary, parallel};
use batch::Source;
pub use known::{Known, KnownRow};
use shape::Shapes;

/// Rows that a thread summarises at a time.
const PIECE: usize = 256;
/// Rows of a row group, and rows of `clusters.parquet` that are made at a time.
const ROWS: usize = 1 << 16;

/// Which columns of the input are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Column of the text.
    pub text: String,
    /// Column of the identifier. Rows without one are known by their number, from 0.
    pub id: String,
}

impl Default for Columns {
    fn default() -> Self {
        Self { text: "text".into(), id: "id".into() }
    }
}

/// What came of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows read.
    pub rows: u64,
    /// Rows kept.
    pub kept: u64,
    /// Rows dropped as exact duplicates.
    pub exact: u64,
    /// Rows dropped as near duplicates.
    pub near: u64,
    /// Rows dropped because a longer one holds them.
    pub contained: u64,
    /// Rows dropped because they hold a question of a benchmark.
    pub contaminated: u64,
}

/// Deduplicates the rows of `inputs` (all Parquet or all JSON lines), and writes to the folder `out`: `kept.parquet`, the
/// rows that are kept with all their columns, and `clusters.parquet`, one row an input row: `id`, `cluster` (the
/// identifier of the kept row of its cluster; none for a row that is alone), `kept_id`, `kind` and `similarity` of a row
/// that was dropped.
///
/// Rows that an earlier dataset of the settings holds already are dropped, and so are rows that hold a question of a
/// benchmark; `cluster` and `kept_id` then name a row of those.
///
/// The inputs are read twice, a batch at a time, in the order of their paths. Both files appear whole or not at all.
///
/// # Errors
/// When an input cannot be read or lacks the text column, when inputs have different columns, or `out` cannot be
/// written; the message names the file.
pub fn run_files(
    inputs: &[PathBuf],
    out: &Path,
    columns: &Columns,
    options: &Options,
    threads: usize,
) -> anyhow::Result<Tally> {
    let mut inputs: Vec<&PathBuf> = inputs.iter().collect();
    inputs.sort();
    let sources: Vec<Source> = inputs.into_iter().map(|path| Source::open(path)).collect::<anyhow::Result<_>>()?;
    let is_parquet = sources.first().is_some_and(Source::is_parquet);
    ensure!(
        sources.iter().all(|source| source.is_parquet() == is_parquet),
        "some inputs are Parquet and some JSON lines; give one kind at a time"
    );
    fs::create_dir_all(out).with_context(|| format!("{}: cannot be made", out.display()))?;

    // Nobody asked for quotations here, and they take a second copy of all texts.
    let options = Options { quote: false, ..options.clone() };
    let scratch = |error: io::Error| match error.kind() {
        io::ErrorKind::OutOfMemory => anyhow::Error::new(error),
        _ => anyhow::Error::new(error).context(format!("{}: cannot be written", out.display())),
    };
    let mut corpus = Corpus::new(&options, out).map_err(scratch)?;
    let mut ids = Spill::new(out).map_err(scratch)?;
    let mut shapes = Shapes::default();
    let known = Known::open(&options, &columns.id)?;
    let benchmarks = known.read(threads, |row| {
        ids.push_bytes(row.id.as_bytes()).map_err(scratch)?;
        corpus.push_known(row.summary).map_err(scratch)
    })?;
    let mut rows = 0;
    for source in &sources {
        for batch in source.batches(Some(columns))? {
            let batch = batch?;
            let numbers: Vec<usize> = (0..batch.len()).collect();
            let pieces = parallel::map(&numbers, PIECE, threads, |numbers| {
                let mut shapes = Shapes::default();
                let mut summarise = |&number: &usize| {
                    let row = batch.row(number, columns, &mut shapes)?;
                    let summary =
                        row.text.map(|text| Summary::of_text(&text, &options, &benchmarks)).unwrap_or_default();
                    Ok((row.id.map(|id| id.into_owned()), summary))
                };
                let summaries = numbers.iter().map(&mut summarise).collect::<anyhow::Result<Vec<_>>>();
                summaries.map(|summaries| (summaries, shapes))
            });
            for piece in pieces {
                let (summaries, more) = piece?;
                shapes.merge(more);
                for (id, summary) in summaries {
                    let id = id.unwrap_or_else(|| rows.to_string());
                    ids.push_bytes(id.as_bytes()).map_err(scratch)?;
                    corpus.push(summary).map_err(scratch)?;
                    rows += 1;
                }
            }
        }
    }
    ids.flush().map_err(scratch)?;
    let decisions = corpus.decide(threads).map_err(scratch)?;

    let kept = Partial::new(out, "kept.parquet")?;
    kept::write(&kept.partial, &sources, &shapes, &decisions)?;
    let clusters = Partial::new(out, "clusters.parquet")?;
    write_clusters(&clusters.partial, &ids, &decisions)?;
    kept.publish()?;
    clusters.publish()?;
    Ok(tally(&decisions))
}

fn tally(decisions: &Decisions) -> Tally {
    let mut tally = Tally::default();
    for index in decisions.indices() {
        tally.rows += 1;
        let count = match decisions.duplicate(index).map(|(_, kind, _)| kind) {
            None => &mut tally.kept,
            Some(Kind::ExactBytes | Kind::ExactText) => &mut tally.exact,
            Some(Kind::Near) => &mut tally.near,
            Some(Kind::Contained) => &mut tally.contained,
            Some(Kind::Contaminated) => &mut tally.contaminated,
        };
        *count += 1;
    }
    tally
}

/// A file on its way: written beside its final place, renamed in when it is whole, removed when it is not.
struct Partial {
    partial: PathBuf,
    place: PathBuf,
}

impl Partial {
    fn new(out: &Path, name: &str) -> anyhow::Result<Self> {
        Ok(Self { partial: out.join(format!(".{name}.partial")), place: out.join(name) })
    }

    fn publish(&self) -> anyhow::Result<()> {
        fs::rename(&self.partial, &self.place).with_context(|| format!("{}: cannot be written", self.place.display()))
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // After a rename there is nothing left to remove, and a failure to clean up must not hide the error before it.
        let _ = fs::remove_file(&self.partial);
    }
}

/// A Parquet writer whose files are the same whatever version wrote them.
fn writer(path: &Path, schema: SchemaRef) -> anyhow::Result<ArrowWriter<File>> {
    let properties = WriterProperties::builder()
        .set_created_by("taojin".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_max_row_group_row_count(Some(ROWS))
        .build();
    let file = File::create(path)?;
    Ok(ArrowWriter::try_new(file, schema, Some(properties))?)
}

fn write_clusters(path: &Path, ids: &Spill, decisions: &Decisions) -> anyhow::Result<()> {
    let text = |name, nullable| Field::new(name, DataType::Utf8, nullable);
    let schema = Arc::new(Schema::new(vec![
        text("id", false),
        text("cluster", true),
        text("kept_id", true),
        text("kind", true),
        Field::new("similarity", DataType::Float32, true),
    ]));
    let context = || format!("{}: cannot be written", path.display());
    let mut writer = writer(path, schema.clone()).with_context(context)?;
    let (mut bytes, mut other) = (Vec::new(), Vec::new());
    let string = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    for first in decisions.indices().step_by(ROWS) {
        let last = (decisions.indices().end - 1).min(first + ROWS as u32 - 1);
        let (mut own, mut clusters, mut kept) = (StringBuilder::new(), StringBuilder::new(), StringBuilder::new());
        ids.read_through(first as usize, last as usize, &mut bytes, |index, id| {
            own.append_value(string(id));
            let index = index as u32;
            let found = decisions.duplicate(index).map(|(kept, ..)| kept);
            // Most often one and the same row, which is then read once.
            let mut read = None;
            for (number, column) in [(decisions.cluster(index), &mut clusters), (found, &mut kept)] {
                let Some(number) = number else {
                    column.append_null();
                    continue;
                };
                if read != Some(number) {
                    ids.read_bytes(number as usize, &mut other)?;
                    read = Some(number);
                }
                column.append_value(string(&other));
            }
            Ok(())
        })?;
        let found = || (first..=last).map(|index| decisions.duplicate(index));
        let columns: Vec<ArrayRef> = vec![
            Arc::new(own.finish()),
            Arc::new(clusters.finish()),
            Arc::new(kept.finish()),
            Arc::new(found().map(|found| found.map(|(_, kind, _)| kind.name())).collect::<StringArray>()),
            Arc::new(found().map(|found| found.map(|(.., similarity)| similarity)).collect::<Float32Array>()),
        ];
        writer.write(&RecordBatch::try_new(schema.clone(), columns)?).with_context(context)?;
    }
    writer.close().with_context(context)?;
    Ok(())
}

#[cfg(test)]
mod tests;

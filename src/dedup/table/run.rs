//! Deduplicating tables as they are.

use std::path::{Path, PathBuf};

use super::batch::{Bad, Batch, Source};
use super::columns::Columns;
use super::counts::TableCounts;
use super::known::Known;
use super::problems::{PROBLEMS, Problems};
use super::shape::Shapes;
use super::{clusters, kept};
use crate::dedup::corpus::Corpus;
use crate::dedup::error::Error;
use crate::dedup::options::Options;
use crate::dedup::parallel;
use crate::dedup::store::Spill;
use crate::dedup::summary::{Benchmarks, Summary};

/// Rows that a thread summarises at a time.
const PIECE: usize = 256;

/// Rows that are summarised before they are stored: a batch of short lines has very many.
const BATCH: usize = 1 << 15;

/// The tables that [`run_files`] writes; the last is there only if there is something to tell.
pub const TABLES: [&str; 3] = [KEPT, CLUSTERS, PROBLEMS];
const KEPT: &str = "kept.parquet";
const CLUSTERS: &str = "clusters.parquet";

/// Deduplicates the rows of `inputs` (all Parquet or all JSON lines), and writes to the folder `out`: `kept.parquet`, the
/// rows that are kept with all their columns, and `clusters.parquet`, one row an input row: `id`, `cluster` (the
/// identifier of the kept row of its cluster; none for a row that is alone), `kept_id`, `kind` and `similarity` of a row
/// that was dropped.
///
/// Rows that one of the `known` files holds already are dropped, and so are rows that hold a question of a benchmark;
/// `cluster` and `kept_id` then name a row of those.
///
/// Values come out as they came in: a column of JSON numbers that no column of numbers holds exactly is text. Lines that are
/// no JSON objects with a text are no rows; `problems.parquet` tells of them, and is there only if there are any.
///
/// The inputs are read twice, a batch at a time, in the order of their paths. The folder `out` is there and empty.
///
/// # Errors
/// When an input cannot be read or lacks the text column, when inputs have different columns, or `out` cannot be
/// written; the message names the file.
pub fn run_files(
    inputs: &[PathBuf],
    out: &Path,
    columns: &Columns,
    options: &Options,
    known: &Known,
    threads: usize,
) -> Result<TableCounts, Error> {
    let sources = open(inputs)?;
    // Nobody asked for quotations here, and they take a second copy of all texts.
    let options = Options { quote: false, ..options.clone() };
    let mut rows = Rows::new(columns, &options, threads, out)?;
    let benchmarks = known.read(threads, |row| rows.push_known(&row.id, row.summary))?;
    for source in &sources {
        rows.read(source, &benchmarks)?;
    }
    let Rows { corpus, mut ids, shapes, problems, count, .. } = rows;
    let bad = problems.lines.len() as u64;
    if count == 0 && bad > 0 {
        return Err(Error::Inputs("no line is a JSON object with a text; check --text-column and the files"));
    }
    ids.flush().map_err(Error::scratch(out))?;
    let decisions = corpus.decide(threads)?;

    kept::write(&out.join(KEPT), &sources, &shapes, &problems.lines, &decisions)?;
    clusters::write(&out.join(CLUSTERS), &ids, &decisions)?;
    problems.close()?;
    Ok(TableCounts { problems: bad, ..TableCounts::of(&decisions) })
}

/// The inputs in the order of their paths.
fn open(inputs: &[PathBuf]) -> Result<Vec<Source>, Error> {
    let mut inputs: Vec<&PathBuf> = inputs.iter().collect();
    inputs.sort();
    let sources = inputs.into_iter().map(|path| Source::open(path)).collect::<Result<Vec<_>, _>>()?;
    let is_parquet = sources.first().is_some_and(Source::is_parquet);
    if sources.iter().all(|source| source.is_parquet() == is_parquet) {
        Ok(sources)
    } else {
        Err(Error::Inputs("some inputs are Parquet and some JSON lines; give one kind at a time"))
    }
}

/// The rows that were read: their summaries, identifiers and columns.
struct Rows<'a> {
    columns: &'a Columns,
    options: &'a Options,
    threads: usize,
    corpus: Corpus,
    ids: Spill,
    shapes: Shapes,
    /// Rows of the inputs.
    count: u64,
    /// Lines that are no rows.
    problems: Problems,
    /// Lines and rows read so far.
    lines: u64,
    /// Where working files are.
    scratch: &'a Path,
}

impl<'a> Rows<'a> {
    fn new(columns: &'a Columns, options: &'a Options, threads: usize, scratch: &'a Path) -> Result<Self, Error> {
        Ok(Self {
            columns,
            options,
            threads,
            corpus: Corpus::new(options, scratch)?,
            ids: Spill::new(scratch).map_err(Error::scratch(scratch))?,
            shapes: Shapes::default(),
            count: 0,
            problems: Problems::new(scratch),
            lines: 0,
            scratch,
        })
    }

    fn push_known(&mut self, id: &str, summary: Summary) -> Result<(), Error> {
        self.ids.push_bytes(id.as_bytes()).map_err(Error::scratch(self.scratch))?;
        self.corpus.push_known(summary)
    }

    fn push(&mut self, id: Option<String>, summary: Summary) -> Result<(), Error> {
        let id = id.unwrap_or_else(|| self.count.to_string());
        self.ids.push_bytes(id.as_bytes()).map_err(Error::scratch(self.scratch))?;
        self.count += 1;
        self.corpus.push(summary)
    }

    /// Reads the rows of a file.
    fn read(&mut self, source: &Source, benchmarks: &Benchmarks) -> Result<(), Error> {
        let (before, mut shapes) = (self.count, Shapes::default());
        for batch in source.batches(Some(self.columns))? {
            let batch = batch?;
            let numbers: Vec<usize> = (0..batch.len()).collect();
            for numbers in numbers.chunks(BATCH) {
                self.read_rows(source.path(), &batch, numbers, benchmarks, &mut shapes)?;
            }
        }
        if !source.is_parquet() && self.count > before {
            self.columns.check(source.path(), &shapes.names())?;
        }
        self.shapes.merge(shapes);
        Ok(())
    }

    /// Reads some rows of a batch, in several threads.
    fn read_rows(
        &mut self,
        path: &Path,
        batch: &Batch,
        numbers: &[usize],
        benchmarks: &Benchmarks,
        shapes: &mut Shapes,
    ) -> Result<(), Error> {
        let (columns, options) = (self.columns, self.options);
        let pieces = parallel::map(numbers, PIECE, self.threads, |numbers| {
            let mut shapes = Shapes::default();
            let mut summarise = |&number: &usize| {
                let row = batch.row(number, columns, &mut shapes)?;
                let summary = row.text.map(|text| Summary::of_text(&text, options, benchmarks)).unwrap_or_default();
                Ok((row.id.map(|id| id.into_owned()), summary))
            };
            let summaries: Vec<Result<_, Bad>> = numbers.iter().map(&mut summarise).collect();
            (summaries, shapes)
        });
        let mut bad = Vec::new();
        for (summaries, more) in pieces {
            shapes.merge(more);
            for row in summaries {
                match row {
                    Ok((id, summary)) => self.push(id, summary)?,
                    Err(found) => bad.push((self.lines, found)),
                }
                self.lines += 1;
            }
        }
        self.problems.push(path, &bad)
    }
}

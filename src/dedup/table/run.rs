//! Deduplicating tables as they are.

use std::fs;
use std::path::{Path, PathBuf};

use super::batch::{Bad, Batch, Source};
use super::columns::Columns;
use super::counts::TableCounts;
use super::known::Known;
use super::output::Partial;
use super::problems::Problems;
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
/// The inputs are read twice, a batch at a time, in the order of their paths. Each file appears whole or not at all.
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
    fs::create_dir_all(out).map_err(Error::output(out))?;
    // Nobody asked for quotations here, and they take a second copy of all texts.
    let options = Options { quote: false, ..options.clone() };
    let mut rows = Rows::new(&options, out)?;
    let benchmarks = known.read(threads, |row| rows.push_known(&row.id, row.summary))?;
    for source in &sources {
        for batch in source.batches(Some(columns))? {
            rows.read(source.path(), &batch?, columns, &options, &benchmarks, threads)?;
        }
    }
    let Rows { corpus, mut ids, shapes, problems, count, .. } = rows;
    let bad = problems.lines.len() as u64;
    if count == 0 && bad > 0 {
        return Err(Error::Inputs("no line is a JSON object with a text; check --text-column and the files"));
    }
    ids.flush().map_err(Error::scratch(out))?;
    let decisions = corpus.decide(threads)?;

    let kept = Partial::new(out, "kept.parquet");
    kept::write(&kept.partial, &sources, &shapes, &problems.lines, &decisions)?;
    let clusters = Partial::new(out, "clusters.parquet");
    clusters::write(&clusters.partial, &ids, &decisions)?;
    kept.publish()?;
    clusters.publish()?;
    problems.publish()?;
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
    fn new(options: &Options, scratch: &'a Path) -> Result<Self, Error> {
        let corpus = Corpus::new(options, scratch)?;
        let ids = Spill::new(scratch).map_err(Error::scratch(scratch))?;
        Ok(Self {
            corpus,
            ids,
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

    /// Reads the rows of a batch, in several threads.
    fn read(
        &mut self,
        path: &Path,
        batch: &Batch,
        columns: &Columns,
        options: &Options,
        benchmarks: &Benchmarks,
        threads: usize,
    ) -> Result<(), Error> {
        let numbers: Vec<usize> = (0..batch.len()).collect();
        let pieces = parallel::map(&numbers, PIECE, threads, |numbers| {
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
            self.shapes.merge(more);
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

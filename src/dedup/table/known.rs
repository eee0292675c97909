//! What was known before: the documents of earlier datasets, and the questions of benchmarks.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::batch::{Batch, Source};
use super::columns::Columns;
use super::shape::Shapes;
use crate::dedup::error::Error;
use crate::dedup::options::Options;
use crate::dedup::parallel;
use crate::dedup::summary::{Benchmarks, Summary};
use crate::document::sha256_of_file;

/// Rows that a thread summarises at a time.
const PIECE: usize = 256;

/// The files that the settings name in `against` and `benchmarks`.
pub struct Known {
    options: Options,
    columns: Columns,
    /// The files, the path as it was given, and whether they are benchmarks.
    files: Vec<(Source, String, bool)>,
}

/// A row that was known before.
pub struct KnownRow {
    /// Its identifier, else its number in the file, from 0.
    pub id: String,
    /// The file, as given in the settings.
    pub path: String,
    /// What the corpus needs to know of it.
    pub summary: Summary,
}

/// What is taken of a row.
struct Summarised {
    id: Option<String>,
    /// Of a benchmark.
    question: Option<String>,
    summary: Summary,
}

impl Known {
    /// Opens the files. `tables` lists the Parquet files that a path of the settings is short for.
    ///
    /// # Errors
    /// When one of the files cannot be read; the message names it. And what `tables` gives.
    pub fn open<E: From<Error>>(
        options: &Options,
        id_column: &str,
        tables: impl Fn(&Path) -> Result<Vec<PathBuf>, E>,
    ) -> Result<Self, E> {
        let columns = Columns { text: options.against_column.clone(), id: id_column.to_owned() };
        let mut files = Vec::new();
        let given = options.against.iter().map(|path| (path, false));
        for (path, is_benchmark) in given.chain(options.benchmarks.iter().map(|path| (path, true))) {
            for file in tables(path)? {
                files.push((Source::open(&file)?, path.display().to_string(), is_benchmark));
            }
        }
        Ok(Self { options: options.clone(), columns, files })
    }

    /// Whether nothing was known before.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// What the files hold, for the settings that a dataset records: paths say nothing about content.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn describe(&self) -> Result<(Value, Value), Error> {
        let (mut against, mut benchmarks) = (Vec::new(), Vec::new());
        for (source, _, is_benchmark) in &self.files {
            let path = source.path();
            let sha256 = sha256_of_file(path).map_err(Error::of_input(path, "cannot be read"))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let list = if *is_benchmark { &mut benchmarks } else { &mut against };
            list.push(json!({ "file": name, "sha256": sha256 }));
        }
        Ok((Value::Array(against), Value::Array(benchmarks)))
    }

    /// Reads all rows in order, a batch at a time, and hands them to `take`. Returns the questions; their numbers count
    /// all rows from 0.
    ///
    /// # Errors
    /// When a file cannot be read or has no column of that name; and what `take` gives.
    pub fn read<E: From<Error>>(
        &self,
        threads: usize,
        mut take: impl FnMut(KnownRow) -> Result<(), E>,
    ) -> Result<Benchmarks, E> {
        let mut benchmarks = Benchmarks::new(self.options.benchmark_words, self.options.benchmark_overlap as f32);
        let mut number = 0;
        for (source, path, is_benchmark) in &self.files {
            let mut row_in_file = 0_usize;
            let mut shapes = Shapes::default();
            for batch in source.batches(Some(&self.columns))? {
                let batch = batch?;
                let rows: Vec<usize> = (0..batch.len()).collect();
                let summarise = |rows: &[usize]| self.summarise(&batch, rows, *is_benchmark);
                for piece in parallel::map(&rows, PIECE, threads, summarise) {
                    let (summarised, more) = piece?;
                    shapes.merge(more);
                    for Summarised { id, question, summary } in summarised {
                        if let Some(question) = question {
                            benchmarks.push(number, &question);
                        }
                        let id = id.unwrap_or_else(|| row_in_file.to_string());
                        take(KnownRow { id, path: path.clone(), summary })?;
                        number += 1;
                        row_in_file += 1;
                    }
                }
            }
            if !source.is_parquet() && row_in_file > 0 {
                self.columns.check(source.path(), &shapes.names())?;
            }
        }
        benchmarks.settle();
        Ok(benchmarks)
    }

    /// Takes what is needed of some rows.
    fn summarise(&self, batch: &Batch, rows: &[usize], is_benchmark: bool) -> Result<(Vec<Summarised>, Shapes), Error> {
        let (nothing, mut shapes) = (Benchmarks::default(), Shapes::default());
        let summarise = |&row: &usize| {
            let row = batch.row(row, &self.columns, &mut shapes)?;
            let text = row.text.unwrap_or_default();
            let summary = match is_benchmark {
                true => Summary::default(),
                false => Summary::of_text(&text, &self.options, &nothing),
            };
            let question = is_benchmark.then(|| text.into_owned());
            Ok(Summarised { id: row.id.map(|id| id.into_owned()), question, summary })
        };
        let summarised: Result<_, Error> = rows.iter().map(summarise).collect();
        Ok((summarised?, shapes))
    }
}

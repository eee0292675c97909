//! What was known before: the documents of earlier datasets, and the questions of benchmarks.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use super::super::{Benchmarks, Options, Summary, parallel};
use super::batch::Source;
use super::shape::Shapes;
use super::{Columns, PIECE};
use crate::dataset::Dataset;
use crate::document::sha256_of_file;

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

impl Known {
    /// Lists the files. A folder stands for the documents of the dataset in it, or for the Parquet files in it.
    ///
    /// # Errors
    /// When one of them is not there or no Parquet; the message names it.
    pub fn open(options: &Options, id_column: &str) -> anyhow::Result<Self> {
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
    pub fn describe(&self) -> anyhow::Result<(Value, Value)> {
        let (mut against, mut benchmarks) = (Vec::new(), Vec::new());
        for (source, _, is_benchmark) in &self.files {
            let path = source.path();
            let sha256 = sha256_of_file(path).with_context(|| format!("{}: cannot be read", path.display()))?;
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
    pub fn read(
        &self,
        threads: usize,
        mut take: impl FnMut(KnownRow) -> anyhow::Result<()>,
    ) -> anyhow::Result<Benchmarks> {
        let mut benchmarks = Benchmarks::new(self.options.benchmark_words, self.options.benchmark_overlap);
        let nothing = Benchmarks::default();
        let mut number = 0;
        for (source, path, is_benchmark) in &self.files {
            let mut row_in_file = 0_usize;
            for batch in source.batches(Some(&self.columns))? {
                let batch = batch?;
                let rows: Vec<usize> = (0..batch.len()).collect();
                let pieces = parallel::map(&rows, PIECE, threads, |rows| {
                    let summarise = |&row: &usize| {
                        let row = batch.row(row, &self.columns, &mut Shapes::default())?;
                        let text = row.text.unwrap_or_default();
                        let summary = match is_benchmark {
                            true => Summary::default(),
                            false => Summary::of_text(&text, &self.options, &nothing),
                        };
                        let question = is_benchmark.then(|| text.into_owned());
                        Ok((row.id.map(|id| id.into_owned()), question, summary))
                    };
                    rows.iter().map(summarise).collect::<anyhow::Result<Vec<_>>>()
                });
                for piece in pieces {
                    for (id, question, summary) in piece? {
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
        }
        benchmarks.settle();
        Ok(benchmarks)
    }
}

/// The tables that `path` stands for.
fn tables(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    if path.join("manifest.json").is_file() {
        let dataset = Dataset::open(path)?;
        return Ok(dataset.files("data").iter().map(|file| path.join(&file.path)).collect());
    }
    let entries = path.read_dir().with_context(|| format!("{}: cannot be read", path.display()))?;
    let mut tables = Vec::new();
    for entry in entries {
        let file = entry.with_context(|| format!("{}: cannot be read", path.display()))?.path();
        if file.extension().is_some_and(|extension| extension == "parquet") {
            tables.push(file);
        }
    }
    ensure!(!tables.is_empty(), "{}: neither a dataset nor a folder of Parquet files", path.display());
    tables.sort();
    Ok(tables)
}

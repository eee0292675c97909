//! `taojin dedup`: duplicates of any table of texts.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::choice::list;
use super::globals::{Globals, Status};
use super::output;
use crate::config::Override;
use crate::dedup;
use crate::run::Tables;

/// Remove duplicates from Parquet files or JSON lines
///
/// Writes OUT/kept.parquet, the rows that are kept with all their columns, and OUT/clusters.parquet, one row an input
/// row: id, cluster (the id of the row kept of its cluster), and for a dropped row kept_id, kind and similarity. The
/// settings are those of the table [dedup]. With --against, cluster and kept_id may name a row of an earlier dataset or of
/// a benchmark.
#[derive(Args)]
#[command(after_help = "Examples:\n  taojin dedup corpus.jsonl -o out\n  \
                        taojin dedup part-*.parquet -o out --text-column content --id-column url\n  \
                        taojin dedup new.jsonl -o out --against old.parquet\n  \
                        taojin dedup corpus.parquet -o out --against test.parquet --against-column question \
                        --decontaminate")]
pub(super) struct Arguments {
    /// The files, all Parquet or all JSON lines, read in the order of their paths; the first of equal rows is kept
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Folder to write; what an earlier run wrote there is replaced, and nothing else is
    #[arg(long, short, value_name = "OUT")]
    output: PathBuf,
    /// Column of the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    text_column: String,
    /// Column of the identifier; rows without one are numbered from 0
    #[arg(long, value_name = "NAME", default_value = "id")]
    id_column: String,
    /// Replace the tables of an earlier run also where there is no row to read
    #[arg(long)]
    allow_empty: bool,
    #[command(flatten)]
    against: AgainstArguments,
    #[command(flatten)]
    memory: MemoryArguments,
}

/// How much memory may be taken.
#[derive(Args)]
pub(super) struct MemoryArguments {
    /// Memory to take at most, such as 2GB, but for a document that needs more by itself; never changes the result [default: 512MB]
    #[arg(long, value_name = "SIZE")]
    memory: Option<dedup::Memory>,
}

impl MemoryArguments {
    /// The option as a setting.
    pub(super) fn overrides(&self) -> impl Iterator<Item = Override> + use<> {
        self.memory.map(|memory| Override::option("--memory", "dedup.memory", memory.to_string())).into_iter()
    }
}

/// What was known before.
#[derive(Args)]
pub(super) struct AgainstArguments {
    /// Drop what this dataset folder or Parquet file holds already (repeatable)
    #[arg(long, value_name = "PATH")]
    against: Vec<PathBuf>,
    /// The files of --against are benchmarks: drop what holds one of their questions
    #[arg(long, requires = "against")]
    decontaminate: bool,
    /// Column of the text in the files of --against [default: text]
    #[arg(long, value_name = "NAME")]
    against_column: Option<String>,
}

impl AgainstArguments {
    /// The options as settings.
    pub(super) fn overrides(&self) -> impl Iterator<Item = Override> + use<> {
        let paths: Vec<String> = self.against.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        let key = if self.decontaminate { "dedup.benchmarks" } else { "dedup.against" };
        let column = self
            .against_column
            .as_ref()
            .map(|name| Override::option("--against-column", "dedup.against_column", name.as_str()));
        list("--against", key, &paths).into_iter().chain(column)
    }
}

pub(super) fn run(arguments: &Arguments, globals: &Globals) -> anyhow::Result<Status> {
    let options =
        globals.load(&arguments.against.overrides().chain(arguments.memory.overrides()).collect::<Vec<_>>())?.dedup;
    let columns = dedup::Columns { text: arguments.text_column.clone(), id: arguments.id_column.clone() };
    let (files, out) = (&arguments.files, &arguments.output);
    let threads = globals.threads();
    let tables =
        Tables { files, out, columns: &columns, options: &options, threads, allow_empty: arguments.allow_empty };
    let (counts, notices) = tables.run()?;
    notices.iter().for_each(|notice| tracing::warn!("{notice}"));
    if !globals.quiet {
        let dedup::TableCounts { rows, kept, exact, near, contained, contaminated, .. } = counts;
        let mut stdout = output::data();
        write!(stdout, "{rows} rows: {kept} kept, {exact} exact, {near} near, {contained} contained")?;
        if !options.benchmarks.is_empty() {
            write!(stdout, ", {contaminated} contaminated")?;
        }
        writeln!(stdout)?;
        stdout.flush()?;
    }
    if counts.problems > 0 {
        let table = out.join("problems.parquet");
        tracing::error!("{} lines are no JSON objects with a text; see {}", counts.problems, table.display());
        return Ok(Status::Problems);
    }
    Ok(Status::Clean)
}

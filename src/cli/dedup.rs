//! `taojin dedup`: duplicates of any table of texts.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::{Globals, Status, output};
use crate::dedup;

/// Remove duplicates from Parquet files or JSON lines
///
/// Writes OUT/kept.parquet, the rows that are kept with all their columns, and OUT/clusters.parquet, one row an input
/// row: id, cluster (the id of the row kept of its cluster), and for a dropped row kept_id, kind and similarity. The
/// settings are those of the table [dedup].
#[derive(Args)]
#[command(after_help = "Examples:\n  taojin dedup corpus.jsonl -o out\n  \
                        taojin dedup part-*.parquet -o out --text-column content --id-column url")]
pub(super) struct Arguments {
    /// The files, all Parquet or all JSON lines; the first of equal rows is kept
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Folder to write to
    #[arg(long, short, value_name = "OUT")]
    output: PathBuf,
    /// Column of the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    text_column: String,
    /// Column of the identifier; rows without one are numbered from 0
    #[arg(long, value_name = "NAME", default_value = "id")]
    id_column: String,
}

pub(super) fn run(arguments: &Arguments, globals: &Globals) -> anyhow::Result<Status> {
    let options = globals.load(&[])?.dedup;
    let columns = dedup::Columns { text: arguments.text_column.clone(), id: arguments.id_column.clone() };
    let tally = dedup::run_files(&arguments.files, &arguments.output, &columns, &options, globals.threads())?;
    if !globals.quiet {
        let dedup::Tally { rows, kept, exact, near, contained } = tally;
        let mut stdout = output::stdout();
        writeln!(stdout, "{rows} rows: {kept} kept, {exact} exact, {near} near, {contained} contained")?;
        stdout.flush()?;
    }
    Ok(Status::Clean)
}

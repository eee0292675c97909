//! `taojin restore`: a document's very bytes, from the dataset alone.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::globals::Status;
use super::output;
use crate::audit;
use crate::dataset::Dataset;

/// Rebuild the source file of a document from the dataset
///
/// Prints the very bytes to a file or a program; on a terminal what would act on it is written out, as in <U+001B>.
#[derive(Args)]
#[command(after_help = "Example:\n  taojin restore out 3f2a… > original.txt")]
pub(super) struct Arguments {
    /// The dataset folder
    dataset: PathBuf,
    /// Id of the document or the beginning of it, or its source path
    id: String,
    /// The folder of the sources, for datasets made with --ledger ranges or none
    #[arg(long, value_name = "DIR")]
    sources: Option<PathBuf>,
    /// Where to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let dataset = Dataset::open(&arguments.dataset)?;
    let bytes = audit::restore(&dataset, &arguments.id, arguments.sources.as_deref())?;
    match &arguments.output {
        Some(path) => std::fs::write(path, &bytes).with_context(|| format!("{}: cannot be written", path.display()))?,
        None => {
            let mut stdout = output::data();
            stdout.write_all(&bytes)?;
            stdout.flush()?;
        }
    }
    Ok(Status::Clean)
}

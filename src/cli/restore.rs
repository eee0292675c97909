//! `taojin restore`: a document's very bytes, from the dataset alone.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::Status;
use crate::audit;

/// Rebuild the source file of a document from the dataset
#[derive(Args)]
#[command(after_help = "Example:\n  taojin restore out 3f2a… > original.txt")]
pub(super) struct Arguments {
    /// The dataset folder
    dataset: PathBuf,
    /// Id of the document, or its source path
    id: String,
    /// The source file, for datasets made with --ledger ranges
    #[arg(long, value_name = "FILE")]
    source: Option<PathBuf>,
    /// Where to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let bytes = audit::restore(&arguments.dataset, &arguments.id, arguments.source.as_deref())?;
    match &arguments.output {
        Some(path) => std::fs::write(path, &bytes).with_context(|| format!("{}: cannot be written", path.display()))?,
        None => std::io::stdout().lock().write_all(&bytes)?,
    }
    Ok(Status::Clean)
}

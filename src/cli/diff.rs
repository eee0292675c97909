//! `taojin diff`: what changed between two datasets.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::globals::{Globals, Status};
use super::output;
use crate::audit;
use crate::dataset::Dataset;

/// Compare two datasets: documents added, lost and changed, removals by rule
#[derive(Args)]
#[command(after_help = "Example:\n  taojin diff out-before out-after\n\nExits with 1 when they differ.")]
pub(super) struct Arguments {
    /// The dataset before
    before: PathBuf,
    /// The dataset after
    after: PathBuf,
    /// Print one JSON object instead
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, globals: &Globals) -> anyhow::Result<Status> {
    let changes = audit::diff(&Dataset::open(&arguments.before)?, &Dataset::open(&arguments.after)?)?;
    let mut stdout = output::data();
    if arguments.json {
        serde_json::to_writer(&mut stdout, &changes)?;
        writeln!(stdout)?;
    } else if !globals.quiet {
        writeln!(stdout, "{changes}")?;
    }
    stdout.flush()?;
    Ok(if changes.is_empty() { Status::Clean } else { Status::Problems })
}

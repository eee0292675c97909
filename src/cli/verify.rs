//! `taojin verify`: proves that a dataset is whole.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::globals::{Globals, Status};
use super::output;
use crate::audit;

/// Check a dataset: checksums, schema, and the balance of every document
#[derive(Args)]
#[command(after_help = "Example:\n  taojin verify out")]
pub(super) struct Arguments {
    /// The dataset folder
    dataset: PathBuf,
}

pub(super) fn run(arguments: &Arguments, globals: &Globals) -> anyhow::Result<Status> {
    let report = audit::verify(&arguments.dataset)?;
    let mut stdout = output::data();
    if !globals.quiet || !report.is_clean() {
        writeln!(stdout, "{report}")?;
    }
    stdout.flush()?;
    Ok(if report.is_clean() { Status::Clean } else { Status::Problems })
}

//! `taojin schema`: the data dictionary.

use std::io::Write;

use clap::Args;

use super::globals::Status;
use super::output;
use crate::dataset::schema;

/// Print the data dictionary: every table and column
#[derive(Args)]
#[command(after_help = "Example:\n  taojin schema > docs/schema.md")]
pub(super) struct Arguments {}

pub(super) fn run(_arguments: &Arguments) -> anyhow::Result<Status> {
    let mut stdout = output::data();
    stdout.write_all(schema::dictionary().as_bytes())?;
    stdout.flush()?;
    Ok(Status::Clean)
}

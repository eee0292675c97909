//! `taojin init`: a commented settings file, or the JSON schema of it.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::globals::Status;
use super::output;
use crate::config;

/// Write a commented taojin.toml with every setting at its default
#[derive(Args)]
#[command(after_help = "Examples:\n  taojin init\n  taojin init --schema > taojin.schema.json")]
pub(super) struct Arguments {
    /// Where to write; - for standard output
    #[arg(default_value = "taojin.toml")]
    file: PathBuf,
    /// Print the JSON schema of the settings instead, for editors
    #[arg(long)]
    schema: bool,
    /// Overwrite a file that is there
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let mut stdout = output::data();
    if arguments.schema {
        serde_json::to_writer_pretty(&mut stdout, &config::schema())?;
        writeln!(stdout)?;
    } else if arguments.file.as_os_str() == "-" {
        stdout.write_all(config::template().as_bytes())?;
    } else {
        let name = arguments.file.display();
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).create_new(!arguments.force);
        let mut file = options
            .open(&arguments.file)
            .with_context(|| format!("{name}: cannot be written; --force overwrites a file that is there"))?;
        file.write_all(config::template().as_bytes()).with_context(|| format!("{name}: cannot be written"))?;
        tracing::info!("wrote {name}");
    }
    stdout.flush()?;
    Ok(Status::Clean)
}

//! `taojin detect`: the encoding of files.

use std::io::{Read, Write};
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::{Globals, Status, output};
use crate::decode;

/// Tell the encoding of files, one line a file
#[derive(Args)]
#[command(after_help = "Examples:\n  taojin detect letters/*.txt\n  taojin detect --brief page.html\n  \
                        taojin detect --why old.txt")]
pub(super) struct Arguments {
    /// The files; - for standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Print the name of the encoding alone
    #[arg(long)]
    brief: bool,
    /// Say why, and what else it could be
    #[arg(long, conflicts_with = "brief")]
    why: bool,
}

pub(super) fn run(arguments: &Arguments, globals: &Globals) -> anyhow::Result<Status> {
    let _ = globals.load(&[])?;
    let mut stdout = output::stdout();
    let mut status = Status::Clean;
    for file in &arguments.files {
        let name = file.display();
        let bytes = match bytes(file).with_context(|| format!("{name}: cannot be read")) {
            Ok(bytes) => bytes,
            Err(error) => {
                tracing::error!("{error:#}");
                status = Status::Problems;
                if arguments.brief {
                    writeln!(stdout, "unreadable")?;
                }
                continue;
            }
        };
        let found = decode::detect(&bytes, None);
        if arguments.brief {
            writeln!(stdout, "{}", found.name)?;
        } else {
            writeln!(stdout, "{name}\t{}\t{:.2}", found.name, found.confidence)?;
        }
        if arguments.why {
            let runner_up = found.runner_up.unwrap_or("none");
            writeln!(stdout, "    {}; next best: {runner_up}", found.why)?;
        }
    }
    stdout.flush()?;
    Ok(status)
}

fn bytes(file: &std::path::Path) -> std::io::Result<Vec<u8>> {
    if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    std::fs::read(file)
}

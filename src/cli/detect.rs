//! `taojin detect`: the encoding of files.

use std::io::{Read, Write};
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::globals::{Globals, Status};
use super::output;
use crate::decode::{self, Known};
use crate::read;

/// Tell the encoding of files, one line a file
#[derive(Args)]
#[command(after_help = "Examples:\n  taojin detect letters/*.txt\n  taojin detect --brief page.html\n  \
                        taojin detect --why old.txt")]
pub(super) struct Arguments {
    /// The files, or folders of them; - for standard input
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
    let config = globals.load(&[])?;
    let mut stdout = output::data();
    let mut status = Status::Clean;
    for file in files(&arguments.files, &config.read)? {
        let name = file.display();
        let bytes = match bytes(&file).with_context(|| format!("{name}: cannot be read")) {
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
            pieces(&bytes, &mut stdout)?;
        }
    }
    stdout.flush()?;
    Ok(status)
}

/// The files that the arguments stand for: themselves, and those in folders.
fn files(arguments: &[PathBuf], options: &read::Options) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for argument in arguments {
        if argument.is_dir() {
            let listing = read::list(std::slice::from_ref(argument), options, read::all())?;
            if listing.inputs.is_empty() {
                tracing::warn!("{}: no file to look at in this folder", argument.display());
            }
            files.extend(listing.inputs.into_iter().map(|input| input.at));
        } else {
            files.push(argument.clone());
        }
    }
    Ok(files)
}

/// Tells the lines that are in another encoding than the rest, runs of them together.
fn pieces(bytes: &[u8], out: &mut impl Write) -> anyhow::Result<()> {
    let Ok(decoded) = decode::decode(bytes, Known::Nothing) else { return Ok(()) };
    let mut runs: Vec<(usize, usize, &str)> = Vec::new();
    let (mut line, mut at) = (1, 0);
    for mark in &decoded.marks {
        let before = decoded.text.as_bytes().get(at..mark.span.start as usize).unwrap_or_default();
        line += memchr::memchr_iter(b'\n', before).count();
        at = mark.span.start as usize;
        match runs.last_mut() {
            Some((_, last, what)) if *last + 1 == line && *what == &*mark.removal.evidence => *last = line,
            _ => runs.push((line, line, &mark.removal.evidence)),
        }
    }
    for (first, last, what) in runs {
        let lines = if first == last { format!("line {first}") } else { format!("lines {first} to {last}") };
        writeln!(out, "    {lines}: {what}")?;
    }
    Ok(())
}

fn bytes(file: &std::path::Path) -> std::io::Result<Vec<u8>> {
    if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    std::fs::read(file)
}

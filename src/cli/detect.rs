//! `taojin detect`: the encoding of files.

use std::fmt::Display;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::documents;
use super::globals::{Globals, Status};
use super::output;
use crate::decode::{self, Known};
use crate::read::{self, Problem, Raw, escape, member_name};

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
    for file in &arguments.files {
        let inputs = match read::list(std::slice::from_ref(file), &config.read, read::all()) {
            Ok(listing) => listing.inputs,
            Err(error @ read::Error::Missing(_)) => {
                unreadable(arguments, &error, &mut stdout)?;
                status = Status::Problems;
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        if inputs.is_empty() {
            tracing::warn!("{}: no file to look at in this folder", file.display());
        }
        for input in inputs {
            let name = escape(input.at.as_os_str());
            let show = |raw: &Raw| tell(arguments, &member_name(&name, &raw.member), &raw.bytes, &mut stdout);
            match documents::each(&input, &config.read, show) {
                Ok(ended) => status = status.max(ended),
                Err(error) => match error.downcast_ref::<Problem>() {
                    // A file of no bytes is text, if very little.
                    Some(problem) if problem.status == read::Status::Empty => {
                        tell(arguments, &name, &[], &mut stdout)?;
                    }
                    Some(problem) => {
                        unreadable(arguments, problem, &mut stdout)?;
                        status = Status::Problems;
                    }
                    None => return Err(error),
                },
            }
        }
    }
    stdout.flush()?;
    Ok(status)
}

fn unreadable(arguments: &Arguments, problem: &impl Display, out: &mut impl Write) -> anyhow::Result<()> {
    tracing::error!("{problem}");
    if arguments.brief {
        writeln!(out, "unreadable")?;
    }
    Ok(())
}

/// Tells the encoding of one text.
fn tell(arguments: &Arguments, name: &str, bytes: &[u8], out: &mut impl Write) -> anyhow::Result<()> {
    let found = decode::detect(bytes, None);
    if arguments.brief {
        writeln!(out, "{}", found.name)?;
    } else {
        writeln!(out, "{name}\t{}\t{:.2}", found.name, found.confidence)?;
    }
    if arguments.why {
        let runner_up = found.runner_up.unwrap_or("none");
        writeln!(out, "    {}; next best: {runner_up}", found.why)?;
        pieces(bytes, out)?;
    }
    Ok(())
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

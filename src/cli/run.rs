//! `taojin run`: files in, dataset out.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;

use super::choice::{RuleArguments, list};
use super::dedup::{AgainstArguments, MemoryArguments};
use super::globals::{Globals, Status};
use super::progress::Display;
use super::signals;
use super::tokens::TokenArguments;
use crate::audit::Lock;
use crate::config::Override;
use crate::read;
use crate::run::{Outcome, Progress, Run};

/// Clean files and folders into a dataset folder
#[derive(Args)]
#[command(after_help = "Examples:\n  taojin run texts -o out\n  taojin run a.txt b.html.gz -o out --strict\n  \
                        cat page.html | taojin run - -o out\n  taojin run texts -o out --frozen\n  \
                        taojin run texts -o out --sentences --tokens jieba")]
pub(super) struct Arguments {
    /// Files and folders; - for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// The dataset folder to write
    #[arg(long, short, value_name = "DIR")]
    output: PathBuf,
    /// Read only files that match (repeatable)
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// Leave out files that match (repeatable)
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    #[command(flatten)]
    against: AgainstArguments,
    #[command(flatten)]
    memory: MemoryArguments,
    #[command(flatten)]
    rules: RuleArguments,
    /// Decode everything as this encoding
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// What the ledger holds: full, ranges or none
    #[arg(long, value_name = "KIND")]
    ledger: Option<String>,
    /// Write the table sentences: where the sentences of each document begin and end
    #[arg(long)]
    sentences: bool,
    #[command(flatten)]
    tokens: TokenArguments,
    /// Exit with 1 when an input could not be read as text, not only when none could or one met a bug
    #[arg(long)]
    strict: bool,
    /// Write a dataset without documents, even where there is nothing to read or a dataset that has some is replaced
    #[arg(long)]
    allow_empty: bool,
    /// Write taojin.lock beside the settings file: inputs, settings and outputs pinned
    #[arg(long, conflicts_with = "frozen")]
    lock: bool,
    /// Exit with 1 and say what differs when the run does not match taojin.lock
    #[arg(long)]
    frozen: bool,
}

impl Arguments {
    /// The options that are settings, as settings.
    fn overrides(&self) -> Vec<Override> {
        let one = |option: &str, key: &str, value: &Option<String>| {
            value.as_ref().map(|value| Override::option(option, key, value.as_str()))
        };
        [
            list("--include", "read.include", &self.include),
            list("--exclude", "read.exclude", &self.exclude),
            one("--encoding", "decode.encoding", &self.encoding),
            one("--ledger", "write.ledger", &self.ledger),
            self.sentences.then(|| Override::option("--sentences", "annotate.sentences", true)),
        ]
        .into_iter()
        .flatten()
        .chain(self.against.overrides())
        .chain(self.memory.overrides())
        .chain(self.rules.overrides())
        .chain(self.tokens.overrides())
        .collect()
    }
}

pub(super) fn run(arguments: &Arguments, globals: &Globals) -> anyhow::Result<Status> {
    let config = globals.load(&arguments.overrides())?;
    let lock_file = globals
        .config
        .as_deref()
        .map_or_else(|| PathBuf::from("taojin.lock"), |config| config.with_file_name("taojin.lock"));
    if arguments.frozen && !lock_file.is_file() {
        bail!("{}: not there; make it with `taojin run --lock`", lock_file.display());
    }
    let locked = arguments.frozen.then(|| Lock::read(&lock_file)).transpose()?;
    let interrupted = signals::interrupted().context("signals cannot be caught")?;
    let display = Display::new(globals.quiet);
    let run = Run {
        config: &config,
        inputs: &arguments.inputs,
        out: &arguments.output,
        threads: globals.threads(),
        allow_empty: arguments.allow_empty,
        locked: locked.as_ref(),
        pin: arguments.lock,
        progress: display.as_ref().map(|display| display as &dyn Progress),
        interrupted,
    };
    let outcome = run.run()?;
    if !outcome.differences.is_empty() {
        for difference in &outcome.differences {
            tracing::error!("{difference}");
        }
        let (lock, out) = (lock_file.display(), arguments.output.display());
        tracing::error!(
            "{out} is left as it was: the run differs from {lock}; `taojin run --lock` accepts what is new"
        );
        return Ok(Status::Problems);
    }
    tell(&outcome, arguments);
    if let Some(pinned) = &outcome.pinned {
        pinned.write(&lock_file)?;
        tracing::info!("wrote {}", lock_file.display());
    }
    let nothing = outcome.kept + outcome.rejected == 0;
    let is_amiss = outcome.problem_count() > 0 || arguments.strict && nothing && !arguments.allow_empty;
    let problems = outcome.failure_count() > 0 || (arguments.strict || nothing) && is_amiss;
    Ok(if problems { Status::Problems } else { Status::Clean })
}

/// How many problems are named that do not decide the exit status.
const NAMED: usize = 5;

fn tell(outcome: &Outcome, arguments: &Arguments) {
    let out = arguments.output.display();
    let inputs: Vec<String> = outcome.inputs.iter().map(|(status, count)| format!("{count} {status}")).collect();
    let inputs = if inputs.is_empty() { "none".to_owned() } else { inputs.join(", ") };
    tracing::info!("inputs: {inputs}");
    for line in outcome.skipped.lines() {
        tracing::info!("not read: {line}");
    }
    for (format, count) in &outcome.unread {
        tracing::warn!("read as prose: {count} files that look like {format}, which is not among the formats yet");
    }
    tracing::info!("documents: {} kept, {} rejected", outcome.kept, outcome.rejected);
    if outcome.problem_count() > 0 {
        tracing::warn!("inputs with problems: {}; see {out}/inputs and {out}/report.html", outcome.problem_count());
    }
    // What the exit status is about is always named; of the rest the first few are, so that they can be looked at.
    let is_grave = |status| status == read::Status::Failed || arguments.strict && status != read::Status::Empty;
    let (grave, other): (Vec<_>, Vec<_>) = outcome.problems.iter().partition(|problem| is_grave(problem.status));
    grave.iter().for_each(|problem| tracing::error!("{problem}"));
    other.iter().take(NAMED).for_each(|problem| tracing::warn!("{problem}"));
    if let Some(leftover) = &outcome.leftover {
        tracing::warn!("{leftover}");
    }
    tracing::info!("wrote {out}");
}

//! The command line: one file a sub-command, a name and an example in each.

mod choice;
mod completions;
mod dedup;
mod detect;
mod diff;
mod explain;
mod extract;
mod features;
mod globals;
mod init;
mod markdown;
mod output;
mod progress;
mod restore;
mod rules;
mod run;
mod schema;
mod signals;
mod stage;
mod tokens;
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use globals::{Globals, Status};

/// Turns raw, dirty text files into clean, documented, reproducible Parquet datasets.
#[derive(Parser)]
#[command(name = "taojin", version, about, max_term_width = 100, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Run(run::Arguments),
    Explain(explain::Arguments),
    Extract(extract::Arguments),
    Detect(detect::Arguments),
    Dedup(dedup::Arguments),
    Verify(verify::Arguments),
    Restore(restore::Arguments),
    Diff(diff::Arguments),
    Schema(schema::Arguments),
    Rules(rules::Arguments),
    Init(init::Arguments),
    Completions(completions::Arguments),
    Stage(stage::Arguments),
    #[command(hide = true)]
    Features(features::Arguments),
}

/// Runs the command line of this process. Exit status: 0 all clean, 1 done but problems found, 2 could not run.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    output::start_log(cli.globals.log_format, cli.globals.quiet);
    output::tell_panics();
    let globals = &cli.globals;
    let result = globals.check().and_then(|()| cli.command.run(globals));
    match result {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Problems) => ExitCode::from(1),
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::error(&error, cli.globals.log_format);
            ExitCode::from(2)
        }
    }
}

impl Command {
    fn run(&self, globals: &Globals) -> anyhow::Result<Status> {
        match self {
            Self::Run(arguments) => run::run(arguments, globals),
            Self::Explain(arguments) => explain::run(arguments, globals),
            Self::Extract(arguments) => extract::run(arguments, globals),
            Self::Dedup(arguments) => dedup::run(arguments, globals),
            Self::Detect(arguments) => detect::run(arguments, globals),
            Self::Verify(arguments) => verify::run(arguments, globals),
            Self::Restore(arguments) => restore::run(arguments),
            Self::Diff(arguments) => diff::run(arguments, globals),
            Self::Schema(arguments) => schema::run(arguments),
            Self::Rules(arguments) => rules::run(arguments, globals),
            Self::Init(arguments) => init::run(arguments),
            Self::Completions(arguments) => completions::run(arguments, Cli::command()),
            Self::Stage(arguments) => stage::run(arguments, globals),
            Self::Features(arguments) => features::run(arguments, globals),
        }
    }
}

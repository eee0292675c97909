//! The command line: one file a sub-command, a name and an example in each.

mod choice;
mod completions;
mod dedup;
mod detect;
mod diff;
mod documents;
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
mod visible;

use std::io::Write;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser, Subcommand};

use globals::{Globals, LogFormat, Status};

/// Turns raw, dirty text files into clean, documented, reproducible Parquet datasets.
#[derive(Parser)]
#[command(name = "taojin", version, about, max_term_width = 100, propagate_version = true, after_help = ENDS)]
struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

/// What the exit status of every command means.
const ENDS: &str = "Exit status: 0 all clean, 1 done but problems found, 2 could not run.";

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
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(answer) => return usage(&answer),
    };
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

/// Prints help, a version, or what is wrong with the arguments.
fn usage(answer: &clap::Error) -> ExitCode {
    let Err(error) = answer.print().and_then(|()| std::io::stdout().flush()) else {
        let typed =
            answer.get(ContextKind::InvalidSubcommand).filter(|_| answer.kind() == ErrorKind::InvalidSubcommand);
        if let Some(ContextValue::String(typed)) = typed
            && std::path::Path::new(typed).exists()
        {
            output::hint(&format!("`taojin run {typed} -o OUT` cleans what is in {typed}"));
        }
        return u8::try_from(answer.exit_code()).map_or(ExitCode::from(2), ExitCode::from);
    };
    let error = anyhow::Error::new(error);
    if output::is_broken_pipe(&error) {
        return ExitCode::SUCCESS;
    }
    output::error(&error, LogFormat::Text);
    ExitCode::from(2)
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

//! The command line: one file a sub-command, a name and an example in each.

mod choice;
mod completions;
mod dedup;
mod detect;
mod diff;
mod explain;
mod extract;
mod features;
mod init;
mod markdown;
mod output;
mod progress;
mod restore;
mod rules;
mod run;
mod schema;
mod stage;
mod tokens;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::Config;

/// Turns raw, dirty text files into clean, documented, reproducible Parquet datasets.
#[derive(Parser)]
#[command(name = "taojin", version, about, max_term_width = 100, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

/// Options that every command takes.
#[derive(Args)]
struct Globals {
    /// Settings file [default: taojin.toml in the current folder, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Set one value, as in --set dedup.near=false; goes before the settings file
    #[arg(long = "set", global = true, value_name = "ROOM.KEY=VALUE")]
    set: Vec<String>,
    /// Number of threads [default: all cores]; never changes the result
    #[arg(long, global = true, value_name = "N")]
    threads: Option<usize>,
    /// Say nothing but errors
    #[arg(long, short, global = true)]
    quiet: bool,
    /// How messages are written
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum LogFormat {
    /// Lines for people
    Text,
    /// One JSON object a line
    Json,
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

/// How a command ended when it could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// All is well.
    Clean,
    /// The work is done and something is wrong with what was looked at.
    Problems,
}

impl Globals {
    /// The settings: defaults, then the file, then `--set`, then `overrides` of the command's own options.
    fn load(&self, overrides: &[String]) -> anyhow::Result<Config> {
        let local = PathBuf::from("taojin.toml");
        let path = self.config.clone().or_else(|| local.is_file().then_some(local));
        let set: Vec<String> = self.set.iter().chain(overrides).cloned().collect();
        Ok(Config::load(path.as_deref(), &set)?)
    }

    /// Number of threads asked for, else that of the machine.
    fn threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        self.threads.filter(|&threads| threads > 0).unwrap_or_else(cores)
    }
}

/// Runs the command line of this process. Exit status: 0 all clean, 1 done but problems found, 2 could not run.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    output::start_log(cli.globals.log_format, cli.globals.quiet);
    output::tell_panics();
    let globals = &cli.globals;
    let result = match &cli.command {
        Command::Run(arguments) => run::run(arguments, globals),
        Command::Explain(arguments) => explain::run(arguments, globals),
        Command::Extract(arguments) => extract::run(arguments, globals),
        Command::Dedup(arguments) => dedup::run(arguments, globals),
        Command::Detect(arguments) => detect::run(arguments, globals),
        Command::Verify(arguments) => verify::run(arguments, globals),
        Command::Restore(arguments) => restore::run(arguments),
        Command::Diff(arguments) => diff::run(arguments, globals),
        Command::Schema(arguments) => schema::run(arguments),
        Command::Rules(arguments) => rules::run(arguments, globals),
        Command::Init(arguments) => init::run(arguments),
        Command::Completions(arguments) => completions::run(arguments),
        Command::Stage(arguments) => stage::run(arguments, globals),
        Command::Features(arguments) => features::run(arguments, globals),
    };
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

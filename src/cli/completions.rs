//! `taojin completions`: completion scripts for shells.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Status};

/// Print a completion script for a shell
#[derive(Args)]
#[command(after_help = "Example:\n  taojin completions bash > ~/.local/share/bash-completion/completions/taojin")]
pub(super) struct Arguments {
    /// The shell to complete in
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    clap_complete::generate(arguments.shell, &mut Cli::command(), "taojin", &mut std::io::stdout());
    Ok(Status::Clean)
}

//! `taojin completions`: completion scripts for shells.

use clap::{Args, Command};
use clap_complete::Shell;

use super::globals::Status;

/// Print a completion script for a shell
#[derive(Args)]
#[command(after_help = "Example:\n  taojin completions bash > ~/.local/share/bash-completion/completions/taojin")]
pub(super) struct Arguments {
    /// The shell to complete in
    shell: Shell,
}

/// Prints the script for `command`, the whole command line.
pub(super) fn run(arguments: &Arguments, mut command: Command) -> anyhow::Result<Status> {
    clap_complete::generate(arguments.shell, &mut command, "taojin", &mut std::io::stdout());
    Ok(Status::Clean)
}

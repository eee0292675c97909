//! `taojin completions`: completion scripts for shells.

use std::io::Write;

use clap::{Args, Command};
use clap_complete::Shell;

use super::globals::Status;
use super::output;

/// Print a completion script for a shell
#[derive(Args)]
#[command(after_help = "Example:\n  taojin completions bash > ~/.local/share/bash-completion/completions/taojin")]
pub(super) struct Arguments {
    /// The shell to complete in
    shell: Shell,
}

/// Prints the script for `command`, the whole command line.
pub(super) fn run(arguments: &Arguments, mut command: Command) -> anyhow::Result<Status> {
    // The generator has no errors to give: it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "taojin", &mut script);
    let mut stdout = output::data();
    stdout.write_all(&script)?;
    stdout.flush()?;
    Ok(Status::Clean)
}

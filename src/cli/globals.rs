//! What every command takes, and how every command ends.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::config::Config;

/// Options that every command takes.
#[derive(Args)]
pub(super) struct Globals {
    /// Settings file [default: taojin.toml in the current folder, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Set one value, as in --set dedup.near=false; goes before the settings file
    #[arg(long = "set", global = true, value_name = "SECTION.KEY=VALUE")]
    pub(super) set: Vec<String>,
    /// Number of threads [default: all cores]; never changes the result
    #[arg(long, global = true, value_name = "N")]
    pub(super) threads: Option<usize>,
    /// Say nothing but errors
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// How messages are written
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Text)]
    pub(super) log_format: LogFormat,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(super) enum LogFormat {
    /// Lines for people
    Text,
    /// One JSON object a line
    Json,
}

/// How a command ended when it could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// All is well.
    Clean,
    /// The work is done and something is wrong with what was looked at.
    Problems,
}

impl Globals {
    /// Checks what every command takes, whether it uses it or not: a mistake in it is one in any case.
    pub(super) fn check(&self) -> anyhow::Result<()> {
        match &self.config {
            Some(_) => self.load(&[]).map(drop),
            None => Ok(()),
        }
    }

    /// The settings: defaults, then the file, then `--set`, then `overrides` of the command's own options.
    pub(super) fn load(&self, overrides: &[String]) -> anyhow::Result<Config> {
        let local = PathBuf::from("taojin.toml");
        let path = self.config.clone().or_else(|| local.is_file().then_some(local));
        let set: Vec<String> = self.set.iter().chain(overrides).cloned().collect();
        Ok(Config::load(path.as_deref(), &set)?)
    }

    /// Number of threads asked for, else that of the machine.
    pub(super) fn threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        self.threads.filter(|&threads| threads > 0).unwrap_or_else(cores)
    }
}

//! What every command takes, and how every command ends.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::config::{Config, Override};

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
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Status {
    /// All is well.
    Clean,
    /// The work is done and something is wrong with what was looked at.
    Problems,
}

impl Globals {
    /// The settings: defaults, then the file, then `--set`, then `overrides` of the command's own options.
    pub(super) fn load(&self, overrides: &[Override]) -> anyhow::Result<Config> {
        let local = PathBuf::from("taojin.toml");
        let path = self.config.clone().or_else(|| local.is_file().then_some(local));
        let set: Vec<Override> =
            self.set.iter().map(|set| Override::set(set)).chain(overrides.iter().cloned()).collect();
        Ok(Config::load(path.as_deref(), &set)?)
    }

    /// Refuses settings that were asked for and cannot be used, also where a command has no use for them.
    pub(super) fn check(&self) -> anyhow::Result<()> {
        if self.config.is_some() || !self.set.is_empty() {
            self.load(&[])?;
        }
        Ok(())
    }

    /// Number of threads asked for, else that of the machine.
    pub(super) fn threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        self.threads.map_or_else(cores, usize::from)
    }
}

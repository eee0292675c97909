//! `taojin rules`: the rules there are, a test of them all, and a trial of a new one.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::output::{ASIDE, STRONG};
use super::{Globals, Status, output};
use crate::audit::Dataset;
use crate::config::Config;
use crate::pipeline;
use crate::strip::{self, RuleInfo};

/// List the rules, test them, or try a new one
#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  taojin rules\n  taojin rules test\n  taojin rules try '上一[篇页]：.*' out"
)]
pub(super) struct Arguments {
    /// Print the list as the page docs/rules.md
    #[arg(long)]
    markdown: bool,
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Subcommand)]
enum Action {
    /// Run every rule's examples
    Test,
    /// Show which lines of a dataset's texts a pattern would remove
    Try {
        /// A regular expression that a whole line must match
        pattern: String,
        /// The dataset folder
        dataset: PathBuf,
        /// How many matches to show
        #[arg(long, default_value_t = 20)]
        samples: usize,
    },
}

pub(super) fn run(arguments: &Arguments, globals: &Globals) -> anyhow::Result<Status> {
    let config = globals.load(&[])?;
    let mut stdout = output::stdout();
    let status = match &arguments.action {
        None if arguments.markdown => markdown(&config, &mut stdout)?,
        None => list(&config, &mut stdout)?,
        Some(Action::Test) => test(&config, &mut stdout)?,
        Some(Action::Try { pattern, dataset, samples }) => attempt(pattern, dataset, *samples, &mut stdout)?,
    };
    stdout.flush()?;
    Ok(status)
}

fn list(config: &Config, out: &mut impl Write) -> anyhow::Result<Status> {
    for (id, about) in pipeline::rules(config)? {
        writeln!(out, "{STRONG}{id:<28}{STRONG:#} {ASIDE}{about}{ASIDE:#}")?;
    }
    Ok(Status::Clean)
}

/// The page of all rules, those of the packs with their examples.
fn markdown(config: &Config, out: &mut impl Write) -> anyhow::Result<Status> {
    writeln!(out, "# Rules\n\nEvery removal or change names one of these. Written by `make docs`.\n")?;
    writeln!(out, "| rule | what it takes out or changes |\n|---|---|")?;
    for (id, about) in pipeline::rules(config)? {
        writeln!(out, "| `{id}` | {} |", about.replace('|', "\\|"))?;
    }
    writeln!(out, "\n## Rules of the packs, with their examples")?;
    let mut packs: BTreeMap<String, Vec<RuleInfo>> = BTreeMap::new();
    for rule in strip::rules(&config.strip)? {
        packs.entry(rule.pack.clone()).or_default().push(rule);
    }
    for (pack, rules) in packs {
        writeln!(out, "\n### {pack}\n")?;
        for rule in rules {
            writeln!(out, "- `{}` ({}): {}", rule.id, rule.kind, rule.about)?;
            let shown = |examples: &[String]| {
                examples.iter().map(|text| format!("`{}`", text.replace('\n', " ⏎ "))).collect::<Vec<_>>().join(" · ")
            };
            if !rule.catches.is_empty() {
                writeln!(out, "  - takes {}", shown(&rule.catches))?;
            }
            if !rule.spares.is_empty() {
                writeln!(out, "  - leaves {}", shown(&rule.spares))?;
            }
        }
    }
    Ok(Status::Clean)
}

fn test(config: &Config, out: &mut impl Write) -> anyhow::Result<Status> {
    let failures = strip::check_rules(&config.strip)?;
    for failure in &failures {
        writeln!(out, "{} ({}): {:?} {}", failure.id, failure.pack, failure.example, failure.problem)?;
    }
    let count = strip::rules(&config.strip)?.len();
    writeln!(out, "{count} rules, {} examples treated the wrong way", failures.len())?;
    Ok(if failures.is_empty() { Status::Clean } else { Status::Problems })
}

fn attempt(pattern: &str, dataset: &std::path::Path, samples: usize, out: &mut impl Write) -> anyhow::Result<Status> {
    let documents = Dataset::open(dataset)?.documents().collect::<Result<Vec<_>, _>>()?;
    let texts = documents.iter().map(|record| (record.origin.path.as_str(), record.text.as_str()));
    let trial = strip::try_pattern(pattern, texts, samples)?;
    for (name, line) in &trial.samples {
        writeln!(out, "{ASIDE}{name}:{ASIDE:#} {line}")?;
    }
    let (lines, texts, chars) = (trial.lines, trial.texts, trial.chars);
    writeln!(out, "{lines} lines in {texts} documents, {chars} characters")?;
    Ok(Status::Clean)
}

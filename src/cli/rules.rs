//! `taojin rules`: the rules there are, a test of them all, and a trial of a new one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::choice::PackArguments;
use super::globals::{Globals, Status};
use super::output;
use super::output::{ASIDE, STRONG};
use crate::config::Config;
use crate::dataset::Dataset;
use crate::strip::{self, RuleInfo, Trial};
use crate::text::visible;
use crate::{document, run};

/// List the rules, test them, try a new one, or count what they took
#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  taojin rules\n  taojin rules test --rules my-rules\n  \
                  taojin rules try '上一[篇页]：.*' out\n  taojin rules count out\n\n\
                  How to write rules of your own: rules/README.md"
)]
pub(super) struct Arguments {
    /// Print the list as the page docs/rules.md
    #[arg(long)]
    markdown: bool,
    #[command(flatten)]
    packs: PackArguments,
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Subcommand)]
enum Action {
    /// Run every rule's examples
    Test {
        #[command(flatten)]
        packs: PackArguments,
    },
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
    /// Print a table of what each rule took from a dataset or marked in it
    Count {
        /// The dataset folder
        dataset: PathBuf,
        /// Only rules whose name begins so; empty for those of all modules
        #[arg(long, alias = "room", value_name = "PREFIX", default_value = "strip.")]
        module: String,
    },
}

pub(super) fn run(arguments: &Arguments, globals: &Globals) -> anyhow::Result<Status> {
    let load = |packs: &PackArguments| globals.load(&packs.overrides().collect::<Vec<_>>());
    let mut stdout = output::stdout();
    let status = match &arguments.action {
        None if arguments.markdown => markdown(&load(&arguments.packs)?, &mut stdout)?,
        None => list(&load(&arguments.packs)?, &mut stdout)?,
        Some(Action::Test { packs }) => test(&load(packs)?, &mut stdout)?,
        Some(Action::Try { pattern, dataset, samples }) => attempt(pattern, dataset, *samples, &mut stdout)?,
        Some(Action::Count { dataset, module }) => count(dataset, module, &mut stdout)?,
    };
    stdout.flush()?;
    Ok(status)
}

fn list(config: &Config, out: &mut impl Write) -> anyhow::Result<Status> {
    for (id, about) in run::rules(config)? {
        writeln!(out, "{STRONG}{id:<28}{STRONG:#} {ASIDE}{about}{ASIDE:#}")?;
    }
    Ok(Status::Clean)
}

/// The page of all rules, those of the packs with their examples.
fn markdown(config: &Config, out: &mut impl Write) -> anyhow::Result<Status> {
    writeln!(out, "# Rules\n\nEvery removal or change names one of these. Written by `make docs`.\n")?;
    writeln!(out, "| rule | what it takes out or changes |\n|---|---|")?;
    for (id, about) in run::rules(config)? {
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

fn attempt(pattern: &str, dataset: &Path, samples: usize, out: &mut impl Write) -> anyhow::Result<Status> {
    let mut trial = Trial::new(pattern, samples)?;
    // One document at a time: a dataset may be larger than memory.
    for record in Dataset::open(dataset)?.documents() {
        let record = record?;
        trial.look(&record.origin.path, &record.text);
    }
    for (name, line) in &trial.samples {
        writeln!(out, "{ASIDE}{}:{ASIDE:#} {}", visible(name), visible(line))?;
    }
    let (lines, texts, chars) = (trial.lines, trial.texts, trial.chars);
    writeln!(out, "{lines} lines in {texts} documents, {chars} characters")?;
    if lines == 0 {
        tracing::warn!(
            "no line matches as a whole; a pattern for the beginning of lines ends in `.*`, and what rules took \
             already is no longer in the texts"
        );
    }
    Ok(Status::Clean)
}

/// What one rule did to a dataset.
#[derive(Default)]
struct Tally {
    removed: u64,
    changed: u64,
    marked: u64,
    documents: u64,
}

/// The table of rules with what they did, in characters; those that took most come first.
fn count(dataset: &Path, prefix: &str, out: &mut impl Write) -> anyhow::Result<Status> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for record in Dataset::open(dataset)?.documents() {
        let record = record?;
        let mut seen = BTreeSet::new();
        for row in record.ledger.iter().filter(|row| row.rule.starts_with(prefix)) {
            let tally = tallies.entry(row.rule.clone()).or_default();
            let chars: u64 = row.ranges.iter().map(|&(start, end)| u64::from(end - start)).sum();
            match row.action {
                document::Action::Removed => tally.removed += chars,
                document::Action::Changed => tally.changed += chars,
                document::Action::Marked => tally.marked += chars,
            }
            tally.documents += u64::from(seen.insert(&row.rule));
        }
    }
    let mut rows: Vec<(String, Tally)> = tallies.into_iter().collect();
    rows.sort_by_key(|(_, tally)| Reverse((tally.removed, tally.changed, tally.marked)));
    writeln!(out, "| rule | removed | changed | only marked | documents |\n|---|--:|--:|--:|--:|")?;
    if rows.is_empty() {
        tracing::warn!("the ledger names no such rule; a dataset written with `--ledger none` has no ledger to count");
    }
    let shown = |count: u64| if count == 0 { String::new() } else { count.to_string() };
    for (rule, Tally { removed, changed, marked, documents }) in rows {
        let (removed, changed, marked) = (shown(removed), shown(changed), shown(marked));
        writeln!(out, "| {rule} | {removed} | {changed} | {marked} | {documents} |")?;
    }
    Ok(Status::Clean)
}

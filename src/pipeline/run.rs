//! A whole run: inputs in, dataset out.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::annotate::{Annotations, Annotator};
use crate::config::Config;
use crate::dedup::{Corpus, Decision, Known};
use crate::document::Record;
use crate::read;
use crate::strip;
use crate::write::{self, Place, Rejected, Writer};

use super::pool::{self, Limits};
use super::spool::Spool;
use super::walk::{self, Bug, Receipt, Walked};
use super::{House, Phase, Progress};

/// What to run on and how. Nothing here but `config` and the inputs' content changes the result.
pub struct Run<'a> {
    /// The settings.
    pub config: &'a Config,
    /// Files and folders to read; `-` is standard input.
    pub inputs: &'a [PathBuf],
    /// The dataset folder to write.
    pub out: &'a Path,
    /// Number of threads.
    pub threads: usize,
    /// Shown how far the run is.
    pub progress: Option<&'a dyn Progress>,
    /// Once true, the run stops and leaves the old dataset as it was.
    pub interrupted: &'a AtomicBool,
}

/// Why a run could not finish. The dataset that was there before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The inputs cannot be listed.
    #[error(transparent)]
    Read(#[from] read::Error),
    /// A room cannot be furnished as configured.
    #[error(transparent)]
    Config(anyhow::Error),
    /// The dataset cannot be written.
    #[error(transparent)]
    Write(#[from] write::Error),
    /// The working files beside the dataset cannot be written or read.
    #[error("working files in {}: {source}; free some space or write the dataset elsewhere", folder.display())]
    Scratch {
        /// The folder they are in.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A document broke an invariant.
    #[error(transparent)]
    Bug(#[from] Bug),
    /// The run was stopped.
    #[error("interrupted; the dataset that was there before is untouched")]
    Interrupted,
}

/// What a run led to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Number of input files by status.
    pub inputs: BTreeMap<String, u64>,
    /// Documents kept.
    pub kept: u64,
    /// Documents rejected.
    pub rejected: u64,
}

impl Outcome {
    /// Number of input files that could not be read as text.
    #[must_use]
    pub fn problems(&self) -> u64 {
        let fine = ["ok", "empty"];
        self.inputs.iter().filter(|(status, _)| !fine.contains(&status.as_str())).map(|(_, count)| count).sum()
    }
}

impl Run<'_> {
    /// Reads, cleans, compares and writes.
    ///
    /// # Errors
    /// See [`Error`]. A bad input is no error: its row in `inputs` says what is wrong with it.
    pub fn run(&self) -> Result<Outcome, Error> {
        let house = House::new(self.config).map_err(Error::Config)?;
        let annotator = Annotator::new(&self.config.annotate).map_err(Error::Config)?;
        let inputs = read::list(self.inputs, &self.config.read)?;
        let mut writer = Writer::create(self.out, &self.config.write, &self.config.annotate)?;
        // Working files have no names: a killed run leaves none behind.
        let scratch = writer.folder().to_owned();
        let cannot = |source| Error::Scratch { folder: scratch.clone(), source };

        let mut corpus = Corpus::new(&self.config.dedup, &scratch).map_err(cannot)?;
        let mut records: Spool<Record> = Spool::new(SPOOL_MEMORY, &scratch);
        let mut paths: Spool<String> = Spool::new(SPOOL_MEMORY, &scratch);
        let mut ids = Vec::new();
        let mut outcome = Outcome::default();
        let known = Known::open(&self.config.dedup, "id").map_err(Error::Config)?;
        let benchmarks = known.read(self.threads, |row| {
            corpus.push_known(row.summary).map_err(cannot)?;
            ids.push(row.id);
            Ok(paths.push(&row.path).map_err(cannot)?)
        });
        let benchmarks = benchmarks.map_err(Error::Config)?;

        self.begin(Phase::Read, inputs.iter().map(size).sum());
        let limits = Limits { threads: self.threads, weight: IN_FLIGHT };
        let items = walk::feed(&inputs, &self.config.read);
        let mut receipt = Receipt::default();
        pool::ordered(
            items,
            limits,
            |item| walk::walk(&house, &benchmarks, item),
            |walked| {
                match walked? {
                    Walked::Problem(problem) => receipt.problem(problem),
                    Walked::End { path, sha256, bytes } => {
                        let row = receipt.close(path, sha256, bytes);
                        *outcome.inputs.entry(row.status.clone()).or_default() += 1;
                        writer.input(&row)?;
                        self.advance(bytes)?;
                    }
                    Walked::Document { record, summary } => {
                        receipt.document(&record);
                        if let Some(summary) = summary {
                            corpus.push(summary).map_err(cannot)?;
                            ids.push(record.id.clone());
                            paths.push(&record.origin.path).map_err(cannot)?;
                        }
                        records.push(&record).map_err(cannot)?;
                    }
                }
                self.check()
            },
        )?;

        self.begin(Phase::Compare, ids.len() as u64);
        let decisions = corpus.decide(self.threads).map_err(cannot)?;
        let kept_paths = kept_paths(paths, &decisions).map_err(cannot)?;

        self.begin(Phase::Write, ids.len() as u64);
        let mut decisions = decisions.into_iter();
        let records = records.drain().map_err(cannot)?.map(|record| {
            let record = record?;
            let decision = match record.rejection {
                Some(_) => Decision::default(),
                None => decisions.next().unwrap_or_default(),
            };
            Ok((Box::new(record), decision))
        });
        let weigh =
            |item: &io::Result<(Box<Record>, _)>| item.as_ref().map_or(0, |(record, _)| record.text.len() as u64);
        // Without annotations there is nothing to do but to read ahead.
        let threads = if annotator.is_some() { self.threads } else { 1 };
        let repeats = (self.config.dedup.templates, self.config.dedup.passages);
        pool::ordered(
            records.map(|item| (weigh(&item), item)),
            Limits { threads, weight: READ_AHEAD },
            |item| {
                let (mut record, decision) = item?;
                let is_kept = record.rejection.is_none() && decision.duplicate.is_none();
                if is_kept && !decision.repeats.is_empty() {
                    let path = |index| kept_paths.get(&index).map(String::as_str);
                    strip::template::apply(&mut record, &decision.repeats, repeats, path);
                }
                let annotator = annotator.as_ref().filter(|_| is_kept);
                let found = annotator.map(|annotator| annotator.annotate(&record)).unwrap_or_default();
                Ok((record, decision, found))
            },
            |item| {
                let (record, decision, found): (_, _, Annotations) = item.map_err(cannot)?;
                self.advance(1)?;
                let id = |index: u32| ids.get(index as usize).cloned();
                let why = match (&record.rejection, decision.duplicate) {
                    (Some((rule, evidence)), _) => {
                        Rejected { rule: rule.clone(), evidence: evidence.clone(), ..Rejected::default() }
                    }
                    (None, Some(found)) => Rejected {
                        rule: found.kind.rule().id.to_owned(),
                        evidence: found.kind.rule().about.to_owned(),
                        kept_id: id(found.kept),
                        kept_path: kept_paths.get(&found.kept).cloned(),
                        similarity: Some(found.similarity),
                        passage: Some(found.passage).filter(|passage| !passage.is_empty()),
                    },
                    (None, None) => {
                        let cluster = decision.cluster.and_then(id);
                        let split = self.config.write.split(cluster.as_deref().unwrap_or(&record.id));
                        writer.kept(&record, &Place { cluster, split }, &found)?;
                        outcome.kept += 1;
                        return Ok::<(), Error>(());
                    }
                };
                writer.rejected(&record, &why)?;
                outcome.rejected += 1;
                Ok::<(), Error>(())
            },
        )?;
        let rules = super::rules(self.config).map_err(Error::Config)?;
        let rules = rules.into_iter().map(|(id, about)| (id.to_owned(), about.to_owned())).collect();
        let mut config = self.config.describe();
        if let Some(annotator) = &annotator {
            config["annotate"] = annotator.describe();
        }
        if !known.is_empty() {
            let (against, benchmarks) = known.describe().map_err(Error::Config)?;
            config["dedup"]["against"] = against;
            config["dedup"]["benchmarks"] = benchmarks;
        }
        writer.finish(&write::Run { config, rules })?;
        self.end();
        Ok(outcome)
    }

    fn begin(&self, phase: Phase, total: u64) {
        if let Some(progress) = self.progress {
            progress.begin(phase, total);
        }
    }

    fn advance(&self, amount: u64) -> Result<(), Error> {
        if let Some(progress) = self.progress {
            progress.advance(amount);
        }
        self.check()
    }

    fn check(&self) -> Result<(), Error> {
        if self.interrupted.load(Ordering::Relaxed) { Err(Error::Interrupted) } else { Ok(()) }
    }

    fn end(&self) {
        if let Some(progress) = self.progress {
            progress.end();
        }
    }
}

/// Size of an input on disk, for the progress bar alone.
fn size(input: &read::Input) -> u64 {
    let file = input.file.as_deref();
    file.and_then(|file| std::fs::metadata(file).ok()).map_or(0, |found| found.len())
}

/// Bytes of input under way at once.
const IN_FLIGHT: u64 = 256 << 20;
/// Bytes of finished text read ahead of the writer.
const READ_AHEAD: u64 = 64 << 20;
/// Bytes of finished documents held in memory before they are spilled.
const SPOOL_MEMORY: usize = 64 << 20;

/// Paths of the documents that others are duplicates of or have passages of, by index.
fn kept_paths(paths: Spool<String>, decisions: &[Decision]) -> io::Result<BTreeMap<u32, String>> {
    let duplicates = decisions.iter().filter_map(|decision| decision.duplicate.as_ref()).map(|found| found.kept);
    let repeats = decisions.iter().flat_map(|decision| &decision.repeats).filter(|repeat| !repeat.is_template);
    let mut wanted: Vec<u32> = duplicates.chain(repeats.map(|repeat| repeat.first)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut wanted = wanted.into_iter().peekable();
    let mut found = BTreeMap::new();
    for (index, path) in paths.drain()?.enumerate() {
        if wanted.next_if_eq(&(index as u32)).is_some() {
            found.insert(index as u32, path?);
        }
    }
    Ok(found)
}

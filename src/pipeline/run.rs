//! A whole run: inputs in, dataset out.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::annotate::{Annotations, Annotator};
use crate::config::Config;
use crate::dedup::{Corpus, Decision, Decisions, Known, Spill};
use crate::document::Record;
use crate::read;
use crate::write::{self, Place, Rejected, Writer};

use super::pool::{self, Limits};
use super::settle::settle;
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
    /// The settings allow too little memory; the message says how much is enough.
    #[error("{0}")]
    Memory(io::Error),
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
        let cannot = |source: io::Error| match source.kind() {
            io::ErrorKind::OutOfMemory => Error::Memory(source),
            _ => Error::Scratch { folder: scratch.clone(), source },
        };

        let mut corpus = Corpus::new(&self.config.dedup, &scratch).map_err(cannot)?;
        let mut records: Spool<Record> = Spool::new(SPOOL_MEMORY, &scratch);
        let mut paths = Spill::new(&scratch).map_err(cannot)?;
        let mut ids = Spill::new(&scratch).map_err(cannot)?;
        let mut outcome = Outcome::default();
        let known = Known::open(&self.config.dedup, "id").map_err(Error::Config)?;
        let benchmarks = known.read(self.threads, |row| {
            corpus.push_known(row.summary).map_err(cannot)?;
            ids.push_bytes(row.id.as_bytes()).map_err(cannot)?;
            Ok(paths.push_bytes(row.path.as_bytes()).map_err(cannot)?)
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
                            ids.push_bytes(record.id.as_bytes()).map_err(cannot)?;
                            paths.push_bytes(record.origin.path.as_bytes()).map_err(cannot)?;
                        }
                        records.push(&record).map_err(cannot)?;
                    }
                }
                self.check()
            },
        )?;

        self.begin(Phase::Compare, u64::from(corpus.len()));
        ids.flush().and_then(|()| paths.flush()).map_err(cannot)?;
        let mut decisions = corpus.decide(self.threads).map_err(cannot)?;

        self.begin(Phase::Write, decisions.indices().len() as u64);
        let records = records.drain().map_err(cannot)?.map(|record| {
            let record = record?;
            let decided = match record.rejection {
                Some(_) => Decided::default(),
                None => Decided::next(&mut decisions, &ids, &paths)?,
            };
            Ok((Box::new(record), decided))
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
                let (mut record, decided) = item.map_err(cannot)?;
                let is_kept = record.rejection.is_none() && decided.decision.duplicate.is_none();
                if is_kept {
                    let path = |index| decided.paths.get(&index).map(String::as_str);
                    let settled = settle(&mut record, &decided.decision, repeats, path);
                    settled.map_err(|why| Bug::new(&record.origin.path, why))?;
                }
                let annotator = annotator.as_ref().filter(|_| is_kept);
                let found = annotator.map(|annotator| annotator.annotate(&record)).unwrap_or_default();
                Ok::<_, Error>((record, decided, found))
            },
            |item| {
                let (record, Decided { decision, cluster, kept_id, mut paths }, found): (_, _, Annotations) = item?;
                self.advance(1)?;
                let why = match (&record.rejection, decision.duplicate) {
                    (Some((rule, evidence)), _) => {
                        Rejected { rule: rule.clone(), evidence: evidence.clone(), ..Rejected::default() }
                    }
                    (None, Some(found)) => Rejected {
                        rule: found.kind.rule().id.to_owned(),
                        evidence: found.kind.rule().about.to_owned(),
                        kept_id,
                        kept_path: paths.remove(&found.kept),
                        similarity: Some(found.similarity),
                        passage: Some(found.passage).filter(|passage| !passage.is_empty()),
                    },
                    (None, None) => {
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

/// A decision, with the names of the documents that it speaks of.
#[derive(Default)]
struct Decided {
    decision: Decision,
    /// Identifier of the kept document of its cluster, and of the one that it is a duplicate of.
    cluster: Option<String>,
    kept_id: Option<String>,
    /// Paths of the documents that it is a duplicate of or has passages of.
    paths: BTreeMap<u32, String>,
}

impl Decided {
    fn next(decisions: &mut Decisions, ids: &Spill, paths: &Spill) -> io::Result<Self> {
        let decision = decisions.next().transpose()?.unwrap_or_default();
        let kept = decision.duplicate.as_ref().map(|found| found.kept);
        let repeats = decision.repeats.iter().filter(|repeat| !repeat.is_template).map(|repeat| repeat.first);
        let repeats = repeats.chain(decision.passages.iter().map(|passage| passage.first));
        let path = |index| Ok((index, paths.read_text(index)?));
        Ok(Self {
            cluster: decision.cluster.map(|index| ids.read_text(index)).transpose()?,
            kept_id: kept.map(|index| ids.read_text(index)).transpose()?,
            paths: kept.into_iter().chain(repeats).map(path).collect::<io::Result<_>>()?,
            decision,
        })
    }
}

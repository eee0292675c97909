//! A whole run: inputs in, dataset out.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::annotate::{Annotations, Annotator};
use crate::config::Config;
use crate::dedup::{Corpus, Decision, Decisions, Known, Spill};
use crate::document::Record;
use crate::read::{self, Problem, Status};
use crate::strip;
use crate::write::{self, Place, Rejected, Writer};

use super::fence::{bug, fence};
use super::pool::{self, Limits};
use super::spool::Spool;
use super::walk::{self, Clean, Receipt, Walked};
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
    /// Whether a dataset without documents may be written where there is nothing to read, or where a dataset that has
    /// some is replaced.
    pub allow_empty: bool,
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
    /// There is nothing to read.
    #[error(
        "no file to read in {0}; check the path, --include and --exclude, or write a dataset without documents with \
         --allow-empty"
    )]
    NoInput(String),
    /// No document could be read, and a dataset that has some would go.
    #[error(
        "no document could be read{first}; the dataset in {} is left as it was: --allow-empty replaces it by an empty one",
        out.display()
    )]
    NoDocument {
        /// The dataset that was to be replaced.
        out: PathBuf,
        /// The first problem, in brackets; empty when there is none.
        first: String,
    },
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
    /// The first input files with problems, [`TOLD`] of each status at most.
    pub problems: Vec<InputProblem>,
}

/// How many input files of each status an [`Outcome`] tells about one by one.
pub const TOLD: u64 = 20;

/// An input file that could not be read or cleaned, wholly or in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputProblem {
    /// Path of the input, as the dataset shows it.
    pub path: String,
    /// What is wrong, and what to do.
    pub problem: Problem,
}

impl Outcome {
    /// Number of input files that could not be read as text.
    #[must_use]
    pub fn problem_count(&self) -> u64 {
        let fine = ["ok", "empty"];
        self.inputs.iter().filter(|(status, _)| !fine.contains(&status.as_str())).map(|(_, count)| count).sum()
    }

    /// Number of input files that a bug kept from being cleaned, wholly or in part.
    #[must_use]
    pub fn failure_count(&self) -> u64 {
        self.inputs.get(Status::Failed.name()).copied().unwrap_or(0)
    }

    /// Counts an input file in.
    fn input(&mut self, path: String, problem: Option<Problem>) {
        let status = problem.as_ref().map_or(Status::Ok, |problem| problem.status);
        let count = self.inputs.entry(status.name().to_owned()).or_default();
        *count += 1;
        if let Some(problem) = problem.filter(|_| *count <= TOLD) {
            self.problems.push(InputProblem { path, problem });
        }
    }
}

impl Run<'_> {
    /// Reads, cleans, compares and writes.
    ///
    /// # Errors
    /// See [`Error`]. A bad input is no error: its row in `inputs` says what is wrong with it.
    pub fn run(&self) -> Result<Outcome, Error> {
        let house = House::new(self.config).map_err(Error::Config)?;
        self.run_with(&|path, raw| house.clean(path, raw))
    }

    /// The run, with `clean` for the way of one document through the rooms.
    pub(super) fn run_with(&self, clean: Clean<'_>) -> Result<Outcome, Error> {
        let annotator = Annotator::new(&self.config.annotate).map_err(Error::Config)?;
        let inputs = read::list(self.inputs, &self.config.read)?;
        if inputs.is_empty() && !self.allow_empty {
            let names: Vec<String> = self.inputs.iter().map(|path| path.display().to_string()).collect();
            return Err(Error::NoInput(names.join(", ")));
        }
        let mut writer = Writer::create(self.out, &self.config.write, &self.config.annotate)?;
        // Working files have no names: a killed run leaves none behind.
        let scratch = writer.folder().to_owned();
        let cannot = |source: io::Error| match source.kind() {
            io::ErrorKind::OutOfMemory => Error::Memory(source),
            _ => Error::Scratch { folder: scratch.clone(), source },
        };

        let mut corpus = Corpus::new(&self.config.dedup, &scratch).map_err(cannot)?;
        let mut walked: Spool<Walked> = Spool::new(SPOOL_MEMORY, &scratch);
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
        pool::ordered(
            items,
            limits,
            |item| walk::walk(clean, &self.config.dedup, &benchmarks, item),
            |(item, summary)| {
                if let (Walked::Document(record), Some(summary)) = (&item, summary) {
                    corpus.push(summary).map_err(cannot)?;
                    ids.push_bytes(record.id.as_bytes()).map_err(cannot)?;
                    paths.push_bytes(record.origin.path.as_bytes()).map_err(cannot)?;
                }
                walked.push(&item).map_err(cannot)?;
                self.advance(if let Walked::End { bytes, .. } = item { bytes } else { 0 })
            },
        )?;

        self.begin(Phase::Compare, u64::from(corpus.len()));
        ids.flush().and_then(|()| paths.flush()).map_err(cannot)?;
        let mut decisions = corpus.decide(self.threads).map_err(cannot)?;

        self.begin(Phase::Write, decisions.indices().len() as u64);
        let walked = walked.drain().map_err(cannot)?.map(|item| {
            let item = item?;
            let decided = match &item {
                Walked::Document(record) if record.rejection.is_none() => Decided::next(&mut decisions, &ids, &paths)?,
                _ => Decided::default(),
            };
            Ok((item, decided))
        });
        let weigh = |item: &io::Result<(Walked, _)>| match item {
            Ok((Walked::Document(record), _)) => record.text.len() as u64,
            _ => 0,
        };
        // Without annotations there is nothing to do but to read ahead.
        let threads = if annotator.is_some() { self.threads } else { 1 };
        let mut receipt = Receipt::default();
        pool::ordered(
            walked.map(|item| (weigh(&item), item)),
            Limits { threads, weight: READ_AHEAD },
            |item| self.complete(item?, annotator.as_ref()),
            |item: io::Result<Completed>| {
                match item.map_err(cannot)? {
                    Completed::Document(record, decided, found) => {
                        self.advance(1)?;
                        match self.write(&mut writer, &record, decided, &found) {
                            Ok(true) => outcome.kept += 1,
                            Ok(false) => outcome.rejected += 1,
                            Err(error) => {
                                receipt.problem(unwritable(error)?);
                                return Ok(());
                            }
                        }
                        receipt.document(&record);
                    }
                    Completed::Problem(problem) => receipt.problem(problem),
                    Completed::End { path, sha256, bytes } => {
                        let (row, problem) = receipt.close(path, sha256, bytes);
                        writer.input(&row)?;
                        outcome.input(row.path, problem);
                    }
                }
                self.check()
            },
        )?;
        if outcome.kept + outcome.rejected == 0 && writer.replaced() > 0 && !self.allow_empty {
            let first = outcome.problems.first().map(|first| format!(" ({}: {})", first.path, first.problem));
            return Err(Error::NoDocument { out: self.out.to_owned(), first: first.unwrap_or_default() });
        }
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

    /// Takes out of a document what others have, and annotates what is left.
    fn complete(&self, (item, decided): (Walked, Decided), annotator: Option<&Annotator>) -> io::Result<Completed> {
        let mut record = match item {
            Walked::Document(record) => record,
            Walked::Problem(problem) => return Ok(Completed::Problem(problem)),
            Walked::End { path, sha256, bytes } => return Ok(Completed::End { path, sha256, bytes }),
        };
        if record.rejection.is_some() || decided.decision.duplicate.is_some() {
            return Ok(Completed::Document(record, decided, Annotations::default()));
        }
        let repeats = (self.config.dedup.templates, self.config.dedup.passages);
        let completed = fence(|| {
            let path = |index| decided.paths.get(&index).map(String::as_str);
            strip::template::apply(&mut record, &decided.decision, repeats, path);
            let found = annotator.map(|annotator| annotator.annotate(&record)).unwrap_or_default();
            Ok(Completed::Document(record, decided, found))
        });
        Ok(completed.unwrap_or_else(Completed::Problem))
    }

    /// Writes a document to the tables of those that are kept, or of those that are not; whether it is kept.
    fn write(
        &self,
        writer: &mut Writer,
        record: &Record,
        decided: Decided,
        found: &Annotations,
    ) -> Result<bool, write::Error> {
        let Decided { decision, cluster, kept_id, mut paths } = decided;
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
                writer.kept(record, &Place { cluster, split }, found)?;
                return Ok(true);
            }
        };
        writer.rejected(record, &why)?;
        Ok(false)
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

/// What the spool held, ready to be written.
enum Completed {
    Document(Box<Record>, Decided, Annotations),
    Problem(Problem),
    End { path: String, sha256: String, bytes: u64 },
}

/// An error of the writer as a problem of the document that it was writing, if it is one.
fn unwritable(error: write::Error) -> Result<Problem, Error> {
    match error {
        write::Error::TooLarge { bytes, .. } => {
            let message =
                format!("a document of {bytes} bytes does not fit into a Parquet value (1 GiB); split the file");
            Ok(Problem::new(Status::TooLarge, message))
        }
        write::Error::Unbalanced { error, .. } => Ok(bug(error)),
        error => Err(error.into()),
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

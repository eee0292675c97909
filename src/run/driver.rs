//! A whole run: inputs in, dataset out.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::annotate::Annotator;
use crate::audit::Lock;
use crate::config::Config;
use crate::dataset::{self, Dataset, OptionalTables, Output, Outputs, Writer};
use crate::dedup::Known;
use crate::error;
use crate::read::{self, Input, Listing, Reason};

use super::cleaner::Cleaner;
use super::complete::{Completed, Completer};
use super::error::Error;
use super::gather::Gathered;
use super::outcome::Outcome;
use super::pool::{self, Limits, Outlet};
use super::process::{Clean, Processed, Processor};
use super::progress::{Phase, Progress};
use super::stages;
use super::summary::InputSummary;
use super::tables::{known, refuse_inside};
use super::unread::unread;

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
    /// What the dataset must be like to be published.
    pub locked: Option<&'a Lock>,
    /// Whether [`Outcome::pinned`] is wanted.
    pub pin: bool,
    /// Shown how far the run is.
    pub progress: Option<&'a dyn Progress>,
    /// Once true, the run stops and leaves the old dataset as it was.
    pub interrupted: &'a AtomicBool,
}

impl Run<'_> {
    /// Reads, cleans, compares and writes.
    ///
    /// # Errors
    /// When the dataset cannot be made; the one that was there before is untouched. A bad input is no error: its row in
    /// `inputs` says what is wrong with it, and [`Outcome::problems`] names it.
    pub fn run(&self) -> Result<Outcome, error::Error> {
        let cleaner = Cleaner::new(self.config)?;
        Ok(self.run_with(&|path, raw| cleaner.document(path, raw))?)
    }

    /// The run, with `clean` for what happens to one document.
    pub(super) fn run_with(&self, clean: Clean<'_>) -> Result<Outcome, Error> {
        let annotator = Annotator::new(&self.config.annotate)?;
        let Listing { inputs, skipped } = self.list()?;
        let mut writer = Writer::create(self.out, &self.config.write, self.optional())?;
        if let (Some(progress), Some(notice)) = (self.progress, writer.notice()) {
            progress.warn(&notice);
        }
        let known = Known::open(&self.config.dedup, "id", |path| Ok::<_, Error>(dataset::tables(path)?))?;
        let gathered = self.read(clean, &inputs, &known, writer.folder())?;
        let mut outcome = Outcome { skipped, ..self.write(gathered, annotator.as_ref(), &mut writer)? };
        writer.not_read(outcome.skipped.counts());
        if outcome.kept + outcome.rejected == 0 && writer.replaced() > 0 && !self.allow_empty {
            let first = outcome.problems.first().map(|first| format!(" ({first})")).unwrap_or_default();
            return Err(Error::NoDocument { out: self.out.to_owned(), first });
        }
        let sealed = writer.seal(&self.describe(annotator.as_ref(), &known)?)?;
        // While it is ours alone: another run may replace it once it is published.
        if self.pin || self.locked.is_some() {
            let lock = Lock::of(&Dataset::open(sealed.path())?)?;
            outcome.differences = self.locked.map(|locked| locked.check(&lock)).unwrap_or_default();
            if !outcome.differences.is_empty() {
                self.end();
                return Ok(outcome);
            }
            outcome.pinned = self.pin.then_some(lock);
        }
        outcome.leftover = sealed.publish()?.leftover;
        self.end();
        Ok(outcome)
    }

    /// The tables that only some datasets have.
    fn optional(&self) -> OptionalTables {
        let annotate = &self.config.annotate;
        OptionalTables { sentences: annotate.sentences, tokens: annotate.has_tokens() }
    }

    /// The files to read, and what is left out: datasets, among them the one to be written, are no texts.
    fn list(&self) -> Result<Listing, Error> {
        refuse_inside(self.out, self.inputs.iter().chain(known(&self.config.dedup)))?;
        let outputs = Outputs::of(self.out)?;
        let skip = move |path: &Path| {
            outputs.find(path).map(|output| match output {
                Output::Own => Reason::Output,
                Output::Other => Reason::Dataset,
            })
        };
        let listing = read::list(self.inputs, &self.config.read, Arc::new(skip))?;
        if listing.inputs.is_empty() && !self.allow_empty {
            let names: Vec<String> = self.inputs.iter().map(|path| path.display().to_string()).collect();
            let skipped = listing.skipped.to_string();
            let skipped = if skipped.is_empty() { skipped } else { format!(" but what is left out: {skipped}") };
            return Err(Error::NoInput(names.join(", "), skipped));
        }
        Ok(listing)
    }

    /// Reads and cleans, document by document.
    fn read(&self, clean: Clean<'_>, inputs: &[Input], known: &Known, scratch: &Path) -> Result<Gathered, Error> {
        let mut gathered = Gathered::new(&self.config.dedup, scratch)?;
        let benchmarks = known.read(self.threads, |row| gathered.push_known(row))?;
        self.warn_of_size(inputs);
        self.begin(Phase::Read, || inputs.iter().map(size).sum());
        let max_bytes = self.config.read.max_bytes;
        let processor = Processor { clean, dedup: &self.config.dedup, benchmarks: &benchmarks, max_bytes };
        pool::ordered(
            inputs.iter().map(|input| (0, input)),
            Limits { threads: self.threads, weight: self.config.dedup.memory.texts() },
            |input: &Input, outlet: &Outlet<'_, _>| {
                let _ = processor.process(input, outlet);
            },
            |output| {
                let bytes = if let (Processed::End { bytes, .. }, _) = output { bytes } else { 0 };
                gathered.push(output)?;
                self.advance(bytes)
            },
        )?;
        Ok(gathered)
    }

    /// Says so when the largest file needs more memory by itself than a run is to take: it is read all the same, one at a
    /// time.
    fn warn_of_size(&self, inputs: &[Input]) {
        let Some(progress) = self.progress else { return };
        let memory = self.config.dedup.memory;
        let largest = inputs.iter().map(|input| (size(input), input)).max_by_key(|(bytes, _)| *bytes);
        if let Some((bytes, input)) = largest
            && let Some(enough) = memory.short_of(bytes.min(self.config.read.max_bytes))
        {
            let path = &input.path;
            progress.warn(&format!(
                "{path} has {bytes} bytes and may take more than the {memory} of --memory by itself; {enough} are enough"
            ));
        }
    }

    /// Compares, completes and writes, document by document.
    fn write(&self, gathered: Gathered, annotator: Option<&Annotator>, writer: &mut Writer) -> Result<Outcome, Error> {
        let scratch = writer.folder().to_owned();
        let cannot = |source: io::Error| Error::scratch(&scratch, source);
        self.begin(Phase::Compare, || gathered.len());
        let (count, decided) = gathered.decide(self.threads)?;
        self.begin(Phase::Write, || count);
        let completer = Completer { config: self.config, annotator };
        // Without annotations there is nothing to do but to read ahead.
        let threads = if annotator.is_some() { self.threads } else { 1 };
        let (mut outcome, mut summary) = (Outcome::default(), InputSummary::default());
        pool::ordered(
            decided.map(|item| (weigh(&item), item)),
            Limits { threads, weight: self.config.dedup.memory.texts() },
            |item: io::Result<(Processed, _)>, outlet: &Outlet<'_, _>| {
                let _ = outlet.give(item.map(|(processed, decided)| completer.complete(processed, decided)));
            },
            |item| {
                match item.map_err(cannot)? {
                    Completed::Document(record, decided, found) => {
                        self.advance(1)?;
                        match completer.write(writer, &record, decided, &found)? {
                            Ok(is_kept) => {
                                *(if is_kept { &mut outcome.kept } else { &mut outcome.rejected }) += 1;
                                summary.document(&record);
                                if let Some(format) = unread(&record) {
                                    *outcome.unread.entry(format).or_default() += 1;
                                }
                            }
                            Err(problem) => summary.problem(problem),
                        }
                    }
                    Completed::Problem(problem) => summary.problem(problem),
                    Completed::End { path, sha256, bytes } => {
                        let (row, problem) = summary.close(path, sha256, bytes);
                        writer.input(&row)?;
                        outcome.input(problem);
                    }
                }
                self.check()
            },
        )?;
        Ok(outcome)
    }

    /// What the manifest says of the run.
    fn describe(&self, annotator: Option<&Annotator>, known: &Known) -> Result<dataset::Provenance, Error> {
        let rules = stages::rules(self.config)?;
        let rules = rules.into_iter().map(|(id, about)| (id.to_owned(), about.to_owned())).collect();
        let mut config = self.config.describe();
        if let Some(annotator) = annotator {
            config["annotate"] = annotator.describe();
        }
        if !known.is_empty() {
            let (against, benchmarks) = known.describe()?;
            config["dedup"]["against"] = against;
            config["dedup"]["benchmarks"] = benchmarks;
        }
        Ok(dataset::Provenance { config, rules })
    }

    fn begin(&self, phase: Phase, total: impl FnOnce() -> u64) {
        if let Some(progress) = self.progress {
            progress.begin(phase, total());
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

/// Size of an input, for the progress alone.
fn size(input: &Input) -> u64 {
    std::fs::metadata(&input.at).map_or(0, |found| found.len())
}

/// Weight of a document on its way to the tables.
fn weigh<D>(item: &io::Result<(Processed, D)>) -> u64 {
    match item {
        Ok((Processed::Document(record), _)) => record.text.len() as u64,
        _ => 0,
    }
}

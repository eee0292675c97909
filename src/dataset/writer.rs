//! The writer: records in, a dataset folder out.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::folder::Partial;
use super::kept::Kept;
use super::manifest::{self, FORMAT, InputLines, Manifest, TableEntry, Tool};
use super::report::Report;
use super::schema::Table;
use super::shard::{Limits, Shards};
use super::table::{InputRow, Inputs, RejectedRow, Rejects};
use super::{Error, FileEntry, Ledger, Options, Tally, card, croissant, file};
use crate::annotate::{self, Annotations};
use crate::document::{BYTES, Record, Row};

/// The place of a kept document among the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// Identifier of the kept document of its cluster of near duplicates, if it is in one.
    pub cluster: Option<String>,
    /// Split it belongs to; see [`Options::split`].
    pub split: &'a str,
}

/// Why a document is not kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rejected {
    /// The rule that rejects it.
    pub rule: String,
    /// What the rule saw, in words.
    pub evidence: String,
    /// For a duplicate: identifier of the kept document it matches.
    pub kept_id: Option<String>,
    /// For a duplicate: path of that document.
    pub kept_path: Option<String>,
    /// For a duplicate: how similar the two are, 0 to 1.
    pub similarity: Option<f32>,
    /// For a duplicate: a passage that both share.
    pub passage: Option<String>,
}

/// What a run knows besides its documents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// The configuration in force, without anything that does not change the dataset (threads, paths, memory).
    pub config: Value,
    /// What each rule is about, by identifier.
    pub rules: BTreeMap<String, String>,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Counts over the dataset.
    pub counts: Tally,
    /// The tables by name.
    pub tables: BTreeMap<String, TableEntry>,
}

/// Writes a dataset folder. Rows go in the order in which they come: source path, then position in the file.
///
/// Nothing is seen at the final place before [`Writer::finish`]; a writer that is dropped leaves nothing behind.
pub struct Writer {
    // The tables come first: their files are closed before the folder goes away.
    kept: BTreeMap<String, Kept>,
    rejects: Shards<Rejects>,
    inputs: Shards<Inputs>,
    input_lines: InputLines,
    tally: Tally,
    report: Report,
    options: Options,
    annotate: annotate::Options,
    limits: Limits,
    folder: Partial,
}

/// Split of the tables that are not split.
const TRAIN: &str = "train";

/// Longest text a value may hold: a batch of two must stay below the 2 GiB that Arrow counts to.
const MAX_VALUE: usize = 1 << 30;

impl Writer {
    /// The folder that is being written: a place for working files on the disk of the dataset.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Begins a dataset that is to stand at `out`. It is written beside it, in `.NAME.partial`. `annotate` says which
    /// tables of annotations it has.
    ///
    /// # Errors
    /// When a setting makes no sense, `out` holds something else than a dataset, another run is writing there, or the place cannot be written.
    pub fn create(out: &Path, options: &Options, annotate: &annotate::Options) -> Result<Self, Error> {
        options.check()?;
        let folder = Partial::create(out)?;
        let limits = Limits {
            group_bytes: usize::try_from(options.row_group_bytes).unwrap_or(usize::MAX).max(1),
            group_rows: 122_880,
            file_bytes: options.shard_bytes.max(1),
        };
        let path = folder.path();
        let kept = BTreeMap::from([(TRAIN.to_owned(), Kept::create(path, TRAIN, limits, annotate)?)]);
        Ok(Self {
            kept,
            rejects: Shards::create(path, TRAIN, limits)?,
            inputs: Shards::create(path, TRAIN, limits)?,
            input_lines: InputLines::create(path)?,
            tally: Tally::default(),
            report: Report::new(options),
            options: options.clone(),
            annotate: annotate.clone(),
            limits,
            folder,
        })
    }

    /// Writes a kept document, with what was found in its text.
    ///
    /// # Errors
    /// [`Error`], naming the file that cannot be written or the document that does not fit.
    pub fn kept(&mut self, record: &Record, place: &Place<'_>, found: &Annotations) -> Result<(), Error> {
        fits(record, &record.text)?;
        if !self.kept.contains_key(place.split) {
            let tables = Kept::create(self.folder.path(), place.split, self.limits, &self.annotate)?;
            self.kept.insert(place.split.to_owned(), tables);
        }
        let Some(tables) = self.kept.get_mut(place.split) else { return Ok(()) };
        tables.append(record, place, found, self.options.ledger)?;
        self.tally.kept(record, place.split);
        self.report.kept(record);
        Ok(())
    }

    /// Writes a document that is not kept, with its source text.
    ///
    /// # Errors
    /// [`Error`], naming the file that cannot be written or the document that does not fit or does not balance.
    pub fn rejected(&mut self, record: &Record, why: &Rejected) -> Result<(), Error> {
        let full = self.options.ledger == Ledger::Full;
        let source = record.source();
        let source = source.map_err(|error| Error::Unbalanced { path: record.origin.path.clone(), error })?;
        fits(record, &source)?;
        let patches = record.ledger.iter().find(|row| full && row.rule == BYTES.id);
        let none = Row::default();
        let patches = patches.unwrap_or(&none);
        self.rejects.append(&RejectedRow {
            record,
            source: full.then_some(source.as_str()),
            ranges: &patches.ranges,
            bytes: &patches.bytes,
            why,
        })?;
        self.tally.rejected(record, why);
        self.report.rejected(record, why);
        Ok(())
    }

    /// Writes what became of an input file.
    ///
    /// # Errors
    /// [`Error::Io`], naming the file that cannot be written.
    pub fn input(&mut self, row: &InputRow) -> Result<(), Error> {
        self.inputs.append(row)?;
        self.input_lines.push(row)?;
        self.tally.input(row);
        self.report.input(row);
        Ok(())
    }

    /// Writes what describes the dataset, and puts it in the place of the old one in a single step.
    ///
    /// # Errors
    /// [`Error`], naming the file that cannot be written. The old dataset then stays.
    pub fn finish(self, run: &Run) -> Result<Summary, Error> {
        let Self { kept, rejects, inputs, input_lines, tally, report, options, folder, .. } = self;
        let mut tables: BTreeMap<String, TableEntry> = BTreeMap::new();
        let mut done = |name: &str, files: Vec<FileEntry>| {
            let table = tables.entry(name.to_owned()).or_default();
            table.rows += files.iter().filter_map(|file| file.rows).sum::<u64>();
            table.files.extend(files);
        };
        for split in kept.into_values() {
            for (name, files) in split.finish()? {
                done(name, files);
            }
        }
        done(Rejects::NAME, rejects.finish()?);
        done(Inputs::NAME, inputs.finish()?);

        let path = folder.path();
        let page = report.page(&options, &tally, &run.rules);
        let files = vec![
            file::write(path, "README.md", card::card(&options, &tally, &tables, &run.rules).as_bytes())?,
            file::write(path, "croissant.json", croissant::croissant(&options, &tables).as_bytes())?,
            file::write(path, "report.html", page.as_bytes())?,
        ];
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            tool: Tool::this(),
            ledger: options.ledger.name().to_owned(),
            config: run.config.clone(),
            config_sha256: manifest::config_sha256(&run.config),
            counts: tally,
            tables,
            files,
        };
        manifest::write(path, &manifest, input_lines)?;
        folder.swap()?;
        Ok(Summary { counts: manifest.counts, tables: manifest.tables })
    }
}

pub(super) fn fits(record: &Record, text: &str) -> Result<(), Error> {
    if text.len() <= MAX_VALUE {
        return Ok(());
    }
    Err(Error::TooLarge { path: record.origin.path.clone(), bytes: text.len() })
}

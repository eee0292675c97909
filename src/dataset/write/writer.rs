//! The writer: records in, a dataset folder out.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;

use serde_json::Value;

use super::contents::Contents;
use super::file;
use super::folder::OutputFolder;
use super::kept::Kept;
use super::limits::{Limits, fits};
use super::shard::Shards;
use crate::dataset::column::Table;
use crate::dataset::counts::Counts;
use crate::dataset::error::Error;
use crate::dataset::manifest::{self, FORMAT, FileEntry, InputLines, Manifest, TableEntry, Tool};
use crate::dataset::options::{LedgerMode, OptionalTables, Options, Split};
use crate::dataset::report::Report;
use crate::dataset::table::{InputRow, Inputs, Place, Rejected, RejectedRow, Rejects};
use crate::dataset::{card, croissant, report};
use crate::document::{Annotations, BYTES, Record, Row};

/// How a dataset was made, as far as its documents do not tell.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Provenance {
    /// The configuration in force, without anything that does not change the dataset (threads, paths, memory).
    pub config: Value,
    /// What each rule is about, by identifier.
    pub rules: BTreeMap<String, String>,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Counts over the dataset.
    pub counts: Counts,
    /// The tables by name.
    pub tables: BTreeMap<String, TableEntry>,
    /// What did not come to its end after the new dataset took its place, in words.
    pub leftover: Option<String>,
}

/// A dataset that is whole but not yet in its place. It goes away when it is dropped before [`Sealed::publish`].
pub struct Sealed {
    folder: OutputFolder,
    summary: Summary,
}

impl Sealed {
    /// The folder that it is in.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Puts it in the place of the old one in a single step.
    ///
    /// # Errors
    /// [`Error`] when that cannot be done. The old dataset then stays.
    pub fn publish(self) -> Result<Summary, Error> {
        let leftover = self.folder.swap()?.map(|error| error.to_string());
        Ok(Summary { leftover, ..self.summary })
    }
}

/// Writes a dataset folder. Rows go in the order in which they come: source path, then position in the file.
///
/// Nothing is seen at the final place before [`Writer::finish`]; a writer that is dropped leaves nothing behind.
pub struct Writer {
    // The tables come first: their files are closed before the folder goes away.
    kept: BTreeMap<Split, Kept>,
    rejects: Shards<Rejects>,
    inputs: Shards<Inputs>,
    input_lines: InputLines,
    counts: Counts,
    report: Report,
    options: Options,
    optional: OptionalTables,
    limits: Limits,
    folder: OutputFolder,
}

impl Writer {
    /// The folder that is being written: a place for working files on the disk of the dataset.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Notes how many files and folders were not read, by reason.
    pub fn not_read(&mut self, counts: BTreeMap<String, u64>) {
        self.counts.not_read = counts;
    }

    /// Number of documents, kept or not, of the dataset that is to be replaced; 0 when there is none.
    #[must_use]
    pub fn replaced(&self) -> u64 {
        self.folder.replaced()
    }

    /// What whoever runs this should know before the work: the file system has no locks.
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        self.folder.notice()
    }

    /// Begins a dataset that is to be at `out`. It is written beside it, in `.NAME.partial`.
    ///
    /// # Errors
    /// When a setting makes no sense, `out` holds something else than a dataset, another run is writing there, or the place cannot be written.
    pub fn create(out: &Path, options: &Options, optional: OptionalTables) -> Result<Self, Error> {
        options.check().map_err(Error::Options)?;
        let folder = OutputFolder::create(out, Contents::Dataset)?;
        let limits = Limits {
            group_bytes: Limits::group_bytes(options),
            group_rows: 122_880,
            file_bytes: options.shard_bytes.max(1),
        };
        let path = folder.path();
        let kept = BTreeMap::from([(Split::Train, Kept::create(path, Split::Train, limits, optional)?)]);
        Ok(Self {
            kept,
            rejects: Shards::create(path, Split::Train, limits)?,
            inputs: Shards::create(path, Split::Train, limits)?,
            input_lines: InputLines::create(path)?,
            counts: Counts::default(),
            report: Report::new(options),
            options: options.clone(),
            optional,
            limits,
            folder,
        })
    }

    /// Writes a kept document, with what was found in its text.
    ///
    /// # Errors
    /// [`Error`], naming the file that cannot be written or the document that does not fit.
    pub fn kept(&mut self, record: &Record, place: &Place, found: &Annotations) -> Result<(), Error> {
        fits(record, &record.text)?;
        if self.options.ledger != LedgerMode::None {
            record.ledger.iter().try_for_each(|entry| fits(record, &entry.removed))?;
        }
        let tables = match self.kept.entry(place.split) {
            Entry::Occupied(tables) => tables.into_mut(),
            Entry::Vacant(none) => {
                none.insert(Kept::create(self.folder.path(), place.split, self.limits, self.optional)?)
            }
        };
        tables.append(record, place, found, self.options.ledger)?;
        self.counts.kept(record, place.split);
        self.report.kept(record);
        Ok(())
    }

    /// Writes a document that is not kept, with its source text.
    ///
    /// # Errors
    /// [`Error`], naming the file that cannot be written or the document that does not fit or does not balance.
    pub fn rejected(&mut self, record: &Record, why: &Rejected) -> Result<(), Error> {
        let full = self.options.ledger == LedgerMode::Full;
        let source = record.source();
        let source = source.map_err(|error| Error::Unbalanced { path: record.origin.path.clone(), error })?;
        fits(record, &source)?;
        let patches = record.ledger.iter().find(|row| full && row.rule == BYTES.id);
        self.rejects.append(&RejectedRow {
            record: Cow::Borrowed(record),
            source: full.then_some(source.as_str()),
            patches: patches.map_or_else(|| Cow::Owned(Row::default()), Cow::Borrowed),
            why: Cow::Borrowed(why),
        })?;
        self.counts.rejected(record, why);
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
        self.counts.input(row);
        self.report.input(row);
        Ok(())
    }

    /// Writes what describes the dataset, and puts it in the place of the old one in a single step.
    ///
    /// # Errors
    /// [`Error`], naming the file that cannot be written. The old dataset then stays.
    pub fn finish(self, provenance: &Provenance) -> Result<Summary, Error> {
        self.seal(provenance)?.publish()
    }

    /// Writes what describes the dataset, which is whole then but not yet in its place.
    ///
    /// # Errors
    /// [`Error`], naming the file that cannot be written. The old dataset then stays.
    pub fn seal(self, provenance: &Provenance) -> Result<Sealed, Error> {
        let Self { kept, rejects, inputs, input_lines, counts, report: shown, options, folder, .. } = self;
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
        let page = report::page(&shown, &options, &counts, &provenance.rules);
        let files = vec![
            file::write(path, "README.md", card::card(&options, &counts, &tables, &provenance.rules).as_bytes())?,
            file::write(path, "croissant.json", croissant::croissant(&options, &tables).as_bytes())?,
            file::write(path, "report.html", page.as_bytes())?,
        ];
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            tool: Tool::this(),
            ledger: options.ledger,
            config: provenance.config.clone(),
            config_sha256: manifest::config_sha256(&provenance.config),
            counts,
            tables,
            files,
        };
        manifest::write(path, &manifest, input_lines)?;
        let summary = Summary { counts: manifest.counts, tables: manifest.tables, leftover: None };
        Ok(Sealed { folder, summary })
    }
}

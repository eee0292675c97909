//! Tables deduplicated into a folder that is written as a whole.

use std::path::{Path, PathBuf};

use super::error::Error;
use crate::dataset::{self, Contents, OutputFolder, Outputs};
use crate::dedup::{self, Columns, Known, TableCounts};

/// Deduplicates the rows of files into a folder of tables. See [`dedup::run_files`] for what is in them.
pub struct Tables<'a> {
    /// The files, all Parquet or all JSON lines.
    pub files: &'a [PathBuf],
    /// The folder to write. What an earlier run wrote there is replaced as a whole, and nothing else is.
    pub out: &'a Path,
    /// Which columns are meant.
    pub columns: &'a Columns,
    /// The settings.
    pub options: &'a dedup::Options,
    /// Threads to use.
    pub threads: usize,
    /// Whether tables that have rows may be replaced by empty ones.
    pub allow_empty: bool,
}

impl Tables<'_> {
    /// Reads, compares and writes. Gives the counts, and in words what whoever runs this should know.
    ///
    /// # Errors
    /// When an input cannot be used or is in the folder to be written, or that cannot be written or holds anything else.
    /// What was in it is untouched then.
    pub fn run(&self) -> Result<(TableCounts, Vec<String>), Error> {
        refuse_inside(self.out, self.files.iter().chain(known(self.options)))?;
        let folder = OutputFolder::create(self.out, Contents::Tables(&dedup::TABLES))?;
        let mut notices: Vec<String> = folder.notice().into_iter().collect();
        let known = Known::open(self.options, &self.columns.id, |path| Ok::<_, Error>(dataset::tables(path)?))?;
        let counts = dedup::run_files(self.files, folder.path(), self.columns, self.options, &known, self.threads)?;
        if counts.rows == 0 && folder.replaced() > 0 && !self.allow_empty {
            return Err(Error::NoRow { out: self.out.to_owned() });
        }
        notices.extend(folder.swap()?.map(|leftover| leftover.to_string()));
        Ok((counts, notices))
    }
}

/// What the settings compare with.
pub(super) fn known(options: &dedup::Options) -> impl Iterator<Item = &PathBuf> {
    options.against.iter().chain(&options.benchmarks)
}

/// Refuses inputs that are in the folder to be written: they would go with what it holds.
pub(super) fn refuse_inside<'a>(out: &Path, mut inputs: impl Iterator<Item = &'a PathBuf>) -> Result<(), Error> {
    let outputs = Outputs::of(out)?;
    match inputs.find(|input| outputs.hold(input)) {
        Some(input) => Err(Error::InputInOutput { input: input.clone(), out: out.to_owned() }),
        None => Ok(()),
    }
}

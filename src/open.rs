//! The front door's view of a finished dataset: its rows, the proof of it, and its sources.

use std::path::Path;

use crate::audit;
use crate::dataset;
use crate::document::Record;
use crate::error::Error;

pub use crate::audit::Report;
pub use crate::dataset::{InputRow, Rejection};

/// A dataset folder that has been opened.
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use taojin::{Config, Dataset, Run};
///
/// let folder = tempfile::tempdir()?;
/// let (texts, out) = (folder.path().join("texts"), folder.path().join("out"));
/// std::fs::create_dir(&texts)?;
/// std::fs::write(texts.join("river.txt"), "河水 慢慢 地 流 ， 谁 也 不 着急 。 老人 坐 在 桥 上 ， 数 着 过往 的 船只 。\n")?;
/// let run = Run {
///     config: &Config::default(),
///     inputs: &[texts.clone()],
///     out: &out,
///     threads: 2,
///     allow_empty: false,
///     locked: None,
///     pin: false,
///     progress: None,
///     interrupted: &AtomicBool::new(false),
/// };
/// assert_eq!(run.run()?.kept, 1);
///
/// let dataset = Dataset::open(&out)?;
/// assert!(dataset.verify()?.is_clean());
/// assert_eq!(dataset.restore("river.txt", None)?, std::fs::read(texts.join("river.txt"))?);
/// let explained = dataset.explain("river.txt")?;
/// assert!(explained.record.ledger.iter().any(|row| row.rule == "mend.word_spaces"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Dataset(dataset::Dataset);

/// A document with the source text that its ledger rows point into.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Explanation {
    /// The document. The ranges of its ledger count code points of `source`.
    pub record: Record,
    /// The source text, rebuilt from the text and the ledger.
    pub source: String,
}

impl Dataset {
    /// Opens the dataset folder `path`: reads its manifest, no table.
    ///
    /// # Errors
    /// [`ErrorKind::Dataset`](crate::ErrorKind::Dataset) when there is no manifest that this version understands.
    pub fn open(path: &Path) -> Result<Self, Error> {
        dataset::Dataset::open(path).map(Self).map_err(|error| Error::from(error).at(path))
    }

    /// The kept documents, in order (source path, then position in the file), each with its paragraphs and its ledger; one
    /// at a time is in memory.
    pub fn documents(&self) -> impl Iterator<Item = Result<Record, Error>> + use<> {
        self.0.documents().map(|record| record.map_err(Error::from))
    }

    /// The documents that were not kept, in order, each with the reason.
    pub fn rejected(&self) -> impl Iterator<Item = Result<Rejection, Error>> + use<> {
        self.0.rejected().map(|rejection| rejection.map_err(Error::from))
    }

    /// The input files, in order, each with what became of it.
    pub fn inputs(&self) -> impl Iterator<Item = Result<InputRow, Error>> + use<> {
        self.0.inputs().map(|input| input.map_err(Error::from))
    }

    /// Proves the dataset: checksums, schemas, offsets, and for every document that its text and its ledger make its source.
    ///
    /// # Errors
    /// Only when there is no dataset any more. Whatever is wrong with it is in the report.
    pub fn verify(&self) -> Result<Report, Error> {
        Ok(audit::verify(self.0.path())?)
    }

    /// The very bytes of the source of a document, kept or not. `name` is its identifier, or its source path where it is its
    /// whole file; `sources` is the folder of the inputs, asked only when the ledger does not hold what was removed.
    ///
    /// # Errors
    /// When there is no such document, or its source cannot be rebuilt from what there is.
    pub fn restore(&self, name: &str, sources: Option<&Path>) -> Result<Vec<u8>, Error> {
        Ok(audit::restore(&self.0, name, sources)?)
    }

    /// A kept document with its source text; `name` as for [`Dataset::restore`].
    ///
    /// # Errors
    /// When there is no such document, or the ledger does not hold what was removed.
    pub fn explain(&self, name: &str) -> Result<Explanation, Error> {
        let record = self.0.document(name)?.ok_or_else(|| audit::Error::Unknown(name.to_owned()))?;
        let source = record.source().map_err(|why| Error::input(&record.origin.path, why))?;
        Ok(Explanation { record, source })
    }
}

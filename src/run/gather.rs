//! What the first half of a run leaves for the second: the corpus that is compared, and all results in order, on disk.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::error::Error;
use super::process::{Output, Processed};
use super::spool::Spool;
use crate::dedup::{self, Corpus, Decision, Decisions, KnownRow, Spill};

/// Bytes of finished documents held in memory before they are spilled.
const SPOOL_MEMORY: usize = 64 << 20;

/// What came out of the inputs so far.
pub(super) struct Gathered {
    corpus: Corpus,
    /// Identifier and path of every document of the corpus.
    names: Names,
    processed: Spool<Processed>,
    scratch: Box<Path>,
}

struct Names {
    ids: Spill,
    paths: Spill,
}

impl Names {
    fn push(&mut self, id: &str, path: &str) -> io::Result<()> {
        self.ids.push_bytes(id.as_bytes())?;
        self.paths.push_bytes(path.as_bytes())?;
        Ok(())
    }
}

impl Gathered {
    /// Nothing yet. Working files go to `scratch`; they have no names, so that a killed run leaves none behind.
    pub(super) fn new(options: &dedup::Options, scratch: &Path) -> Result<Self, Error> {
        let spill = || Spill::new(scratch).map_err(|error| Error::scratch(scratch, error));
        Ok(Self {
            corpus: Corpus::new(options, scratch)?,
            names: Names { ids: spill()?, paths: spill()? },
            processed: Spool::new(SPOOL_MEMORY, scratch),
            scratch: scratch.into(),
        })
    }

    /// Adds a document that an earlier dataset holds. Those come before all others.
    pub(super) fn push_known(&mut self, row: KnownRow) -> Result<(), Error> {
        self.corpus.push_known(row.summary)?;
        self.names.push(&row.id, &row.path).map_err(|error| Error::scratch(&self.scratch, error))
    }

    /// Adds what came out of an input.
    pub(super) fn push(&mut self, (processed, summary): Output) -> Result<(), Error> {
        let cannot = |error| Error::scratch(&self.scratch, error);
        if let (Processed::Document(record), Some(summary)) = (&processed, summary) {
            self.corpus.push(summary)?;
            self.names.push(&record.id, &record.origin.path).map_err(cannot)?;
        }
        self.processed.push(&processed).map_err(cannot)
    }

    /// Number of documents that are compared.
    pub(super) fn len(&self) -> u64 {
        u64::from(self.corpus.len())
    }

    /// Compares the documents. Gives the number of decisions, and everything in the order in which it came, with what is
    /// decided about each document.
    pub(super) fn decide(
        self,
        threads: usize,
    ) -> Result<(u64, impl Iterator<Item = io::Result<(Processed, Decided)>> + Send), Error> {
        let Self { corpus, mut names, processed, scratch } = self;
        let cannot = |error| Error::scratch(&scratch, error);
        names.ids.flush().map_err(cannot)?;
        names.paths.flush().map_err(cannot)?;
        let mut decisions = corpus.decide(threads)?;
        let count = decisions.indices().len() as u64;
        let all = processed.drain().map_err(cannot)?.map(move |processed| {
            let processed = processed?;
            let decided = match &processed {
                Processed::Document(record) if record.rejection.is_none() => Decided::next(&mut decisions, &names)?,
                _ => Decided::default(),
            };
            Ok((processed, decided))
        });
        Ok((count, all))
    }
}

/// A decision, with the names of the documents that it speaks of.
#[derive(Default)]
pub(super) struct Decided {
    /// The decision.
    pub decision: Decision,
    /// Identifier of the kept document of its cluster.
    pub cluster: Option<String>,
    /// Identifier of the document that it is a duplicate of.
    pub kept_id: Option<String>,
    /// Paths of the documents that it is a duplicate of or has passages of.
    pub paths: BTreeMap<u32, String>,
}

impl Decided {
    fn next(decisions: &mut Decisions, Names { ids, paths }: &Names) -> io::Result<Self> {
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

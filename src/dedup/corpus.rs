//! The corpus, and the passes that lead to a decision about each of its documents.

use std::io;
use std::path::Path;

use super::decisions::{Decided, Decisions};
use super::error::Error;
use super::files::Verdicts;
use super::near::{self, Near, find_near};
use super::options::Options;
use super::passes::copies::find_copies;
use super::passes::decide::{decide_contaminated, decide_copies, decide_near};
use super::passes::observe::Observed;
use super::passes::passages::find_passages;
use super::passes::repeats::{self, find_repeats};
use super::passes::templates::find_templates;
use super::store::{Bits, Records};
use super::summary::Summary;
use super::workspace::Workspace;

/// Most documents: pairs of them have a bit to spare.
const MOST: u32 = u32::MAX >> 1;

/// All documents of a corpus, on the way to a decision about each. What is proportional to them waits on disk, but for some
/// bytes of each.
pub struct Corpus {
    options: Options,
    scratch: Box<Path>,
    /// Parts that what is cut by a key is cut into.
    parts: u32,
    observed: Observed,
}

impl Corpus {
    /// An empty corpus. What does not fit in memory goes to unnamed files in the folder `scratch`.
    ///
    /// # Errors
    /// When a file cannot be made in `scratch`, or when the memory of the settings is too little for anything.
    pub fn new(options: &Options, scratch: &Path) -> Result<Self, Error> {
        Self::in_parts(options, scratch, 1)
    }

    /// An empty corpus of which what is cut by a key is cut into `parts`. They change no decision.
    pub(crate) fn in_parts(options: &Options, scratch: &Path, parts: u32) -> Result<Self, Error> {
        let bytes = options.memory.workspace(0)?;
        let work = Workspace { folder: scratch, bytes, threads: 1, parts };
        let observed = Observed::new(options, work).map_err(Error::scratch(scratch))?;
        Ok(Self { options: options.clone(), scratch: scratch.into(), parts, observed })
    }

    /// Adds a document of an earlier dataset or a question of a benchmark, which gets the next index. To be done before
    /// all others. Nothing is decided about it, and it gives way to none.
    ///
    /// # Errors
    /// When `scratch` cannot be written, or when there are more documents than the memory of the settings allows for.
    pub fn push_known(&mut self, summary: Summary) -> Result<(), Error> {
        self.add(summary, true)
    }

    /// Adds the next document, which gets the next index. Order matters: of documents that are equal otherwise the
    /// first is kept.
    ///
    /// # Errors
    /// When `scratch` cannot be written, or when there are more documents than the memory of the settings allows for.
    pub fn push(&mut self, summary: Summary) -> Result<(), Error> {
        self.add(summary, false)
    }

    fn add(&mut self, summary: Summary, is_known: bool) -> Result<(), Error> {
        if self.len() >= MOST {
            return Err(Error::TooMany);
        }
        self.options.memory.workspace(self.len().into())?;
        self.observed.push(summary, is_known).map_err(Error::scratch(&self.scratch))
    }

    /// Number of documents, those known before among them.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.observed.heads.len()
    }

    /// Whether there are no documents.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Decides about every document but those known before, in the order in which they were pushed. The same whatever
    /// `threads` and the memory of the settings are.
    ///
    /// # Errors
    /// When `scratch` cannot be written or read, or when the memory of the settings is too little for so many documents.
    pub fn decide(self, threads: usize) -> Result<Decisions, Error> {
        let bytes = self.options.memory.workspace(self.len().into())?;
        let scratch = self.scratch.clone();
        self.run(bytes, threads).map_err(Error::scratch(&scratch))
    }

    /// All passes after the first, one after another.
    fn run(self, bytes: usize, threads: usize) -> io::Result<Decisions> {
        let Self { options, scratch, parts, mut observed } = self;
        observed.flush()?;
        let Observed { heads, shingles, texts, contaminated, sources, short_anchors, .. } = observed;
        let Observed { anchors, source_anchors, paragraphs, sentences, .. } = observed;
        // Another third is that of the shingles.
        let work = Workspace { folder: &scratch, bytes: bytes / 3 * 2, threads, parts };
        let asked = if options.near { options.template_documents } else { 0 };
        let templates = find_templates(anchors, source_anchors, &sources, asked, work.share(3))?;
        let copies = find_copies(&heads, &options, work)?;
        let mut verdicts = Verdicts::new(heads.len());
        if options.near {
            let is_copy = numbers(&copies, heads.len())?;
            let inputs =
                near::Inputs { heads: &heads, shingles: &shingles, templates: &templates, short_anchors, is_copy };
            let Near { ranking, edges, clusters } = find_near(inputs, &options, work)?;
            decide_near(&ranking, &edges, &clusters, options.contained, &mut verdicts)?;
        }
        decide_copies(&copies, &mut verdicts)?;
        decide_contaminated(&contaminated, &mut verdicts);
        let inputs =
            repeats::Inputs { verdicts: &verdicts, templates: &templates, sources: &sources, asked, options: &options };
        let repeats = find_repeats(paragraphs, &inputs, work.share(4))?;
        let passages = find_passages(sentences, &verdicts, work.share(4))?;
        let decided = Decided { known: heads.known(), verdicts, contaminated, texts, shingles, templates };
        Ok(Decisions::new(decided, repeats, passages, threads))
    }
}

/// The documents that are copies, of so many.
fn numbers(copies: &Records<2>, count: u32) -> io::Result<Bits> {
    let mut is_copy = Bits::new((count as usize).next_power_of_two().max(64));
    for copy in copies.iter() {
        is_copy.set((copy?[0] >> 32) as usize);
    }
    Ok(is_copy)
}

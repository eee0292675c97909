//! First pass: what is known of each document goes to the files that later passes read.

use std::io;

use crate::dedup::decision::Match;
use crate::dedup::files::{
    ANCHORS, CONTAMINATED, HEADS, Heads, PARAGRAPHS, SENTENCES, SHINGLES, SHORT_ANCHORS, SOURCE_ANCHORS, SOURCES,
    ShingleHead, Shingles, ShortAnchors, Sources, TEXTS,
};
use crate::dedup::kind::DuplicateKind;
use crate::dedup::options::Options;
use crate::dedup::pass::{By, Pass};
use crate::dedup::store::{Parted, Spill};
use crate::dedup::summary::{Contamination, LENGTH, SAMPLING, Summary, anchors, bare, in_source, lines};
use crate::dedup::workspace::Workspace;

/// See the module.
pub(crate) static OBSERVE: Pass = Pass {
    name: "observe",
    about: "fold and cut the text of each document, and note by what it may be like others",
    parts: By::Document,
    reads: &[],
    writes: &[
        &HEADS,
        &SHINGLES,
        &TEXTS,
        &CONTAMINATED,
        &ANCHORS,
        &SOURCE_ANCHORS,
        &SOURCES,
        &SHORT_ANCHORS,
        &PARAGRAPHS,
        &SENTENCES,
    ],
};

/// The files of this pass.
pub(crate) struct Observed {
    pub(crate) heads: Heads,
    pub(crate) shingles: Shingles,
    /// None when nothing is to be quoted.
    pub(crate) texts: Option<Spill>,
    /// By document.
    pub(crate) contaminated: Vec<(u32, Match)>,
    pub(crate) anchors: Parted<2>,
    pub(crate) source_anchors: Parted<3>,
    pub(crate) sources: Sources,
    pub(crate) short_anchors: ShortAnchors,
    pub(crate) paragraphs: Parted<3>,
    pub(crate) sentences: Parted<2>,
    counts_anchors: bool,
    list: Vec<u64>,
}

impl Observed {
    /// No documents yet.
    pub(crate) fn new(options: &Options, work: Workspace<'_>) -> io::Result<Self> {
        Ok(Self {
            heads: Heads::new(work.records(32)),
            shingles: Shingles::new(Spill::with_memory(work.folder, work.bytes / 3)?),
            texts: options.quote.then(|| work.spill()).transpose()?,
            contaminated: Vec::new(),
            anchors: Parted::new(work.parts, work.folder, work.bytes / 5 / 3 * 2),
            source_anchors: work.share(5).parted(3),
            sources: Sources::default(),
            short_anchors: ShortAnchors::new(),
            paragraphs: work.parted(16),
            sentences: work.parted(16),
            counts_anchors: options.near && options.template_documents > 0,
            list: Vec::new(),
        })
    }

    /// Adds the next document, and whether it was known before.
    pub(crate) fn push(&mut self, summary: Summary, is_known: bool) -> io::Result<()> {
        let number = self.heads.len();
        self.heads.push(&summary, is_known)?;
        let Summary { source, shingles, thinned, quotable, paragraphs, sentences, contamination, .. } = summary;
        for (paragraph, hash) in paragraphs {
            self.paragraphs.push([hash, u64::from(number) << 32 | u64::from(paragraph), source.into()])?;
        }
        for (place, hash) in (u64::from(number) << 32..).zip(sentences) {
            if hash & LENGTH != 0 {
                self.sentences.push([hash, place])?;
            }
        }
        if let Some(Contamination { question: kept, overlap: similarity, passage }) = contamination {
            let found = Match { kept, kind: DuplicateKind::Contaminated, similarity, passage };
            self.contaminated.push((number, found));
        }
        if self.counts_anchors {
            self.note_anchors(&shingles, source)?;
        }
        self.short_anchors.note(&shingles);
        self.shingles.push(ShingleHead { source, thinned }, &shingles)?;
        match &mut self.texts {
            Some(texts) if is_known => texts.push_bytes(&[]),
            Some(texts) => texts.push_bytes(quotable.as_bytes()),
            None => Ok(()),
        }
    }

    /// Notes the anchors of a document from `source`, a hash; 0 when that is not known.
    pub(crate) fn note_anchors(&mut self, shingles: &[u32], source: u32) -> io::Result<()> {
        if source != 0 {
            self.sources.count(source);
        }
        let quarter = shingles.len() / 4;
        let least = |shingles: &[u32]| shingles.iter().map(|&shingle| bare(shingle)).min();
        let [Some(second), Some(third)] =
            [quarter..2 * quarter, 2 * quarter..3 * quarter].map(|range| shingles.get(range).and_then(least))
        else {
            return Ok(());
        };
        let contexts = u64::from(second) << 32 | u64::from(third);
        self.list.clear();
        self.list.extend(anchors(shingles, SAMPLING).map(|(_, anchor)| anchor));
        self.list.extend(lines(shingles).filter_map(|(_, anchor)| anchor));
        self.list.sort_unstable();
        self.list.dedup();
        for &anchor in &self.list {
            self.anchors.push([anchor, contexts])?;
            if source != 0 {
                self.source_anchors.push([in_source(anchor, source), contexts, source.into()])?;
            }
        }
        Ok(())
    }

    /// Ends adding.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.shingles.flush()?;
        self.texts.as_mut().map_or(Ok(()), Spill::flush)
    }
}

//! Paragraphs that several kept documents have: passages taken over from one another, and templates.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use foldhash::fast::FixedState;

use crate::dedup::decision::Repeat;
use crate::dedup::files::{PARAGRAPHS, REPEATS, SOURCES, Sources, TEMPLATES, Templates, VERDICTS, Verdicts};
use crate::dedup::options::{Options, Repeats};
use crate::dedup::pass::{By, Pass};
use crate::dedup::store::{Parted, Record, Records, Sorted, Sorter};
use crate::dedup::summary::IS_PASSAGE;
use crate::dedup::workspace::Workspace;

/// See the module.
pub(crate) static REPEATS_PASS: Pass = Pass {
    name: "repeats",
    about: "find the paragraphs that several kept documents have",
    parts: By::Key("hash of the paragraph"),
    reads: &[&PARAGRAPHS, &VERDICTS, &TEMPLATES, &SOURCES],
    writes: &[&REPEATS],
};

/// What this pass reads beside the paragraphs.
pub(crate) struct Inputs<'a> {
    pub(crate) verdicts: &'a Verdicts,
    /// What makes a template in the corpus, and in the source of a document.
    pub(crate) templates: &'a Templates,
    pub(crate) sources: &'a Sources,
    /// Documents that make a template at least.
    pub(crate) asked: u32,
    pub(crate) options: &'a Options,
}

/// Tells which paragraphs of each kept document others have too.
pub(crate) fn find_repeats(
    paragraphs: Parted<3>,
    inputs: &Inputs<'_>,
    work: Workspace<'_>,
) -> io::Result<RepeatedParagraphs> {
    let mut found = work.sorter(2);
    for part in paragraphs.into_parts() {
        find_in_part(part?, inputs, &mut found, work.folder)?;
    }
    Ok(RepeatedParagraphs(found.sorted()?))
}

/// Finds the repeats of one part: hash, document and number, source.
fn find_in_part(
    paragraphs: impl Iterator<Item = io::Result<Record<3>>>,
    inputs: &Inputs<'_>,
    found: &mut Sorter<3>,
    scratch: &Path,
) -> io::Result<()> {
    let mut group = Group::new(scratch);
    for place in paragraphs {
        let place = place?;
        if inputs.verdicts.is_dropped((place[1] >> 32) as u32) {
            continue;
        }
        if place[0] != group.hash {
            let group = std::mem::replace(&mut group, Group { hash: place[0], ..Group::new(scratch) });
            group.note(inputs, found)?;
        }
        group.push(place)?;
    }
    group.note(inputs, found)
}

/// The places of one paragraph, by document.
struct Group {
    hash: u64,
    places: Records<3>,
    documents: u32,
    /// Documents of each source.
    sources: HashMap<u32, u32, FixedState>,
    first: Option<u32>,
    last: Option<u32>,
}

impl Group {
    fn new(scratch: &Path) -> Self {
        let (places, sources) = (Records::new(scratch, 1 << 20), HashMap::default());
        Self { hash: 0, places, documents: 0, sources, first: None, last: None }
    }

    fn push(&mut self, place @ [_, at, source]: [u64; 3]) -> io::Result<()> {
        let document = (at >> 32) as u32;
        self.first.get_or_insert(document);
        if self.last.replace(document) != Some(document) {
            self.documents += 1;
            *self.sources.entry(source as u32).or_default() += 1;
        }
        self.places.push(place)
    }

    fn note(&self, inputs: &Inputs<'_>, found: &mut Sorter<3>) -> io::Result<()> {
        let Inputs { templates, sources, options, .. } = inputs;
        let Some(first) = self.first.filter(|_| self.documents > 1) else { return Ok(()) };
        let looks_for_templates = templates.least() > 0 && options.templates != Repeats::Off;
        let is_passage = self.hash & IS_PASSAGE != 0 && options.passages != Repeats::Off;
        for place in self.places.iter() {
            let [_, at, source] = place?;
            let here = self.sources.get(&(source as u32)).copied().unwrap_or_default();
            let is_common = || self.documents >= templates.least();
            let is_common_here = || sources.least(source as u32, inputs.asked).is_some_and(|least| here >= least);
            let is_template = looks_for_templates && (is_common() || is_common_here());
            // What a document says twice does not count.
            if is_template || is_passage && (at >> 32) as u32 != first {
                found.push([at, u64::from(self.documents) << 32 | u64::from(first), is_template.into()])?;
            }
        }
        Ok(())
    }
}

/// Repeated paragraphs in the order of documents and paragraphs.
pub(crate) struct RepeatedParagraphs(Sorted<3>);

impl Iterator for RepeatedParagraphs {
    type Item = io::Result<(u32, Repeat)>;

    fn next(&mut self) -> Option<Self::Item> {
        let repeat = |[at, counts, is_template]: [u64; 3]| {
            let (paragraph, documents) = (at as u32, (counts >> 32) as u32);
            let repeat = Repeat { paragraph, documents, first: counts as u32, is_template: is_template == 1 };
            ((at >> 32) as u32, repeat)
        };
        self.0.next().map(|record| record.map(repeat))
    }
}

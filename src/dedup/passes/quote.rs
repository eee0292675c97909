//! Quoting: passages that duplicates share with the kept document.

use std::io;

use crate::dedup::compare::{Comparer, Reader};
use crate::dedup::decision::Match;
use crate::dedup::files::{
    CONTAMINATED, QUOTES, SHINGLES, Shingles, TEMPLATES, TEXTS, Templates, VERDICTS, Verdict, Verdicts,
};
use crate::dedup::kind::DuplicateKind;
use crate::dedup::pass::{By, Pass};
use crate::dedup::store::Spill;
use crate::dedup::summary::{positions, quote};

/// See the module.
pub(crate) static QUOTE: Pass = Pass {
    name: "quote",
    about: "quote the longest passage that a duplicate shares with the kept document",
    parts: By::Document,
    reads: &[&VERDICTS, &CONTAMINATED, &TEXTS, &SHINGLES, &TEMPLATES],
    writes: &[&QUOTES],
};

/// What this pass reads.
pub(crate) struct Inputs<'a> {
    pub(crate) verdicts: &'a Verdicts,
    pub(crate) contaminated: &'a [(u32, Match)],
    /// None when nothing is to be quoted.
    pub(crate) texts: Option<&'a Spill>,
    pub(crate) shingles: &'a Shingles,
    pub(crate) templates: &'a Templates,
}

/// The passages that documents share with the one that is kept; empty for those that are kept themselves.
pub(crate) fn quote_all(inputs: &Inputs<'_>, numbers: &[u32]) -> io::Result<Vec<String>> {
    let mut reader = Reader::new(inputs.shingles, inputs.templates);
    let mut comparer = Comparer::default();
    numbers.iter().map(|&number| quote_one(inputs, number, &mut reader, &mut comparer)).collect()
}

fn quote_one(inputs: &Inputs<'_>, number: u32, reader: &mut Reader<'_>, comparer: &mut Comparer) -> io::Result<String> {
    let Some(Verdict { kept, kind, .. }) = inputs.verdicts.duplicate(number) else { return Ok(String::new()) };
    if kind == DuplicateKind::Contaminated {
        let found = inputs.contaminated.binary_search_by_key(&number, |(number, _)| *number);
        let found = found.ok().and_then(|at| inputs.contaminated.get(at));
        return Ok(found.map_or(String::new(), |(_, found)| found.passage.clone()));
    }
    let Some(texts) = inputs.texts else { return Ok(String::new()) };
    let mut bytes = Vec::new();
    texts.read_bytes(number as usize, &mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let (units, shingles): (Vec<_>, Vec<_>) = positions(&text).into_iter().unzip();
    comparer.load(reader.read(kept, u32::MAX, 0)?);
    let longest = comparer.passages(&shingles).iter().rev().max_by_key(|range| range.len()).cloned();
    let unit = |at: u32| units.get(at as usize);
    let range = longest.and_then(|range| Some(unit(range.start)?.start..unit(range.end - 1)?.end));
    let is_copy = matches!(kind, DuplicateKind::ExactBytes | DuplicateKind::ExactText);
    let range = range.or_else(|| is_copy.then_some(0..usize::MAX));
    Ok(range.map_or(String::new(), |range| quote(&text, range)))
}

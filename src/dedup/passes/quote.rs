//! Quoting: passages that duplicates share with the kept document.

use std::io;
use std::ops::{ControlFlow, Range};

use crate::dedup::compare::{Comparer, Reader};
use crate::dedup::decision::Match;
use crate::dedup::files::{
    CONTAMINATED, QUOTES, SHINGLES, Shingles, TEMPLATES, TEXTS, Templates, VERDICTS, Verdict, Verdicts,
};
use crate::dedup::kind::DuplicateKind;
use crate::dedup::pass::{By, Pass};
use crate::dedup::store::Spill;
use crate::dedup::summary::{Positions, Quote};

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
    // A text may be far larger than all else here: it is read piece by piece, and once more for the places of the passage.
    comparer.load(reader.read(kept, u32::MAX, 0)?);
    comparer.begin();
    let mut positions = Positions::default();
    texts.visit_text(number as usize, |piece| {
        positions.visit(piece, |_, shingle| comparer.note(shingle));
        ControlFlow::Continue(())
    })?;
    let longest = comparer.passages().iter().rev().max_by_key(|range| range.len()).cloned();
    let is_copy = matches!(kind, DuplicateKind::ExactBytes | DuplicateKind::ExactText);
    let range = match longest {
        Some(passage) => units(texts, number, &passage)?,
        None if is_copy => 0..usize::MAX,
        None => return Ok(String::new()),
    };
    let mut quote = Quote::new(range);
    texts.visit_text(number as usize, |piece| quote.take(piece))?;
    Ok(quote.finish())
}

/// Where the shingles `passage` of a text are, in units of its folded form.
fn units(texts: &Spill, number: u32, passage: &Range<u32>) -> io::Result<Range<usize>> {
    let (mut positions, mut at, mut units) = (Positions::default(), 0, 0..0);
    texts.visit_text(number as usize, |piece| {
        positions.visit(piece, |place, _| {
            if at == passage.start {
                units.start = place.start;
            }
            if at + 1 == passage.end {
                units.end = place.end;
            }
            at += 1;
        });
        if at < passage.end { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    Ok(units)
}

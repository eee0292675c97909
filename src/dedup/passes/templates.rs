//! Templates: passages shared by many documents that are unlike otherwise, such as a site's header or disclaimer.
//!
//! An anchor counts once for every *context* it is seen in, where the context of a document is the least shingle of its second quarter, or of its third, whichever gives more: forty copies of one article
//! have a few contexts, forty articles under one header have forty. Two are needed because a long header or footer may
//! reach into either, and then its own least shingle is the context of every page.
//!
//! All is counted once for the whole corpus and once for each source (a site or folder): what is rare in the corpus may
//! be on every page of a small site.

use std::io;

use crate::dedup::files::{ANCHORS, SOURCE_ANCHORS, SOURCES, Sources, TEMPLATES, Templates};
use crate::dedup::pass::{By, Pass};
use crate::dedup::store::{Parted, Record, Records};
use crate::dedup::summary::LINES;
use crate::dedup::workspace::Workspace;

/// See the module.
pub(crate) static TEMPLATES_PASS: Pass = Pass {
    name: "templates",
    about: "count in how many contexts each anchor is seen, and choose those of templates",
    parts: By::Key("anchor"),
    reads: &[&ANCHORS, &SOURCE_ANCHORS, &SOURCES],
    writes: &[&TEMPLATES],
};

/// Passages recur by chance too (quotations, formulas): a template recurs so many times as often as half of all text.
const ABOVE_CHANCE: u64 = 3;

/// Members of a group that are counted.
const COUNTED: usize = 1 << 20;

/// Finds the anchors of templates; a template is in `asked` contexts at least, 0 for no templates at all.
pub(crate) fn find_templates(
    anchors: Parted<2>,
    source_anchors: Parted<3>,
    sources: &Sources,
    asked: u32,
    work: Workspace<'_>,
) -> io::Result<Templates> {
    if asked == 0 {
        return Ok(Templates::none());
    }
    let counted = anchors.into_parts().map(|part| count(part?, asked, work.records(work.parts as usize)));
    let counted = counted.collect::<io::Result<Vec<_>>>()?;
    let mut templates = Vec::new();
    for part in source_anchors.into_parts() {
        templates.extend(count_in_sources(part?, sources, asked)?);
    }
    choose(&counted, templates, asked)
}

/// What counting one part of the anchors gives.
struct Counted {
    /// Anchors that may be those of templates, and their contexts.
    candidates: Records<2>,
    /// Of each number of contexts how many there are of anchors that are seen in so many.
    histogram: Vec<u64>,
}

/// Counts one part of the anchors.
fn count(
    anchors: impl Iterator<Item = io::Result<Record<2>>>,
    asked: u32,
    mut candidates: Records<2>,
) -> io::Result<Counted> {
    let mut histogram = vec![0_u64; 1 << 16];
    group(anchors, |&[anchor, _], count| {
        // Lines are left out: most are paragraphs of one document only, which says nothing about sentences.
        if anchor & LINES == 0
            && let Some(seen) = histogram.get_mut(count.contexts as usize)
        {
            *seen += u64::from(count.contexts);
        }
        if count.is_template(asked) { candidates.push([anchor, count.contexts.into()]) } else { Ok(()) }
    })?;
    Ok(Counted { candidates, histogram })
}

/// Counts one part of the anchors of sources; those of templates there.
fn count_in_sources(
    anchors: impl Iterator<Item = io::Result<Record<3>>>,
    sources: &Sources,
    asked: u32,
) -> io::Result<Vec<u64>> {
    let mut templates = Vec::new();
    group(anchors, |&[anchor, _, source], count| {
        if sources.least(source as u32, asked).is_some_and(|least| count.is_template(least)) {
            templates.push(anchor);
        }
        Ok(())
    })?;
    Ok(templates)
}

/// Finds out from all parts how many contexts make a template in this corpus, and which anchors have as many; `templates`
/// are those of sources.
fn choose(counted: &[Counted], mut templates: Vec<u64>, asked: u32) -> io::Result<Templates> {
    let seen = |contexts: usize| -> u64 {
        counted.iter().map(|part| part.histogram.get(contexts).copied().unwrap_or_default()).sum()
    };
    let half = (0..1 << 16).map(seen).sum::<u64>() / 2;
    let mut sum = 0;
    let median = (0..1 << 16).position(|contexts| {
        sum += seen(contexts);
        sum > half
    });
    let chance = median.unwrap_or(0) as u64 * ABOVE_CHANCE;
    let least = asked.max(chance.min(1 << 15) as u32);
    for candidate in counted.iter().flat_map(|part| part.candidates.iter()) {
        let [anchor, contexts] = candidate?;
        if contexts >= least.into() {
            templates.push(anchor);
        }
    }
    Ok(Templates::new(least, templates))
}

/// How often an anchor was seen.
struct Count {
    documents: u32,
    contexts: u32,
}

impl Count {
    /// Whether this makes a template, if that needs `least` contexts.
    fn is_template(&self, least: u32) -> bool {
        self.contexts >= least && u64::from(self.contexts) * 5 >= u64::from(self.documents) * 2
    }
}

/// Visits the count of every anchor. `records` begin with the anchor and the contexts, and are sorted.
fn group<const N: usize>(
    records: impl Iterator<Item = io::Result<Record<N>>>,
    mut visit: impl FnMut(&Record<N>, Count) -> io::Result<()>,
) -> io::Result<()> {
    let mut open: Option<Record<N>> = None;
    let mut contexts: Vec<u64> = Vec::new();
    let mut close = |open: Option<Record<N>>, contexts: &mut Vec<u64>| {
        let Some(record) = open else { return Ok(()) };
        let documents = contexts.len() as u32;
        let seconds = contexts.chunk_by(|a, b| a >> 32 == b >> 32).count();
        contexts.sort_unstable_by_key(|context| *context as u32);
        let thirds = contexts.chunk_by(|a, b| *a as u32 == *b as u32).count();
        contexts.clear();
        visit(&record, Count { documents, contexts: seconds.max(thirds) as u32 })
    };
    for record in records {
        let record = record?;
        if open.is_none_or(|open| open[0] != record[0]) {
            close(open, &mut contexts)?;
            open = Some(record);
        }
        if contexts.len() < COUNTED {
            contexts.push(record[1]);
        }
    }
    close(open, &mut contexts)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::dedup::hash::mix;
    use crate::dedup::options::Options;
    use crate::dedup::passes::observe::Observed;
    use crate::dedup::summary::{SAMPLING, anchors};

    /// `count` shingles that no other `seed` gives.
    fn prose(seed: u64, count: u64) -> impl Iterator<Item = u32> {
        (0..count).map(move |i| mix(seed << 32 | i) as u32 & !1 | u32::from(i == 0))
    }

    fn on(folder: &Path) -> Workspace<'_> {
        Workspace { folder, bytes: 1 << 20, threads: 1, parts: 3 }
    }

    /// The templates of documents, with their sources.
    fn templates_of(documents: impl IntoIterator<Item = (Vec<u32>, u32)>) -> Templates {
        let folder = std::env::temp_dir();
        let mut observed = Observed::new(&Options::default(), on(&folder)).unwrap();
        documents.into_iter().for_each(|(shingles, source)| observed.note_anchors(&shingles, source).unwrap());
        let Observed { anchors, source_anchors, sources, .. } = observed;
        find_templates(anchors, source_anchors, &sources, 5, on(&folder)).unwrap()
    }

    #[test]
    fn a_header_of_many_articles_is_a_template_and_copies_are_not() {
        let page = |n| prose(1, 150).chain(prose(n, 600)).collect::<Vec<_>>();
        let copied: Vec<u32> = prose(2, 600).collect();
        let copies = (0..12).map(|_| (copied.clone(), 0));
        let templates = templates_of((100..112).map(|n| (page(n), 0)).chain(copies));
        let find = |page: &[u32]| templates.find(page, &anchors(page, SAMPLING).collect::<Vec<_>>(), 0);
        assert_eq!(find(&copied), []);
        let found = find(&page(105));
        assert_eq!(found, std::slice::from_ref(&(0..150)));
    }

    #[test]
    fn long_headers_and_footers_are_templates_too() {
        for shared in [[400, 100], [100, 400]] {
            let page = |n| prose(1, shared[0]).chain(prose(n, 300)).chain(prose(2, shared[1])).collect::<Vec<_>>();
            let others = (200..300).map(|n| (prose(n, 600).collect(), 0));
            let templates = templates_of((100..140).map(|n| (page(n), 0)).chain(others));
            let page = page(120);
            let found = templates.find(&page, &anchors(&page, SAMPLING).collect::<Vec<_>>(), 0);
            let body = shared[0] as u32..shared[0] as u32 + 300;
            assert!(found.iter().all(|range| range.end <= body.start + 20 || range.start >= body.end), "{found:?}");
            assert!(found.iter().map(ExactSizeIterator::len).sum::<usize>() > 400, "{found:?}");
        }
    }

    #[test]
    fn what_is_rare_in_the_corpus_is_a_template_of_a_small_site() {
        let page = |n| prose(1, 150).chain(prose(n, 600)).collect::<Vec<_>>();
        // Quotations that eight others have raise what counts as a template in the whole corpus.
        let quote = |n: u64| prose(50 + n % 20 + n / 20_000 * 20, 200);
        let quoting = |n| quote(n).chain(prose(1000 + n, 250)).chain(quote(n + 20_000)).collect::<Vec<_>>();
        let quotations = (0..160).map(|n| (quoting(n), 7));
        let templates = templates_of(quotations.chain((100..110).map(|n| (page(n), 8))));
        let find = |page: &[u32], source| templates.find(page, &anchors(page, SAMPLING).collect::<Vec<_>>(), source);
        assert!(templates.least() > 10);
        assert_eq!(find(&page(105), 8), std::slice::from_ref(&(0..150)));
        assert_eq!(find(&page(105), 7), []);
        assert_eq!(find(&quoting(3), 7), []);
    }
}

//! The corpus: what is known of all documents, and the decision about each.

use std::io;
use std::ops::Range;
use std::path::Path;

use super::bands::{self, BANDS};
use super::cluster::{self, Edge};
use super::compare::{Comparer, Comparison, Side};
use super::sketch::{FEWEST, sketch};
use super::spill::Spill;
use super::template::Templates;
use super::{Containment, Decision, Kind, Match, Options, Summary, parallel, passage};

/// Documents or pairs that a thread takes at a time.
const PIECE: usize = 1024;

/// What stays in memory of a document.
#[derive(Clone, Copy)]
struct Document {
    text: Option<u128>,
    bytes: u64,
    published: Option<i64>,
    fields: u8,
    thinned: u8,
}

impl Document {
    /// Which of several equally long documents is kept: more metadata, then the earlier date. Less is better.
    fn preference(&self) -> impl Ord + use<> {
        (u8::MAX - self.fields, self.published.is_none(), self.published)
    }
}

/// All documents of a corpus, on the way to a decision about each. Shingles wait on disk.
pub struct Corpus {
    options: Options,
    documents: Vec<Document>,
    shingles: Spill,
    texts: Option<Spill>,
    templates: Templates,
    scratch: Box<Path>,
}

impl Corpus {
    /// An empty corpus. What does not fit in memory goes to unnamed files in the folder `scratch`.
    ///
    /// # Errors
    /// When a file cannot be made in `scratch`.
    pub fn new(options: &Options, scratch: &Path) -> io::Result<Self> {
        Ok(Self {
            options: options.clone(),
            documents: Vec::new(),
            shingles: Spill::new(scratch)?,
            texts: options.passages.then(|| Spill::new(scratch)).transpose()?,
            templates: Templates::new(if options.near { options.template_documents } else { 0 }),
            scratch: scratch.into(),
        })
    }

    /// Adds the next document, which gets the next index. Order matters: of documents that are equal otherwise the
    /// first is kept.
    ///
    /// # Errors
    /// When `scratch` cannot be written.
    pub fn push(&mut self, summary: Summary) -> io::Result<()> {
        let Summary { bytes, text, fields, published, shingles, thinned, quotable } = summary;
        self.documents.push(Document { text, bytes, published, fields, thinned });
        self.templates.count(&shingles);
        self.shingles.push_numbers(&shingles)?;
        match &mut self.texts {
            Some(texts) => texts.push_bytes(quotable.as_bytes()),
            None => Ok(()),
        }
    }

    /// Decides about every document, in the order in which they were pushed. The same whatever `threads` is.
    ///
    /// # Errors
    /// When `scratch` cannot be written or read.
    pub fn decide(mut self, threads: usize) -> io::Result<Vec<Decision>> {
        self.shingles.flush()?;
        if let Some(texts) = &mut self.texts {
            texts.flush()?;
        }
        let leaders = self.leaders();
        let mut links = vec![None; self.documents.len()];
        if self.options.near {
            self.templates.settle();
            self.link(&leaders, &mut links, threads)?;
        }
        let mut decisions = self.conclude(&leaders, &links);
        if self.texts.is_some() {
            self.quote(&mut decisions, threads)?;
        }
        Ok(decisions)
    }

    /// For each document the best one with an equal text: itself, when there is no better one.
    fn leaders(&self) -> Vec<u32> {
        let mut leaders: Vec<u32> = (0..self.documents.len() as u32).collect();
        let mut order: Vec<u32> = leaders.iter().copied().filter(|&n| self.document(n).text.is_some()).collect();
        let exact = self.options.exact || self.options.near;
        order.sort_unstable_by_key(|&number| {
            let document = self.document(number);
            (document.text, document.preference(), number)
        });
        for group in order.chunk_by(|&a, &b| exact && self.document(a).text == self.document(b).text) {
            for &number in group {
                leaders[number as usize] = group[0];
            }
        }
        leaders
    }

    fn document(&self, number: u32) -> &Document {
        &self.documents[number as usize]
    }

    /// Finds for every leader the kept document that it is like.
    fn link(&mut self, leaders: &[u32], links: &mut [Option<Edge>], threads: usize) -> io::Result<()> {
        let numbers: Vec<u32> = (0..self.documents.len() as u32)
            .filter(|&number| leaders[number as usize] == number && self.document(number).text.is_some())
            .collect();
        let sketched = self.sketch(numbers, threads)?;
        let mut search = Search { corpus: self, sketched: &sketched, tested: Vec::new(), edges: Vec::new() };
        for band in 0..BANDS {
            let mut entries = sketched.entries(band)?;
            let pairs = bands::nominate(&mut entries);
            search.test(pairs, threads)?;
        }
        let count = sketched.ranks.len();
        let first = cluster::stars(count, &search.edges, &self.options);
        let looks = cluster::second_looks(&search.edges, &first);
        search.test(looks, threads)?;
        let stars = cluster::stars(count, &search.edges, &self.options);
        for (rank, edge) in stars.into_iter().enumerate() {
            let number = sketched.ranks[rank] as usize;
            links[number] = edge.map(|edge| Edge {
                first: sketched.ranks[edge.first as usize],
                second: sketched.ranks[edge.second as usize],
                ..edge
            });
        }
        Ok(())
    }

    /// Sketches the documents `numbers` and ranks them.
    fn sketch(&self, numbers: Vec<u32>, threads: usize) -> io::Result<Sketched> {
        let mut keys = Spill::new(&self.scratch)?;
        let mut templates = Vec::with_capacity(numbers.len());
        let mut clean = Vec::with_capacity(numbers.len());
        for batch in numbers.chunks(PIECE * threads.max(1)) {
            for piece in parallel::map(batch, PIECE, threads, |piece| self.sketch_piece(piece)) {
                for sketch in piece? {
                    keys.push_numbers(&sketch.keys)?;
                    templates.push(sketch.templates);
                    clean.push(sketch.clean);
                }
            }
        }
        keys.flush()?;
        let mut order: Vec<u32> = (0..numbers.len() as u32).collect();
        order.sort_unstable_by_key(|&at| {
            let number = numbers[at as usize];
            (u32::MAX - clean[at as usize], self.document(number).preference(), number)
        });
        let ranks = order.iter().map(|&at| numbers[at as usize]).collect();
        Ok(Sketched { ranks, order, keys, templates })
    }

    fn sketch_piece(&self, numbers: &[u32]) -> io::Result<Vec<Sketch>> {
        let (mut bytes, mut shingles) = (Vec::new(), Vec::new());
        let sketch = |&number: &u32| {
            self.shingles.read_numbers(number as usize, &mut bytes, &mut shingles)?;
            let templates = self.templates.find(&shingles);
            let template: usize = templates.iter().map(ExactSizeIterator::len).sum();
            let rest = shingles.len().saturating_sub(template);
            let keys = if shingles.len() < FEWEST {
                Vec::new()
            } else if template == 0 || rest < FEWEST || rest * 5 < shingles.len() {
                bands::keys(&sketch(shingles.iter().copied())).to_vec()
            } else {
                let rest: Vec<u32> = outside(&shingles, &templates).collect();
                bands::keys(&sketch(rest.iter().copied())).to_vec()
            };
            Ok(Sketch { keys, templates, clean: rest as u32 })
        };
        numbers.iter().map(sketch).collect()
    }

    /// Puts exact and other duplicates together.
    fn conclude(&self, leaders: &[u32], links: &[Option<Edge>]) -> Vec<Decision> {
        let mut decisions: Vec<Decision> = Vec::with_capacity(leaders.len());
        let mut is_kept = vec![false; leaders.len()];
        for (number, &leader) in leaders.iter().enumerate() {
            let link = links[leader as usize];
            let marked =
                link.is_some_and(|link| link.kind == Kind::Contained && self.options.contained == Containment::Mark);
            let found = match link {
                Some(link) if !marked => Some((link.first, link.kind, link.similarity)),
                _ if leader as usize == number => None,
                _ => {
                    let (mine, theirs) = (self.documents[number].bytes, self.document(leader).bytes);
                    let same = mine != 0 && mine == theirs;
                    Some((leader, if same { Kind::ExactBytes } else { Kind::ExactText }, 1.0))
                }
            };
            let cluster = link.map(|link| link.first).or(found.map(|(kept, ..)| kept));
            if let Some(kept) = cluster {
                is_kept[kept as usize] = true;
            }
            let duplicate =
                found.map(|(kept, kind, similarity)| Match { kept, kind, similarity, passage: String::new() });
            decisions.push(Decision { cluster, duplicate });
        }
        for (number, decision) in decisions.iter_mut().enumerate() {
            if is_kept[number] && decision.cluster.is_none() {
                decision.cluster = Some(number as u32);
            }
        }
        decisions
    }

    /// Fills in the shared passages.
    fn quote(&self, decisions: &mut [Decision], threads: usize) -> io::Result<()> {
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for (number, decision) in decisions.iter().enumerate() {
            pairs.extend(decision.duplicate.as_ref().map(|found| (found.kept, number as u32)));
        }
        pairs.sort_unstable();
        for batch in pairs.chunks(PIECE * threads.max(1)) {
            let quotes = parallel::map(batch, PIECE, threads, |piece| self.quote_piece(piece));
            for (piece, quotes) in batch.chunks(PIECE).zip(quotes) {
                for ((_, number), quote) in piece.iter().zip(quotes?) {
                    if let Some(found) = &mut decisions[*number as usize].duplicate {
                        found.passage = quote;
                    }
                }
            }
        }
        Ok(())
    }

    fn quote_piece(&self, pairs: &[(u32, u32)]) -> io::Result<Vec<String>> {
        let Some(texts) = &self.texts else { return Ok(vec![String::new(); pairs.len()]) };
        let (mut bytes, mut shingles, mut comparer, mut loaded) = (Vec::new(), Vec::new(), Comparer::default(), None);
        let quote = |&(kept, number): &(u32, u32)| {
            if loaded != Some(kept) {
                self.shingles.read_numbers(kept as usize, &mut bytes, &mut shingles)?;
                comparer.load(Side { shingles: &shingles, templates: &[] });
                loaded = Some(kept);
            }
            self.shingles.read_numbers(number as usize, &mut bytes, &mut shingles)?;
            texts.read_bytes(number as usize, &mut bytes)?;
            let thinned = self.document(kept).thinned > 0 || self.document(number).thinned > 0;
            let longest = comparer.passages(&shingles).into_iter().rev().max_by_key(ExactSizeIterator::len);
            let range = match longest {
                Some(range) if !thinned => range.start as usize..range.end as usize + 2,
                _ if self.document(kept).text == self.document(number).text => 0..usize::MAX,
                _ => return Ok(String::new()),
            };
            Ok(passage::quote(&String::from_utf8_lossy(&bytes), range))
        };
        pairs.iter().map(quote).collect()
    }
}

/// What the sketching of one document gives.
struct Sketch {
    /// Empty when the document is too short to be sketched.
    keys: Vec<u32>,
    templates: Vec<Range<u32>>,
    /// Shingles beyond templates.
    clean: u32,
}

/// The leaders, sketched and ranked: the longest text first, templates not counted.
struct Sketched {
    /// Document of each rank.
    ranks: Vec<u32>,
    /// Place of each rank in the lists below.
    order: Vec<u32>,
    keys: Spill,
    templates: Vec<Vec<Range<u32>>>,
}

impl Sketched {
    /// Key and rank of every document in `band`.
    fn entries(&self, band: usize) -> io::Result<Vec<u64>> {
        let (mut bytes, mut keys) = (Vec::new(), Vec::new());
        let mut entries = Vec::with_capacity(self.ranks.len());
        for (rank, &at) in self.order.iter().enumerate() {
            self.keys.read_numbers(at as usize, &mut bytes, &mut keys)?;
            entries.extend(keys.get(band).map(|&key| u64::from(key) << 32 | rank as u64));
        }
        Ok(entries)
    }

    fn templates(&self, rank: u32) -> &[Range<u32>] {
        &self.templates[self.order[rank as usize] as usize]
    }
}

/// The search for pairs that are alike.
struct Search<'a> {
    corpus: &'a Corpus,
    sketched: &'a Sketched,
    /// Pairs compared already, sorted.
    tested: Vec<(u32, u32)>,
    /// What was found, sorted.
    edges: Vec<Edge>,
}

impl Search<'_> {
    /// Compares those of `pairs` (sorted, of ranks) that were not compared before.
    fn test(&mut self, mut pairs: Vec<(u32, u32)>, threads: usize) -> io::Result<()> {
        pairs.retain(|pair| self.tested.binary_search(pair).is_err());
        for edges in parallel::map(&pairs, PIECE, threads, |piece| self.compare(piece)) {
            self.edges.extend(edges?);
        }
        self.edges.sort_by_key(|edge| (edge.first, edge.second));
        self.tested.extend(pairs);
        self.tested.sort();
        Ok(())
    }

    fn compare(&self, pairs: &[(u32, u32)]) -> io::Result<Vec<Edge>> {
        let (corpus, sketched) = (self.corpus, self.sketched);
        let (mut bytes, mut shingles, mut other) = (Vec::new(), Vec::new(), Vec::new());
        let (mut comparer, mut loaded) = (Comparer::default(), None);
        let mut edges = Vec::new();
        for &(first, second) in pairs {
            let numbers = [first, second].map(|rank| sketched.ranks[rank as usize]);
            let thinned = numbers.map(|number| corpus.document(number).thinned);
            let coarsest = thinned[0].max(thinned[1]);
            if loaded != Some((first, coarsest)) {
                corpus.shingles.read_numbers(numbers[0] as usize, &mut bytes, &mut shingles)?;
                thin(&mut shingles, thinned[0], coarsest);
                let templates = if coarsest == 0 { sketched.templates(first) } else { &[] };
                comparer.load(Side { shingles: &shingles, templates });
                loaded = Some((first, coarsest));
            }
            corpus.shingles.read_numbers(numbers[1] as usize, &mut bytes, &mut other)?;
            thin(&mut other, thinned[1], coarsest);
            let templates = if coarsest == 0 { sketched.templates(second) } else { &[] };
            let found: Comparison = comparer.compare(Side { shingles: &other, templates });
            edges.extend(Edge::new(first, second, found, &corpus.options));
        }
        Ok(edges)
    }
}

/// Thins shingles that were thinned to `from` as far as another document's.
fn thin(shingles: &mut Vec<u32>, from: u8, to: u8) {
    if from < to {
        shingles.retain(|shingle| shingle.trailing_zeros() >= u32::from(to));
    }
}

/// The shingles outside `ranges`.
fn outside<'a>(shingles: &'a [u32], ranges: &'a [Range<u32>]) -> impl Iterator<Item = u32> + 'a {
    let mut ranges = ranges.iter().peekable();
    shingles.iter().enumerate().filter_map(move |(at, &shingle)| {
        while ranges.next_if(|range| range.end as usize <= at).is_some() {}
        let inside = ranges.peek().is_some_and(|range| range.start as usize <= at);
        (!inside).then_some(shingle)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decide(texts: &[String], options: &Options, threads: usize) -> Vec<Decision> {
        let mut corpus = Corpus::new(options, &std::env::temp_dir()).unwrap();
        texts.iter().for_each(|text| corpus.push(Summary::of_text(text, options)).unwrap());
        corpus.decide(threads).unwrap()
    }

    /// A text of `count` characters that no other `seed` gives.
    fn prose(seed: u64, count: u64) -> String {
        let scramble = |i| super::super::sketch::mix(seed << 32 | i);
        (0..count).filter_map(|i| char::from_u32(0x4e00 + (scramble(i) % 3000) as u32)).collect()
    }

    fn edited(text: &str, every: usize) -> String {
        text.chars().enumerate().map(|(i, c)| if i % every == 3 { '改' } else { c }).collect()
    }

    fn kinds(decisions: &[Decision]) -> Vec<Option<(u32, Kind)>> {
        decisions.iter().map(|d| d.duplicate.as_ref().map(|found| (found.kept, found.kind))).collect()
    }

    #[test]
    fn every_kind_of_copy_is_found_and_named() {
        let base = prose(1, 400);
        let spaced: String = base.chars().flat_map(|c| [c, ' ']).collect();
        let excerpt: String = base.chars().skip(100).take(200).collect();
        let texts = [base.clone(), spaced, edited(&base, 10), excerpt, prose(2, 400), String::new(), "短".into()];
        let decisions = decide(&texts, &Options::default(), 2);
        let expected =
            [Some((0, Kind::ExactText)), Some((0, Kind::Near)), Some((0, Kind::Contained)), None, None, None];
        assert_eq!(kinds(&decisions)[1..], expected);
        assert_eq!(decisions[0], Decision { cluster: Some(0), duplicate: None });
        let passage = &decisions[3].duplicate.as_ref().unwrap().passage;
        assert!(passage.chars().count() > 50 && base.contains(passage.as_str()));
    }

    #[test]
    fn contained_documents_can_be_marked_or_left_alone() {
        let texts = [prose(1, 400), prose(1, 200)];
        let options = |contained| Options { contained, ..Options::default() };
        let marked = decide(&texts, &options(Containment::Mark), 1);
        assert_eq!(marked, vec![Decision { cluster: Some(0), duplicate: None }; 2]);
        assert_eq!(decide(&texts, &options(Containment::Keep), 1), vec![Decision::default(); 2]);
    }

    #[test]
    fn articles_under_one_header_are_no_duplicates() {
        let (header, footer) = (prose(1, 150), prose(2, 150));
        let pages: Vec<String> = (10..30).map(|n| format!("{header}\n{}\n{footer}", prose(n, 200))).collect();
        assert_eq!(decide(&pages, &Options::default(), 2), vec![Decision::default(); 20]);
    }

    #[test]
    fn the_one_with_more_metadata_is_kept_of_equal_texts() {
        let text = prose(3, 100);
        let mut corpus = Corpus::new(&Options::default(), &std::env::temp_dir()).unwrap();
        for (fields, bytes) in [(1, 7), (3, 8), (2, 8)] {
            corpus.push(Summary { fields, bytes, ..Summary::of_text(&text, &Options::default()) }).unwrap();
        }
        let decisions = corpus.decide(1).unwrap();
        assert_eq!(kinds(&decisions), [Some((1, Kind::ExactText)), None, Some((1, Kind::ExactBytes))]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn threads_change_nothing(copies in proptest::collection::vec((0_u64..6, 3_usize..40, 50_u64..300), 1..40)) {
            let texts: Vec<String> = copies.iter().map(|&(seed, every, count)| edited(&prose(seed, count), every)).collect();
            let one = decide(&texts, &Options::default(), 1);
            prop_assert_eq!(&one, &decide(&texts, &Options::default(), 3));
            for decision in &one {
                if let Some(found) = &decision.duplicate {
                    prop_assert_eq!(&one[found.kept as usize], &Decision { cluster: Some(found.kept), duplicate: None });
                }
            }
        }
    }
}

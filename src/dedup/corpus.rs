//! The corpus: what is known of all documents, and the decision about each.

use std::io;
use std::path::Path;

use super::cluster::Edge;
use super::compare::{Comparer, Side};
use super::excerpt::Shorts;
use super::ranking::Ranking;
use super::reader::Reader;
use super::repeats::Paragraphs;
use super::search::search;
use super::spill::Spill;
use super::template::Templates;
use super::{Containment, Contamination, Decision, Keep, Kind, Match, Options, Summary, parallel, passage, shingle};

/// Documents or pairs that a thread takes at a time.
const PIECE: usize = 1024;

/// What stays in memory of a document.
#[derive(Clone, Copy)]
pub(crate) struct Document {
    text: Option<u128>,
    bytes: u64,
    published: Option<i64>,
    pub(crate) source: u32,
    fields: u8,
    pub(crate) thinned: u8,
}

/// All documents of a corpus, on the way to a decision about each. Shingles wait on disk.
pub struct Corpus {
    pub(crate) options: Options,
    documents: Vec<Document>,
    /// Number of documents at the beginning that were known before.
    known: u32,
    contaminated: Vec<(u32, Match)>,
    paragraphs: Paragraphs,
    pub(crate) shingles: Spill,
    texts: Option<Spill>,
    pub(crate) templates: Templates,
    pub(crate) shorts: Shorts,
    pub(crate) scratch: Box<Path>,
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
            known: 0,
            contaminated: Vec::new(),
            paragraphs: Paragraphs::new(scratch)?,
            shingles: Spill::new(scratch)?,
            texts: options.quote.then(|| Spill::new(scratch)).transpose()?,
            templates: Templates::new(if options.near { options.template_documents } else { 0 }),
            shorts: Shorts::new(),
            scratch: scratch.into(),
        })
    }

    /// Adds a document of an earlier dataset or a question of a benchmark, which gets the next index. To be done before
    /// all others. Nothing is decided about it, and it gives way to none.
    ///
    /// # Errors
    /// When `scratch` cannot be written.
    pub fn push_known(&mut self, summary: Summary) -> io::Result<()> {
        self.known += 1;
        self.push(Summary { quotable: String::new(), ..summary })
    }

    /// Adds the next document, which gets the next index. Order matters: of documents that are equal otherwise the
    /// first is kept.
    ///
    /// # Errors
    /// When `scratch` cannot be written.
    pub fn push(&mut self, summary: Summary) -> io::Result<()> {
        let Summary { bytes, source, text, fields, published, shingles, thinned, quotable, contamination, paragraphs } =
            summary;
        self.paragraphs.push(&paragraphs)?;
        if let Some(Contamination { question: kept, overlap: similarity, passage }) = contamination {
            let found = Match { kept, kind: Kind::Contaminated, similarity, passage };
            self.contaminated.push((self.documents.len() as u32, found));
        }
        self.documents.push(Document { text, bytes, published, source, fields, thinned });
        self.templates.count(&shingles, source);
        self.shorts.note(&shingles);
        self.shingles.push_numbers(&shingles)?;
        match &mut self.texts {
            Some(texts) => texts.push_bytes(quotable.as_bytes()),
            None => Ok(()),
        }
    }

    /// Decides about every document but those known before, in the order in which they were pushed. The same whatever
    /// `threads` is.
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
        self.templates.settle();
        if self.options.near {
            self.link(&leaders, &mut links, threads)?;
        }
        let mut decisions = self.conclude(&leaders, &links);
        if self.texts.is_some() {
            self.quote(&mut decisions, threads)?;
        }
        for (number, found) in std::mem::take(&mut self.contaminated) {
            if let Some(decision) = decisions.get_mut(number as usize) {
                decision.duplicate = Some(found);
            }
        }
        let source = |number: u32| self.documents.get(number as usize).map_or(0, |document| document.source);
        self.paragraphs.find(&mut decisions, source, &self.templates, &self.options)?;
        decisions.drain(..(self.known as usize).min(decisions.len()));
        Ok(decisions)
    }

    /// Whether a document was known before.
    pub(crate) fn is_known(&self, number: u32) -> bool {
        number < self.known
    }

    /// Which of several like documents is kept, `length` being what counts as that of this one. Less is better.
    pub(crate) fn preference(&self, number: u32, length: u32) -> impl Ord + use<> {
        let document = self.document(number);
        let mut keys = [0_i64; 4];
        for (key, keep) in keys.iter_mut().zip(&self.options.keep) {
            *key = match keep {
                Keep::Length => -i64::from(length),
                Keep::Metadata => -i64::from(document.fields),
                Keep::Date => document.published.unwrap_or(i64::MAX),
                Keep::Path => i64::from(number),
            };
        }
        (!self.is_known(number), keys, number)
    }

    /// For each document the best one with an equal text: itself, when there is no better one.
    fn leaders(&self) -> Vec<u32> {
        let mut leaders: Vec<u32> = (0..self.documents.len() as u32).collect();
        let texts = |&number: &u32| Some((self.document(number).text?, number));
        let mut order: Vec<(u128, u32)> = leaders.iter().filter_map(texts).collect();
        order.sort_unstable();
        let exact = self.options.exact || self.options.near;
        for group in order.chunk_by(|a, b| exact && a.0 == b.0) {
            let best = group.iter().map(|&(_, number)| number).min_by_key(|&number| self.preference(number, 0));
            for &(_, number) in group {
                leaders[number as usize] = best.unwrap_or(number);
            }
        }
        leaders
    }

    pub(crate) fn document(&self, number: u32) -> &Document {
        &self.documents[number as usize]
    }

    /// Finds for every leader the kept document that it is like.
    fn link(&self, leaders: &[u32], links: &mut [Option<Edge>], threads: usize) -> io::Result<()> {
        let takes_part = |&(number, leader): &(u32, &u32)| number == *leader && self.document(number).text.is_some();
        let numbers = (0..).zip(leaders).filter(takes_part).map(|(number, _)| number).collect();
        let ranking = Ranking::new(self, numbers, threads)?;
        for (rank, edge) in search(self, &ranking, threads)?.into_iter().enumerate() {
            let number = |rank| ranking.document(rank);
            links[number(rank as u32) as usize] =
                edge.map(|edge| Edge { first: number(edge.first), second: number(edge.second), ..edge });
        }
        Ok(())
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
            decisions.push(Decision { cluster, duplicate, repeats: Vec::new() });
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
        pairs.retain(|&(_, number)| !self.is_known(number));
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
        let (mut reader, mut bytes) = (Reader::new(self), Vec::new());
        let (mut comparer, mut loaded) = (Comparer::default(), None);
        let quote = |&(kept, number): &(u32, u32)| {
            if loaded != Some(kept) {
                comparer.load(Side { shingles: reader.read(kept, 0)?, templates: &[] });
                loaded = Some(kept);
            }
            texts.read_bytes(number as usize, &mut bytes)?;
            let text = String::from_utf8_lossy(&bytes);
            let positions = shingle::positions(&text);
            let longest = comparer.passages(&positions).into_iter().rev().max_by_key(ExactSizeIterator::len);
            let start = |at: u32| positions.get(at as usize).map_or(0, |(units, _)| units.start);
            let end = |at: u32| positions.get(at as usize).map_or(0, |(units, _)| units.end);
            let range = match longest {
                Some(range) => start(range.start)..end(range.end - 1),
                None if self.document(kept).text == self.document(number).text => 0..usize::MAX,
                None => return Ok(String::new()),
            };
            Ok(passage::quote(&text, range))
        };
        pairs.iter().map(quote).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Benchmarks;
    use super::*;

    fn decide(texts: &[String], options: &Options, threads: usize) -> Vec<Decision> {
        let mut corpus = Corpus::new(options, &std::env::temp_dir()).unwrap();
        texts.iter().for_each(|text| corpus.push(Summary::of_text(text, options, &Benchmarks::default())).unwrap());
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
        assert_eq!(decisions[0], Decision { cluster: Some(0), ..Decision::default() });
        let passage = &decisions[3].duplicate.as_ref().unwrap().passage;
        assert!(passage.chars().count() > 50 && base.contains(passage.as_str()));
    }

    #[test]
    fn contained_documents_can_be_marked_or_left_alone() {
        let texts = [prose(1, 400), prose(1, 200)];
        let options = |contained| Options { contained, ..Options::default() };
        let marked = decide(&texts, &options(Containment::Mark), 1);
        assert_eq!(marked, vec![Decision { cluster: Some(0), ..Decision::default() }; 2]);
        assert_eq!(decide(&texts, &options(Containment::Keep), 1), vec![Decision::default(); 2]);
    }

    #[test]
    fn articles_under_one_header_are_no_duplicates() {
        let (header, footer) = (prose(1, 150), prose(2, 150));
        let pages: Vec<String> = (10..30).map(|n| format!("{header}\n{}\n{footer}", prose(n, 200))).collect();
        assert_eq!(decide(&pages, &Options::default(), 2), vec![Decision::default(); 20]);
    }

    #[test]
    fn what_was_known_before_gives_way_to_none() {
        let options = Options::default();
        let summary = |text: &str| Summary::of_text(text, &options, &Benchmarks::default());
        let old = prose(1, 300);
        let longer = format!("{old}{}", prose(2, 900));
        let excerpt: String = old.chars().take(150).collect();
        let mut corpus = Corpus::new(&options, &std::env::temp_dir()).unwrap();
        for text in [&old, &edited(&old, 12)] {
            corpus.push_known(summary(text)).unwrap();
        }
        for text in [&old, &format!("{old}。又有一句。"), &excerpt, &longer, &prose(5, 300)] {
            corpus.push(summary(text)).unwrap();
        }
        let decisions = corpus.decide(1).unwrap();
        let kinds = kinds(&decisions);
        assert_eq!(kinds[0], Some((0, Kind::ExactText)));
        assert!(kinds[1].is_some_and(|(kept, kind)| kept < 2 && kind == Kind::Near), "{kinds:?}");
        assert!(kinds[2].is_some_and(|(kept, kind)| kept < 2 && kind != Kind::ExactText), "{kinds:?}");
        assert_eq!(kinds[3..], [None, None]);
    }

    #[test]
    fn questions_of_benchmarks_are_named_with_the_passage() {
        let question = prose(7, 60);
        let mut benchmarks = Benchmarks::new(13, 0.5);
        benchmarks.push(0, &question);
        benchmarks.settle();
        let options = Options::default();
        let mut corpus = Corpus::new(&options, &std::env::temp_dir()).unwrap();
        corpus.push_known(Summary::default()).unwrap();
        let page = format!("{}\n{question}\n{}", prose(8, 300), prose(9, 300));
        for text in [&page, &page, &prose(8, 300)] {
            corpus.push(Summary::of_text(text, &options, &benchmarks)).unwrap();
        }
        let decisions = corpus.decide(1).unwrap();
        assert_eq!(kinds(&decisions), [Some((0, Kind::Contaminated)), Some((0, Kind::Contaminated)), None]);
        assert_eq!(decisions[0].duplicate.as_ref().unwrap().passage, question);
    }

    #[test]
    fn the_order_of_preference_is_a_setting() {
        let (text, day) = (prose(3, 400), |day: i64| Some(day * 86_400_000_000));
        let longer = format!("{text}{}", prose(4, 40));
        let kept = |keep: &[Keep]| {
            let options = Options { keep: keep.to_vec(), ..Options::default() };
            let mut corpus = Corpus::new(&options, &std::env::temp_dir()).unwrap();
            for (text, published, fields) in [(&edited(&text, 50), day(3), 1), (&longer, day(2), 2), (&text, day(1), 3)]
            {
                let summary = Summary::of_text(text, &options, &Benchmarks::default());
                corpus.push(Summary { published, fields, ..summary }).unwrap();
            }
            let decisions = corpus.decide(1).unwrap();
            let kept: Vec<usize> = (0..3).filter(|&n| decisions[n].duplicate.is_none()).collect();
            assert_eq!(kept.len(), 1, "{decisions:?}");
            kept[0]
        };
        assert_eq!(kept(&[Keep::Length, Keep::Metadata]), 1);
        assert_eq!(kept(&[Keep::Date]), 2);
        assert_eq!(kept(&[Keep::Metadata, Keep::Length]), 2);
        assert_eq!(kept(&[Keep::Path]), 0);
    }

    #[test]
    fn an_excerpt_gives_way_to_the_whole_whichever_is_preferred() {
        let options = Options { keep: vec![Keep::Path], ..Options::default() };
        let whole = prose(6, 800);
        let texts = [whole.chars().skip(200).take(200).collect(), whole];
        assert_eq!(kinds(&decide(&texts, &options, 1)), [Some((1, Kind::Contained)), None]);
    }

    #[test]
    fn the_one_with_more_metadata_is_kept_of_equal_texts() {
        let text = prose(3, 100);
        let mut corpus = Corpus::new(&Options::default(), &std::env::temp_dir()).unwrap();
        for (fields, bytes) in [(1, 7), (3, 8), (2, 8)] {
            corpus
                .push(Summary { fields, bytes, ..Summary::of_text(&text, &Options::default(), &Benchmarks::default()) })
                .unwrap();
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
                    prop_assert_eq!(&one[found.kept as usize], &Decision { cluster: Some(found.kept), ..Decision::default() });
                }
            }
        }
    }
}

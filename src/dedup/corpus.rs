//! The corpus: what is known of all documents, and the decision about each.

use std::io;
use std::path::Path;

use super::bits::Bits;
use super::cluster::Edge;
use super::decisions::{Alike, Decisions, Verdicts};
use super::excerpt::Shorts;
use super::ranking::Ranking;
use super::reader::{self, close};
use super::repeats::Paragraphs;
use super::search::search;
use super::sentences::Sentences;
use super::sort::{Records, Sorter};
use super::spill::Spill;
use super::template::Templates;
use super::{Containment, Contamination, Keep, Kind, Match, Options, Summary};

/// What is known of a document beside its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    pub(crate) number: u32,
    /// Hash of the folded text; none when the document takes no part.
    pub(crate) text: Option<u128>,
    bytes: u64,
    published: Option<i64>,
    fields: u8,
}

/// All documents of a corpus, on the way to a decision about each. What is proportional to them waits on disk, but for some
/// bytes of each.
pub struct Corpus {
    pub(crate) options: Options,
    /// Number of documents, and of those at the beginning that were known before.
    count: u32,
    known: u32,
    heads: Records<5>,
    contaminated: Vec<(u32, Match)>,
    paragraphs: Paragraphs,
    sentences: Sentences,
    pub(crate) shingles: Spill,
    pub(crate) texts: Option<Spill>,
    pub(crate) templates: Templates,
    pub(crate) shorts: Shorts,
    pub(crate) scratch: Box<Path>,
    list: Vec<u32>,
}

impl Corpus {
    /// An empty corpus. What does not fit in memory goes to unnamed files in the folder `scratch`.
    ///
    /// # Errors
    /// When a file cannot be made in `scratch`, or when the memory of the settings is too little for anything.
    pub fn new(options: &Options, scratch: &Path) -> io::Result<Self> {
        let bytes = options.memory.workspace(0)?;
        Ok(Self {
            options: options.clone(),
            count: 0,
            known: 0,
            heads: Records::new(scratch, bytes / 32),
            contaminated: Vec::new(),
            paragraphs: Paragraphs::new(scratch, bytes / 16),
            sentences: Sentences::new(scratch, bytes / 16),
            shingles: Spill::with_memory(scratch, bytes / 3)?,
            texts: options.quote.then(|| Spill::new(scratch)).transpose()?,
            templates: Templates::new(if options.near { options.template_documents } else { 0 }, scratch, bytes / 5),
            shorts: Shorts::new(),
            scratch: scratch.into(),
            list: Vec::new(),
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
    /// When `scratch` cannot be written, or when there are more documents than the memory of the settings allows for.
    pub fn push(&mut self, summary: Summary) -> io::Result<()> {
        let Summary { bytes, source, text, fields, published, shingles, thinned, quotable, .. } = summary;
        let number = self.count;
        if number >= u32::MAX >> 1 {
            return Err(io::Error::other("more than two thousand million documents; deduplicate them in parts"));
        }
        self.options.memory.workspace(number.into())?;
        self.count += 1;
        self.paragraphs.push(number, source, &summary.paragraphs)?;
        self.sentences.push(number, &summary.sentences)?;
        if let Some(Contamination { question: kept, overlap: similarity, passage }) = summary.contamination {
            self.contaminated.push((number, Match { kept, kind: Kind::Contaminated, similarity, passage }));
        }
        let [high, low] = text.map_or([0, 0], |text| [(text >> 64) as u64, text as u64]);
        let flags = u64::from(fields) << 2 | u64::from(published.is_some()) << 1 | u64::from(text.is_some());
        self.heads.push([high, low, bytes, published.unwrap_or_default() as u64, flags])?;
        self.templates.count(&shingles, source)?;
        self.shorts.note(&shingles);
        close(reader::Head { source, thinned }, &shingles, &mut self.list);
        self.shingles.push_numbers(&self.list)?;
        match &mut self.texts {
            Some(texts) => texts.push_bytes(quotable.as_bytes()),
            None => Ok(()),
        }
    }

    /// Number of documents, those known before among them.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.count
    }

    /// Whether there are no documents.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Decides about every document but those known before, in the order in which they were pushed. The same whatever
    /// `threads` and the memory of the settings are.
    ///
    /// # Errors
    /// When `scratch` cannot be written or read.
    pub fn decide(mut self, threads: usize) -> io::Result<Decisions> {
        // Another third is that of the shingles.
        let bytes = self.options.memory.workspace(self.count.into())? / 3 * 2;
        self.shingles.flush()?;
        if let Some(texts) = &mut self.texts {
            texts.flush()?;
        }
        self.templates.settle(&self.scratch.clone(), bytes / 3)?;
        let copies = self.copies(bytes)?;
        let mut verdicts = Verdicts::new(self.count);
        if self.options.near {
            self.link(&copies, &mut verdicts, threads, bytes)?;
        }
        for copy in copies.iter() {
            let [numbers, same] = copy?;
            let (number, leader) = ((numbers >> 32) as u32, numbers as u32);
            let kind = if same == 1 { Kind::ExactBytes } else { Kind::ExactText };
            verdicts.copy(number, leader, kind);
        }
        for (number, found) in &self.contaminated {
            verdicts
                .set(*number, Alike { kept: found.kept, kind: found.kind, similarity: found.similarity, stays: false });
        }
        let is_dropped = |number| verdicts.is_dropped(number);
        let repeats = self.paragraphs.find(is_dropped, &self.templates, &self.options, &self.scratch, bytes / 4)?;
        let sentences = std::mem::replace(&mut self.sentences, Sentences::new(&self.scratch, 0));
        let passages = sentences.find(is_dropped, &self.scratch, bytes / 4)?;
        Ok(Decisions::new(self, verdicts, repeats, passages, threads))
    }

    /// What is known of each document, in order.
    pub(crate) fn heads(&self) -> impl Iterator<Item = io::Result<Head>> + '_ {
        (0..).zip(self.heads.iter()).map(|(number, head)| {
            let [high, low, bytes, published, flags] = head?;
            Ok(Head {
                number,
                text: (flags & 1 == 1).then_some(u128::from(high) << 64 | u128::from(low)),
                bytes,
                published: (flags & 2 != 0).then_some(published as i64),
                fields: (flags >> 2) as u8,
            })
        })
    }

    /// Number of documents that were known before.
    pub(crate) fn known(&self) -> u32 {
        self.known
    }

    /// Documents that are contaminated, and what with.
    pub(crate) fn contaminated(&self) -> &[(u32, Match)] {
        &self.contaminated
    }

    /// Whether a document was known before.
    pub(crate) fn is_known(&self, number: u32) -> bool {
        number < self.known
    }

    /// Number of shingles of a document.
    pub(crate) fn length(&self, number: u32) -> usize {
        reader::count(self.shingles.length(number as usize))
    }

    /// Which of several like documents is kept, `length` being what counts as that of this one. Less is better; the number
    /// decides between equals.
    pub(crate) fn preference(&self, head: &Head, length: u32) -> [u64; 4] {
        let mut keys = [0; 4];
        if self.is_known(head.number) {
            return keys;
        }
        // At least 1: what was known before goes first.
        let ascending = |key: i64| (key.max(i64::MIN + 1) as u64) ^ 1 << 63;
        for (key, keep) in keys.iter_mut().zip(&self.options.keep) {
            *key = match keep {
                Keep::Length => u64::MAX - u64::from(length),
                Keep::Metadata => u64::MAX - u64::from(head.fields),
                Keep::Date => ascending(head.published.unwrap_or(i64::MAX)),
                Keep::Path => u64::from(head.number) + 1,
            };
        }
        keys
    }

    /// The documents with the text of a better one, by number: document and leader, and whether the bytes are the same.
    fn copies(&self, bytes: usize) -> io::Result<Records<2>> {
        let mut copies = Records::new(&self.scratch, bytes / 8);
        if !self.options.exact && !self.options.near {
            return Ok(copies);
        }
        let mut texts = Sorter::new(&self.scratch, bytes / 2);
        for head in self.heads() {
            let head = head?;
            let Some(text) = head.text else { continue };
            let [a, b, c, d] = self.preference(&head, 0);
            texts.push([(text >> 64) as u64, text as u64, a, b, c, d, head.number.into(), head.bytes])?;
        }
        let mut found = Sorter::new(&self.scratch, bytes / 8);
        let mut leader = None;
        for text in texts.sorted()? {
            let [high, low, .., number, bytes] = text?;
            match leader {
                Some((text, leader, other)) if text == [high, low] => {
                    found.push([number << 32 | leader, u64::from(bytes != 0 && bytes == other)])?;
                }
                _ => leader = Some(([high, low], number, bytes)),
            }
        }
        found.sorted()?.try_for_each(|copy| copies.push(copy?))?;
        Ok(copies)
    }

    /// Finds for every document that is no copy the kept one that it is like.
    fn link(&self, copies: &Records<2>, verdicts: &mut Verdicts, threads: usize, bytes: usize) -> io::Result<()> {
        let mut is_copy = Bits::new((self.count as usize).next_power_of_two().max(64));
        for copy in copies.iter() {
            is_copy.set((copy?[0] >> 32) as usize);
        }
        let ranking = Ranking::new(self, |number| is_copy.holds(number as usize), threads, bytes)?;
        drop(is_copy);
        let found = search(self, &ranking, threads, bytes)?;
        for edge in found.edges.iter() {
            let edge = Edge::from_record(edge?);
            if found.stars.holds(&edge) {
                let stays = edge.kind == Kind::Contained && self.options.contained == Containment::Mark;
                let [first, second] = [edge.first, edge.second].map(|rank| ranking.document(rank));
                let alike = Alike { kept: first, kind: edge.kind, similarity: edge.similarity, stays };
                verdicts.set(second, alike);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Benchmarks, Decision, Memory};
    use super::*;

    fn decide(texts: &[String], options: &Options, threads: usize) -> Vec<Decision> {
        let mut corpus = Corpus::new(options, &std::env::temp_dir()).unwrap();
        texts.iter().for_each(|text| corpus.push(Summary::of_text(text, options, &Benchmarks::default())).unwrap());
        corpus.decide(threads).unwrap().map(Result::unwrap).collect()
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
        let decisions: Vec<Decision> = corpus.decide(1).unwrap().map(Result::unwrap).collect();
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
        let decisions: Vec<Decision> = corpus.decide(1).unwrap().map(Result::unwrap).collect();
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
            let decisions: Vec<Decision> = corpus.decide(1).unwrap().map(Result::unwrap).collect();
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
        let decisions: Vec<Decision> = corpus.decide(1).unwrap().map(Result::unwrap).collect();
        assert_eq!(kinds(&decisions), [Some((1, Kind::ExactText)), None, Some((1, Kind::ExactBytes))]);
    }

    #[test]
    fn too_many_documents_for_the_memory_are_refused_with_the_remedy() {
        let options = Options { memory: Memory::bytes(2048), ..Options::default() };
        let mut corpus = Corpus::new(&options, &std::env::temp_dir()).unwrap();
        let error = (0..100).find_map(|_| corpus.push(Summary::default()).err()).unwrap().to_string();
        assert!(error.contains("--memory"), "{error}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn neither_threads_nor_memory_change_anything(
            copies in proptest::collection::vec((0_u64..6, 3_usize..40, 50_u64..300), 1..40),
            memory in 1_u64..200,
        ) {
            let texts: Vec<String> = copies.iter().map(|&(seed, every, count)| edited(&prose(seed, count), every)).collect();
            let one = decide(&texts, &Options::default(), 1);
            prop_assert_eq!(&one, &decide(&texts, &Options::default(), 3));
            let memory = Memory::bytes(4096 + (memory << 8));
            prop_assert_eq!(&one, &decide(&texts, &Options { memory, ..Options::default() }, 2));
            for decision in &one {
                if let Some(found) = &decision.duplicate {
                    prop_assert_eq!(&one[found.kept as usize], &Decision { cluster: Some(found.kept), ..Decision::default() });
                }
            }
        }
    }
}

//! Tests of all passes together.

use proptest::prelude::*;

use super::corpus::Corpus;
use super::decision::{Decision, Repeat};
use super::hash::mix;
use super::kind::DuplicateKind;
use super::memory::Memory;
use super::options::{Containment, Keep, Options, Repeats};
use super::summary::{Benchmarks, Summary, observe};
use crate::document::{Origin, Record, Signals};
use crate::parse;

fn decide(texts: &[String], options: &Options, threads: usize) -> Vec<Decision> {
    let mut corpus = Corpus::new(options, &std::env::temp_dir()).unwrap();
    texts.iter().for_each(|text| corpus.push(Summary::of_text(text, options, &Benchmarks::default())).unwrap());
    corpus.decide(threads).unwrap().map(Result::unwrap).collect()
}

/// A text of `count` characters that no other `seed` gives.
fn prose(seed: u64, count: u64) -> String {
    let scramble = |i| mix(seed << 32 | i);
    (0..count).filter_map(|i| char::from_u32(0x4e00 + (scramble(i) % 3000) as u32)).collect()
}

fn edited(text: &str, every: usize) -> String {
    text.chars().enumerate().map(|(i, c)| if i % every == 3 { '改' } else { c }).collect()
}

fn kinds(decisions: &[Decision]) -> Vec<Option<(u32, DuplicateKind)>> {
    decisions.iter().map(|d| d.duplicate.as_ref().map(|found| (found.kept, found.kind))).collect()
}

#[test]
fn every_kind_of_copy_is_found_and_named() {
    let base = prose(1, 400);
    let spaced: String = base.chars().flat_map(|c| [c, ' ']).collect();
    let excerpt: String = base.chars().skip(100).take(200).collect();
    let texts = [base.clone(), spaced, edited(&base, 10), excerpt, prose(2, 400), String::new(), "短".into()];
    let decisions = decide(&texts, &Options::default(), 2);
    let expected = [
        Some((0, DuplicateKind::ExactText)),
        Some((0, DuplicateKind::Near)),
        Some((0, DuplicateKind::Contained)),
        None,
        None,
        None,
    ];
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
    assert_eq!(kinds[0], Some((0, DuplicateKind::ExactText)));
    assert!(kinds[1].is_some_and(|(kept, kind)| kept < 2 && kind == DuplicateKind::Near), "{kinds:?}");
    assert!(kinds[2].is_some_and(|(kept, kind)| kept < 2 && kind != DuplicateKind::ExactText), "{kinds:?}");
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
    assert_eq!(
        kinds(&decisions),
        [Some((0, DuplicateKind::Contaminated)), Some((0, DuplicateKind::Contaminated)), None]
    );
    assert_eq!(decisions[0].duplicate.as_ref().unwrap().passage, question);
}

#[test]
fn the_order_of_preference_is_a_setting() {
    let (text, day) = (prose(3, 400), |day: i64| Some(day * 86_400_000_000));
    let longer = format!("{text}{}", prose(4, 40));
    let kept = |keep: &[Keep]| {
        let options = Options { keep: keep.to_vec(), ..Options::default() };
        let mut corpus = Corpus::new(&options, &std::env::temp_dir()).unwrap();
        for (text, published, fields) in [(&edited(&text, 50), day(3), 1), (&longer, day(2), 2), (&text, day(1), 3)] {
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
    assert_eq!(kinds(&decide(&texts, &options, 1)), [Some((1, DuplicateKind::Contained)), None]);
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
    assert_eq!(kinds(&decisions), [Some((1, DuplicateKind::ExactText)), None, Some((1, DuplicateKind::ExactBytes))]);
}

#[test]
fn too_many_documents_for_the_memory_are_refused_with_the_remedy() {
    let options = Options { memory: Memory::bytes(2048), ..Options::default() };
    let mut corpus = Corpus::new(&options, &std::env::temp_dir()).unwrap();
    let error = (0..100).find_map(|_| corpus.push(Summary::default()).err()).unwrap().to_string();
    assert!(error.contains("--memory"), "{error}");
}

/// A corpus of all kinds of duplicates: pages of two sites under their headers, some edited, some cut, some quoting others.
fn records() -> Vec<Record> {
    let header = [prose(900, 60), prose(901, 60)];
    let footer = ["关注我们的公众号，获取更多内容", "转载请注明来自本站，谢谢合作"];
    let page = |n: u64| -> Record {
        let site = (n % 2) as usize;
        let body = match n % 7 {
            0 => edited(&prose(n % 5, 400), 20 + n as usize % 9),
            1 => prose(n % 3, 300),
            2 => prose(n % 3, 400).chars().skip(90).take(150).collect(),
            3 => format!("{}。{}。{}。", prose(n, 200), prose(700, 50), prose(701, 50)),
            4 => format!("{}\n{}", prose(n, 120), prose(702, 80)),
            _ => prose(n, 250),
        };
        let path = format!("{site}/{n}.txt");
        let source = format!("{}\n{body}\n{}", header[site], footer[site]);
        let signals = Signals { language: "zh".into(), ..Signals::default() };
        Record { signals, origin: Origin { path, ..Origin::default() }, ..record(&source) }
    };
    (0..150).map(page).collect()
}

#[test]
fn neither_parts_nor_threads_nor_memory_change_anything() {
    let records = records();
    let decide = |parts, threads, memory| -> Vec<Decision> {
        let options = Options { passages: Repeats::Remove, memory, ..Options::default() };
        let mut benchmarks = Benchmarks::new(13, 0.5);
        benchmarks.push(0, &prose(5, 40));
        benchmarks.settle();
        let mut corpus = Corpus::in_parts(&options, &std::env::temp_dir(), parts).unwrap();
        corpus.push_known(observe(&records[0], &options, &Benchmarks::default())).unwrap();
        records.iter().for_each(|record| corpus.push(observe(record, &options, &benchmarks)).unwrap());
        corpus.decide(threads).unwrap().map(Result::unwrap).collect()
    };
    let (small, large) = (Memory::bytes(12 << 10), Memory::default());
    let whole = decide(1, 1, large);
    let kinds: std::collections::BTreeSet<DuplicateKind> =
        kinds(&whole).into_iter().flatten().map(|(_, kind)| kind).collect();
    assert_eq!(kinds.len(), 4, "{kinds:?}");
    assert!(whole.iter().any(|decision| decision.repeats.iter().any(|repeat| repeat.is_template)));
    assert!(whole.iter().any(|decision| !decision.passages.is_empty()));
    for (parts, threads, memory) in [(2, 1, large), (5, 2, large), (3, 1, small), (1, 3, small)] {
        assert!(decide(parts, threads, memory) == whole, "{parts} parts, {threads} threads, {memory}");
    }
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

fn record(source: &str) -> Record {
    Record::new(Origin::default(), &parse::plain(source.to_owned())).unwrap()
}

fn repeats(texts: &[String], options: &Options) -> Vec<Vec<Repeat>> {
    let mut corpus = Corpus::new(options, &std::env::temp_dir()).unwrap();
    for text in texts {
        let summary: Summary = observe(&record(text), options, &Benchmarks::default());
        corpus.push(summary).unwrap();
    }
    corpus.decide(2).unwrap().map(|decision| decision.unwrap().repeats).collect()
}

#[test]
fn templates_and_passages_are_told_apart() {
    let footer = "关注我们的公众号，获取更多内容";
    let shared = prose(1, 60);
    let mut texts: Vec<String> = (10..16).map(|n| format!("{}\n{footer}", prose(n, 400))).collect();
    texts[2] = format!("{}\n{shared}\n{footer}", texts[2].lines().next().unwrap());
    texts[4] = format!("{shared}\n{}\n{footer}", prose(30, 400));
    let options = Options { passages: Repeats::Mark, ..Options::default() };
    let found = repeats(&texts, &options);
    let footer = |paragraph| Repeat { paragraph, documents: 6, first: 0, is_template: true };
    assert_eq!(found[0], [footer(1)]);
    assert_eq!(found[2], [footer(2)]);
    assert_eq!(found[4], [Repeat { paragraph: 0, documents: 2, first: 2, is_template: false }, footer(2)]);
    let off = Options { templates: Repeats::Off, ..Options::default() };
    assert!(repeats(&texts, &off).iter().all(Vec::is_empty));
}

#[test]
fn what_one_document_says_twice_and_duplicates_do_not_count() {
    let (a, b) = (prose(1, 200), prose(2, 200));
    let options = Options { passages: Repeats::Remove, ..Options::default() };
    assert!(repeats(&[format!("{a}\n{b}\n{a}"), format!("{a}\n{b}\n{a}")], &options).iter().all(Vec::is_empty));
}

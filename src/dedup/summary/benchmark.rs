//! Contamination: questions of a benchmark inside a document.
//!
//! As in Brown et al. 2020 (appendix C), what is looked for is runs of words that both share. A word is a run of letters
//! or digits, or one ideograph, folded; so neither layout nor script variant hides a question. Other than there, one run
//! is not enough: a document is contaminated when it holds a good part of the runs of one question.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::dedup::hash::mix;
use crate::text::{self, is_combining, table};

/// Fewest words of a question that is looked for: shorter ones are in many innocent texts.
const FEWEST: usize = 8;
/// A run that more questions share is a form of words, and tells nothing of any of them.
const COMMON: usize = 10;
/// Base of the rolling hash, and bits of the filter before the table.
const BASE: u64 = 0x9fb2_1c65_1e98_df25;
const FILTER: usize = 1 << 24;
/// Longest passage that is quoted, in code points.
const QUOTED: usize = 120;

/// The questions of benchmarks, ready to be looked for.
#[derive(Debug, Default)]
pub struct Benchmarks {
    length: usize,
    overlap: f32,
    /// Runs and the questions that have them, sorted.
    runs: Vec<(u64, u32)>,
    filter: Vec<u64>,
    /// Lengths of runs there are: that of the settings, and those of shorter questions.
    lengths: Vec<usize>,
    /// Number and count of runs of every question.
    questions: Vec<(u32, u32)>,
    seen: BTreeSet<u64>,
}

/// A question found in a document.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Contamination {
    /// Number of the question, as it was given to [`Benchmarks::push`].
    pub question: u32,
    /// Share of its runs that are in the document.
    pub overlap: f32,
    /// The longest shared passage, as the document has it.
    pub passage: String,
}

impl Benchmarks {
    /// No questions yet. Runs have `length` words; a document is contaminated by a question when it holds at least the
    /// share `overlap` of its runs.
    #[must_use]
    pub fn new(length: u32, overlap: f32) -> Self {
        Self { length: (length as usize).max(FEWEST), overlap, ..Self::default() }
    }

    /// Adds a question under a number of the caller's. Equal questions count once, the first of them.
    pub fn push(&mut self, number: u32, text: &str) {
        let count = words(text).count();
        let length = self.length.min(count);
        if length < FEWEST {
            return;
        }
        let mut runs: Vec<u64> = Vec::new();
        let mut whole = 0;
        Rolling::new(&[length]).for_each_run(text, |run, _, _| {
            whole = mix(whole ^ run);
            runs.push(run);
        });
        if !self.seen.insert(whole) {
            return;
        }
        runs.sort_unstable();
        runs.dedup();
        let question = self.questions.len() as u32;
        self.questions.push((number, runs.len() as u32));
        self.runs.extend(runs.into_iter().map(|run| (run, question)));
        if let Err(place) = self.lengths.binary_search(&length) {
            self.lengths.insert(place, length);
        }
    }

    /// Ends adding.
    pub fn settle(&mut self) {
        self.seen = BTreeSet::new();
        self.runs.sort_unstable();
        let mut kept = Vec::with_capacity(self.runs.len());
        for group in self.runs.chunk_by(|a, b| a.0 == b.0) {
            if group.len() <= COMMON {
                kept.extend_from_slice(group);
                continue;
            }
            for &(_, question) in group {
                if let Some((_, runs)) = self.questions.get_mut(question as usize) {
                    *runs -= 1;
                }
            }
        }
        self.runs = kept;
        self.filter = vec![0; if self.runs.is_empty() { 0 } else { FILTER / 64 }];
        for &(run, _) in &self.runs {
            let bit = run as usize % FILTER;
            if let Some(word) = self.filter.get_mut(bit / 64) {
                *word |= 1 << (bit % 64);
            }
        }
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The question that `text` holds the most of, if it holds enough of any.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Contamination> {
        if self.is_empty() {
            return None;
        }
        let mut hits: Vec<(u32, u64)> = Vec::new();
        self.for_each_run(text, |run, _, questions| {
            hits.extend(questions.iter().map(|&(_, question)| (question, run)))
        });
        hits.sort_unstable();
        hits.dedup();
        let share = |hits: &[(u32, u64)]| {
            let &(question, _) = hits.first()?;
            let &(_, runs) = self.questions.get(question as usize)?;
            Some((hits.len() as f32 / runs.max(1) as f32, question))
        };
        let shares = hits.chunk_by(|a, b| a.0 == b.0).filter_map(share);
        let most = |a: (f32, u32), b: (f32, u32)| if b.0 > a.0 { b } else { a };
        let (overlap, question) = shares.reduce(most).filter(|(share, _)| *share >= self.overlap)?;
        let &(number, _) = self.questions.get(question as usize)?;
        Some(Contamination { question: number, overlap, passage: self.passage(text, question) })
    }

    /// The longest stretch of `text` whose runs are all of `question`.
    fn passage(&self, text: &str, question: u32) -> String {
        let (mut open, mut longest): (Range<usize>, Range<usize>) = (0..0, 0..0);
        self.for_each_run(text, |_, bytes, questions| {
            if questions.iter().any(|&(_, other)| other == question) {
                let start = if bytes.start <= open.end { open.start } else { bytes.start };
                open = start..bytes.end;
                if open.len() > longest.len() {
                    longest = open.clone();
                }
            }
        });
        text.get(longest).unwrap_or_default().chars().take(QUOTED).collect()
    }

    /// Visits the runs of `text` that questions have: the run, its bytes, the questions.
    fn for_each_run(&self, text: &str, mut visit: impl FnMut(u64, Range<usize>, &[(u64, u32)])) {
        Rolling::new(&self.lengths).for_each_run(text, |run, start, end| {
            let bit = run as usize % FILTER;
            if self.filter.get(bit / 64).is_none_or(|word| word >> (bit % 64) & 1 == 0) {
                return;
            }
            let first = self.runs.partition_point(|&(other, _)| other < run);
            let rest = self.runs.get(first..).unwrap_or_default();
            let count = rest.iter().take_while(|&&(other, _)| other == run).count();
            if let Some(questions) = rest.get(..count).filter(|questions| !questions.is_empty()) {
                visit(run, start..end, questions);
            }
        });
    }
}

/// Hashes of all runs of some lengths, in one pass and little memory (Karp and Rabin 1987).
struct Rolling<'a> {
    lengths: &'a [usize],
    /// Power of the base for each length.
    powers: Vec<u64>,
    /// Hash of all words up to here, and where the next word begins, for the last words.
    ring: Vec<(u64, usize)>,
}

impl<'a> Rolling<'a> {
    fn new(lengths: &'a [usize]) -> Self {
        let longest = lengths.iter().copied().max().unwrap_or(0);
        let power = |&length: &usize| (0..length).fold(1_u64, |power, _| power.wrapping_mul(BASE));
        Self { lengths, powers: lengths.iter().map(power).collect(), ring: vec![(0, 0); longest + 1] }
    }

    /// Visits every run: hash, start and end in bytes.
    fn for_each_run(mut self, text: &str, mut visit: impl FnMut(u64, usize, usize)) {
        let size = self.ring.len();
        let mut sum = 0_u64;
        for (count, (word, bytes)) in words(text).enumerate() {
            if let Some(slot) = self.ring.get_mut(count % size) {
                *slot = (sum, bytes.start);
            }
            sum = sum.wrapping_mul(BASE).wrapping_add(word);
            for (&length, &power) in self.lengths.iter().zip(&self.powers) {
                let Some(first) = (count + 1).checked_sub(length) else { continue };
                let Some(&(before, start)) = self.ring.get(first % size) else { continue };
                let run = sum.wrapping_sub(before.wrapping_mul(power));
                visit(mix(run ^ length as u64), start, bytes.end);
            }
        }
    }
}

/// First unit that counts as an ideograph.
const FIRST_IDEOGRAPH: u16 = 0x2e80;

/// The words of a text, as hashes, and their bytes.
fn words(text: &str) -> impl Iterator<Item = (u64, Range<usize>)> + '_ {
    let table = table();
    let mut chars = text.char_indices().peekable();
    let unit = move |c: char| match table.get(c as usize) {
        Some(&unit) => (unit != 0).then_some(u32::from(unit)),
        None => text::fold_char(c).map(u32::from),
    };
    let is_ideograph = |unit: u32| unit >= u32::from(FIRST_IDEOGRAPH);
    std::iter::from_fn(move || {
        let (start, first) = chars.by_ref().find_map(|(at, c)| unit(c).map(|unit| (at..at + c.len_utf8(), unit)))?;
        let mut hash = mix(u64::from(first));
        let mut end = start.end;
        if !is_ideograph(first) {
            while let Some(&(at, c)) = chars.peek() {
                match unit(c) {
                    Some(unit) if !is_ideograph(unit) => hash = mix(hash ^ u64::from(unit)),
                    None if is_combining(c) => {}
                    _ => break,
                }
                end = at + c.len_utf8();
                chars.next();
            }
        }
        Some((hash, start.start..end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn benchmarks(questions: &[&str]) -> Benchmarks {
        let mut benchmarks = Benchmarks::new(13, 0.5);
        (0..).zip(questions).for_each(|(number, text)| benchmarks.push(number, text));
        benchmarks.settle();
        benchmarks
    }

    const LAKE: &str = "一艘船从湖的北岸出发，每小时行十二公里，三小时后离南岸还有多少公里？";
    const TRAIN: &str = "A grocer weighs nine melons on the first day and twice as many on the second; how many melons were weighed in all?";

    #[test]
    fn questions_are_found_inside_documents_whatever_their_layout() {
        let benchmarks = benchmarks(&["short one", LAKE, TRAIN]);
        let wrapped =
            "练习题：\n一 艘 船 從 湖 的 北 岸 出 發 ,\n每小時行十二公里，三小時後離南岸還有多少公里？ 答案见后。";
        let found = benchmarks.find(wrapped).unwrap();
        assert_eq!((found.question, found.overlap), (1, 1.0));
        assert!(found.passage.starts_with("一 艘") && found.passage.ends_with("公里"), "{}", found.passage);
        let page = format!("Sums for Monday.\n\n{}\n\nMore below.", TRAIN.to_uppercase().replace(' ', "\n"));
        assert_eq!(benchmarks.find(&page).map(|found| found.question), Some(2));
    }

    #[test]
    fn a_part_of_a_question_is_not_the_question() {
        let benchmarks = benchmarks(&[LAKE, TRAIN]);
        assert_eq!(
            benchmarks.find("有一艘船从湖的北岸出发，每小时行十二公里，船上的人都睡着了，谁也没有看见月亮。"),
            None
        );
        assert_eq!(benchmarks.find("A grocer weighs nine melons on the first day and sleeps on the second."), None);
        assert_eq!(benchmarks.find(""), None);
    }

    #[test]
    fn what_many_questions_begin_with_tells_nothing() {
        let form = "请阅读下面的短文，然后从四个选项之中选出最恰当的一个答案填在括号里";
        let questions: Vec<String> = (0..30).map(|n| format!("{form}：第{n}题")).collect();
        let questions: Vec<&str> = questions.iter().map(String::as_str).collect();
        assert_eq!(benchmarks(&questions).find(form), None);
        assert!(benchmarks(&[LAKE; 30]).find(LAKE).is_some());
    }
}

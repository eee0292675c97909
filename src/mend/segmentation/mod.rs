//! Word-segmented Chinese, found line by line with the document as prior, and joined.
//!
//! How many lines are found and joined exactly is measured in `docs/QUALITY.md`, "Segmentation".

mod dateline;
mod evidence;
mod gaps;
mod grammar;
mod reader;
mod tags;
mod vocabulary;
mod words;
mod writing;

use self::evidence::Evidence;
use self::reader::Joining;
use self::writing::Writing;
use super::options::Gap;
use super::spacing::Spacing;
use crate::document::{Document, Kind, Rule, Stage};
use crate::text::boundary;
use crate::text::{count, count_han};

/// Spaces that separate the words of segmented Chinese.
static WORD_SPACES: Rule = Rule { id: "mend.word_spaces", about: "spaces between the words of segmented Chinese" };
/// Tags and bars that mark the words of segmented Chinese.
static WORD_TAGS: Rule = Rule {
    id: "mend.word_tags",
    about: "part-of-speech tags, position tags and bars between the words of segmented Chinese",
};

/// Share of a document's Chinese from which lines too short to judge are judged like the rest of it.
const PRIOR: f32 = 0.8;

/// How much of a line is judged, in bytes: a few hundred characters tell as much as all.
const SAMPLE: usize = 1500;

/// The stage `mend.segmentation`.
pub struct Segmentation {
    gap: Gap,
}

impl Segmentation {
    /// The stage with the given gap between Chinese and Latin.
    #[must_use]
    pub fn new(gap: Gap) -> Self {
        Self { gap }
    }
}

impl Stage for Segmentation {
    fn name(&self) -> &'static str {
        "mend.segmentation"
    }

    fn rules(&self) -> Vec<&'static Rule> {
        vec![&WORD_TAGS, &WORD_SPACES]
    }

    fn run(&self, document: &mut Document) {
        let mut writings: Vec<Writing> = Vec::with_capacity(document.blocks.len());
        let (mut chinese, mut found) = (0, 0);
        for block in &document.blocks {
            let han = if block.is_kept() && block.kind != Kind::Code { count_han(block.value()) } else { 0 };
            let writing = if han > 0 { judge(block.value(), han) } else { Writing::Unsure };
            chinese += han;
            found += if matches!(writing, Writing::Segmented | Writing::Tagged(_)) { han } else { 0 };
            writings.push(writing);
        }
        if found == 0 {
            return;
        }
        document.segmented = found as f32 / chinese as f32;
        if document.segmented >= PRIOR {
            for (writing, block) in writings.iter_mut().zip(&document.blocks) {
                let open = *writing == Writing::Unsure && block.is_kept() && block.kind != Kind::Code;
                if open && Evidence::of(block.value()).fits_segmented_document() {
                    *writing = Writing::Segmented;
                }
            }
        }
        let spacing = match self.gap {
            Gap::None => Spacing::TIGHT,
            Gap::Space => Spacing::SPACED,
            Gap::Learn => {
                let natural =
                    document.blocks.iter().zip(&writings).filter(|(_, writing)| **writing == Writing::Natural);
                Spacing::learn(natural.map(|(block, _)| block.value()))
            }
        };
        let segmented = |writing: &Writing| matches!(writing, Writing::Segmented | Writing::Tagged(_));
        let mut mended = document.blocks.iter().zip(&writings).filter(|(_, writing)| segmented(writing));
        let whole_runs = mended.any(|(block, _)| gaps::has_mixed_run(block.value()));
        let joining = Joining { spacing, whole_runs };
        for (index, writing) in writings.into_iter().enumerate() {
            if let Writing::Tagged(tagging) = writing {
                let changes = tags::find(document.blocks[index].value(), tagging);
                document.change(index, &changes, &WORD_TAGS);
            }
            if segmented(&writing) {
                let changes = gaps::find(document.blocks[index].value(), joining);
                document.change(index, &changes, &WORD_SPACES);
            }
        }
    }
}

/// Judges one line that holds about `han` Han characters.
fn judge(line: &str, han: usize) -> Writing {
    // A word has less than two Han characters on average: without that many partings nothing was segmented.
    let partings = count(line.as_bytes(), |byte| matches!(byte, b' ' | b'|' | b'/' | b'\t'));
    if partings * 12 < han && !line.contains('\u{3000}') {
        return Writing::Natural;
    }
    // The start of a very long line tells how all of it is written.
    let sample = &line[..boundary(line, SAMPLE)];
    if is_code(sample) {
        return Writing::Natural;
    }
    if let Some(tagging) = tags::detect(sample) {
        return Writing::Tagged(tagging);
    }
    Evidence::of(sample).verdict()
}

/// Whether `line` looks like program text, whose spaces are its author's.
fn is_code(line: &str) -> bool {
    let bytes = line.as_bytes();
    memchr::memchr2(b'{', b'}', bytes).is_some()
        || memchr::memchr_iter(b'/', bytes).any(|at| {
            let comment =
                bytes.get(at + 1) == Some(&b'/') && at.checked_sub(1).is_none_or(|before| bytes[before] == b' ');
            comment || bytes.get(at + 1) == Some(&b'*')
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::snapshot::show;
    use crate::parse::plain;

    #[test]
    fn each_rule_as_a_snapshot() {
        for (rule, text) in [
            (&WORD_SPACES, "渔民 在 码头 上 修补 渔网 ， 网眼 有 3 . 5 厘米 宽 ， 用 的 是 nylon 线 。\n\n没有 标点\n"),
            (
                &WORD_TAGS,
                "渔民/n 在/p [码头/n 上/f]s 修补/v 渔网/n 。/w\n\n渔民|在|码头|上|修补|破|了|的|渔网|，|很|慢|。\n",
            ),
        ] {
            let mut document = plain(text.to_owned());
            Segmentation::new(Gap::Learn).run(&mut document);
            insta::assert_snapshot!(rule.id, show(&document));
        }
    }

    #[test]
    fn the_gap_at_latin_words_is_learned_or_set() {
        let natural = "他写 Rust 已经三年，从前写 Perl 也写过两年。\n";
        let segmented = "用 Rust 写 程序 ， 要 先 想 清楚 谁 拥有 什么 。\n";
        let joined = |gap, text: String| {
            let mut document = plain(text);
            Segmentation::new(gap).run(&mut document);
            document.blocks.last().map(|block| block.value().to_owned()).unwrap()
        };
        let (tight, spaced) = ("用Rust写程序，要先想清楚谁拥有什么。", "用 Rust 写程序，要先想清楚谁拥有什么。");
        assert_eq!(joined(Gap::Learn, segmented.to_owned()), tight);
        assert_eq!(joined(Gap::Learn, format!("{natural}{segmented}")), spaced);
        assert_eq!(joined(Gap::Space, segmented.to_owned()), spaced);
        assert_eq!(joined(Gap::None, format!("{natural}{segmented}")), tight);
    }
}

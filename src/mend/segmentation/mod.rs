//! Word-segmented Chinese, found line by line with the document as prior, and joined.

mod evidence;
mod gaps;
mod stamp;
mod style;
mod tags;

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::evidence::Evidence;
use self::gaps::Manner;
pub(super) use self::style::{Style, learn};
use crate::document::{Document, Kind, Rule, Stage};
use crate::text::{boundary, count, count_han};

/// Spaces that part the words of segmented Chinese.
static WORD_SPACES: Rule = Rule { id: "mend.word_spaces", about: "spaces between the words of segmented Chinese" };
/// Tags and bars that mark the words of segmented Chinese.
static WORD_TAGS: Rule = Rule {
    id: "mend.word_tags",
    about: "part-of-speech tags, position tags and bars between the words of segmented Chinese",
};

/// What stands between Chinese and Latin text in a joined line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Gap {
    /// What the document's own unsegmented text has, else nothing.
    #[default]
    Learn,
    /// Nothing.
    None,
    /// One space.
    Space,
}

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

/// How a line was found to be written.
#[derive(Clone, Copy, PartialEq)]
enum Writing {
    /// Not a line of words set apart, or nothing that could be mended.
    Natural,
    /// Words set apart.
    Segmented,
    /// Words set apart, each with a tag, or with bars between them.
    Tagged(tags::Tagging),
    /// Too short to tell by itself.
    Unsure,
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
        let style = match self.gap {
            Gap::None => Style::TIGHT,
            Gap::Space => Style::SPACED,
            Gap::Learn => {
                let natural =
                    document.blocks.iter().zip(&writings).filter(|(_, writing)| **writing == Writing::Natural);
                learn(natural.map(|(block, _)| block.value()))
            }
        };
        let segmented = |writing: &Writing| matches!(writing, Writing::Segmented | Writing::Tagged(_));
        let mut mended = document.blocks.iter().zip(&writings).filter(|(_, writing)| segmented(writing));
        let whole_runs = mended.any(|(block, _)| gaps::has_mixed_run(block.value()));
        let manner = Manner { style, whole_runs };
        for (index, writing) in writings.into_iter().enumerate() {
            if let Writing::Tagged(tagging) = writing {
                let changes = tags::find(document.blocks[index].value(), tagging);
                document.change(index, &changes, &WORD_TAGS);
            }
            if segmented(&writing) {
                let changes = gaps::find(document.blocks[index].value(), manner);
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

/// How many bytes of white space stand at `at` in `bytes`, at most those of one character; see [`crate::text::is_gap`].
fn gap_at(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(b' ' | b'\t') => 1,
        Some(0xc2) if bytes.get(at + 1) == Some(&0xa0) => 2,
        Some(0xe3) if bytes.get(at + 1..at + 3) == Some(&[0x80, 0x80]) => 3,
        _ => 0,
    }
}

/// The words of a line, as white space parts them.
#[derive(Clone)]
struct Words<'a> {
    line: &'a [u8],
    at: usize,
}

impl<'a> Words<'a> {
    fn of(line: &'a str) -> Self {
        Self { line: line.as_bytes(), at: 0 }
    }
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let (line, mut at) = (self.line, self.at);
        while let length @ 1.. = gap_at(line, at) {
            at += length;
        }
        let start = at;
        while let Some(&byte) = line.get(at) {
            // From character to character: white space never begins inside one. The most common characters go first.
            at += match byte {
                0xe4..0xf0 => 3,
                b' ' | b'\t' => break,
                0..0x80 => 1,
                0xc2 | 0xe3 if gap_at(line, at) > 0 => break,
                _ => byte.leading_ones() as usize,
            };
        }
        self.at = at;
        (start < at).then_some(start..at)
    }
}

//! The greedy-fill test.

use std::ops::Range;

use super::layout::Layout;
use super::line::{HANGING, LONGEST, Line, NARROWEST, WIDEST, ends_sentence};
use crate::document::Document;
use crate::text::is_mid_line_stop;

/// Over how many columns an author's own line ends are spread, and how many bits of surprise prove that a program broke
/// the lines.
const SPREAD: f32 = 24.0;
const PROOF: f32 = 6.0;

/// Two breaks that a program made are as near as this, in lines.
const WINDOW: usize = 12;

/// A fast look whether `document` may be wrapped: somewhere two lines near each other, neither short nor long, stop
/// before a sentence does.
pub(super) fn is_plausible(document: &Document) -> bool {
    let mut last = None;
    for (index, block) in document.blocks.iter().enumerate() {
        let text = block.value();
        let wide = if text.starts_with(|c: char| c > '\u{2e80}') { text.len() * 2 / 3 } else { text.len() };
        if wide + HANGING >= NARROWEST && text.len() <= LONGEST && !ends_sentence(text) {
            if last.is_some_and(|last| index - last <= WINDOW) {
                return true;
            }
            last = Some(index);
        }
    }
    false
}

/// Whether two lines are a pair that the test can judge.
fn is_pair(layout: &Layout, line: &Line, next: &Line) -> bool {
    let words = !(line.figures || line.word && next.word);
    words && layout.follows(next) && line.prose && next.prose && next.marker == 0 && line.width <= WIDEST + HANGING
}

/// Whether a break between two lines would be strange if no program had made it: inside a sentence, or behind the
/// indented first line of a paragraph.
fn is_telling(layout: &Layout, line: &Line, next: &Line) -> bool {
    next.indent < line.indent && layout.first_lines || !line.ends_sentence() && !layout.opens(line, next)
}

/// The column at which `lines` are wrapped, when they are: proved `strictness` times as well as usual.
pub(super) fn prove(lines: &[Line], layout: &Layout, strictness: f32) -> Option<usize> {
    let column = Votes::of(lines, layout).best()?;
    let score = Score::of(lines, layout, column);
    score.proves(layout, strictness).then_some(column)
}

/// The columns that explain all telling breaks of `lines`; any column when there is none that does, which is left to the
/// proof.
pub(super) fn columns(lines: &[Line], layout: &Layout) -> Range<usize> {
    let mut columns = 0..usize::MAX;
    for (index, line) in lines.iter().enumerate() {
        if line.prose && !line.word {
            columns.start = columns.start.max(line.width.saturating_sub(HANGING));
        }
        let next = lines.get(index + 1).filter(|next| is_pair(layout, line, next) && is_telling(layout, line, next));
        columns.end = columns.end.min(next.map_or(usize::MAX, |next| next.reach));
    }
    if columns.is_empty() { 0..usize::MAX } else { columns }
}

/// How the pairs of lines speak for every column. Each pair is explained by the columns that hold its first line but
/// not the head of its second, so that all of them are counted in one pass.
struct Votes {
    /// Differences from one column to the next.
    changes: [i64; WIDEST + HANGING + 2],
}

impl Votes {
    fn of(lines: &[Line], layout: &Layout) -> Self {
        let mut votes = Self { changes: [0; WIDEST + HANGING + 2] };
        for pair in lines.windows(2) {
            let [line, next] = pair else { continue };
            if line.prose && !line.word {
                votes.add(0, line.width.saturating_sub(HANGING), -3);
            }
            if is_pair(layout, line, next) && is_telling(layout, line, next) {
                votes.add(line.body(), next.reach, 1);
                if line.width > 24 {
                    votes.add(next.reach.max(line.body()), WIDEST + 1, -2);
                }
            }
        }
        votes
    }

    /// Gives `weight` to the columns from `from` to before `to`.
    fn add(&mut self, from: usize, to: usize, weight: i64) {
        if from < to && to - 1 <= WIDEST {
            self.changes[from] += weight;
            self.changes[to] -= weight;
        }
    }

    /// The narrowest of the columns with the most votes.
    fn best(&self) -> Option<usize> {
        let sums = self.changes.iter().scan(0, |sum, change| {
            *sum += change;
            Some(*sum)
        });
        let columns = sums.enumerate().skip(NARROWEST).take(WIDEST + 1 - NARROWEST);
        let best = columns.max_by_key(|&(column, votes)| (votes, std::cmp::Reverse(column)));
        best.map(|(column, _)| column)
    }
}

/// How well one column explains the lines.
#[derive(Default)]
struct Score {
    /// Telling breaks where the next head did not fit.
    full: usize,
    /// Those before a word in an alphabet with two cases, and those of them before a capital letter, as at the start of
    /// a new paragraph.
    cased: usize,
    capital: usize,
    /// Those before a digit, and those before the same word as the line before begins with.
    digit: usize,
    alike: usize,
    /// Those before a label such as the name of a speaker.
    label: usize,
    /// Commas and the like at these breaks, and inside these lines.
    end_commas: usize,
    inner_commas: usize,
    /// Lines at these breaks without any punctuation inside: what verse has.
    bare: usize,
    /// How unlikely it is that an author broke all those lines just there, in bits.
    bits: f32,
    /// Telling breaks although the next head would have fitted.
    loose: usize,
    /// Lines wider than the column.
    over: usize,
    /// Lines directly above another, and those of them about as wide as the column.
    inner: usize,
    near: usize,
    /// Whether there is Chinese at the breaks.
    han: bool,
}

/// Punctuation at which an author may break lines that end inside a sentence.
const COMMAS: [char; 7] = ['，', '、', '；', '—', ',', ';', '–'];

impl Score {
    fn of(lines: &[Line], layout: &Layout, column: usize) -> Self {
        let mut score = Self::default();
        for pair in lines.windows(2) {
            let [line, next] = pair else { continue };
            score.over += usize::from(line.prose && !line.word && line.width > column + HANGING);
            if !is_pair(layout, line, next) || line.width > column + HANGING {
                continue;
            }
            score.inner += 1;
            score.near += usize::from(line.width + 16 >= column);
            if !is_telling(layout, line, next) {
                continue;
            }
            if next.reach > column {
                score.count(line, next);
            } else if line.width > 24 {
                score.loose += 1;
            }
        }
        score
    }

    /// Counts a break at which the line is full.
    fn count(&mut self, line: &Line, next: &Line) {
        self.full += 1;
        // The ends of an author's lines are spread over about this many columns.
        self.bits += libm::log2f(SPREAD / (next.head as f32 + 1.0)).max(0.0);
        if let Some(capital) = next.capital() {
            self.cased += 1;
            self.capital += usize::from(capital);
            // And few authors begin a line with a small letter.
            self.bits += if capital { 0.0 } else { 1.0 };
        }
        self.digit += usize::from(next.text.starts_with(|c: char| c.is_ascii_digit()));
        let word = |text: &str| text.split(' ').next().map_or(0, str::len);
        self.alike += usize::from(line.text.get(..word(line.text)) == next.text.get(..word(next.text)));
        let label = next.text.char_indices().take(8).find(|(_, c)| matches!(c, ':' | '：'));
        self.label += usize::from(label.is_some_and(|(at, _)| !next.text[at..].starts_with("://")));
        let inner = &line.text[..line.text.len() - line.text.chars().next_back().map_or(0, char::len_utf8)];
        let commas = inner.matches(COMMAS).count();
        self.end_commas += usize::from(inner.len() < line.text.len() && line.text.ends_with(COMMAS));
        self.inner_commas += commas;
        self.bare += usize::from(commas == 0 && !inner.contains(is_mid_line_stop));
        self.han |= line.han;
    }

    fn proves(&self, layout: &Layout, strictness: f32) -> bool {
        // Where all lines, or most, are as wide as the column, less surprise is enough; where a blank line comes
        // behind every line, as behind paragraphs of their own, more is needed.
        let near = self.near * 2 >= self.inner;
        let even = self.near == self.inner && self.loose + self.over == 0;
        let ease = if even {
            1.0
        } else if near {
            1.25
        } else {
            1.5
        };
        let proof = PROOF * ease * strictness * layout.spacing() as f32;
        self.bits >= proof + 2.0 * self.loose.saturating_sub(1) as f32
            && (near || layout.spacing() == 1)
            && !self.is_list()
            && !self.is_verse()
            && self.loose <= 1.max(self.full * 2 / 5)
            && self.over <= 1.max(self.full / 8)
    }

    /// Lists begin their lines with capital letters, numbers or labels, or all with the same word.
    fn is_list(&self) -> bool {
        self.cased * 2 >= self.full && self.capital * 2 > self.cased
            || self.digit * 2 > self.full
            || self.alike * 2 > self.full
            || self.label * 2 > self.full
    }

    /// Verse has its breaks where prose has its punctuation: it is at the ends of lines and hardly inside them.
    fn is_verse(&self) -> bool {
        // Lines of Chinese hold more of it than lines of words do.
        if self.han {
            let bare = self.bare * 5 > self.full * 4;
            bare || self.end_commas >= 2 && self.end_commas * 4 > self.full && self.end_commas * 2 > self.inner_commas
        } else {
            let bare = self.full >= 4 && self.bare == self.full;
            bare || self.end_commas >= 3 && self.end_commas * 3 > self.full && self.end_commas > self.inner_commas
        }
    }
}

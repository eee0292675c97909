//! Where the paragraphs of a wrapped text end.

use super::layout::Layout;
use super::line::{HANGING, Line};
use crate::text::{closes_speech, is_mid_line_stop};

/// The indices of the lines that go on in the next one, in a text wrapped at `column`.
pub(super) fn breaks(lines: &[Line], layout: &Layout, column: usize) -> Vec<usize> {
    let ends = SentenceEnds::of(lines, layout, column);
    let mut breaks = Vec::new();
    let mut first = 0;
    for index in 1..lines.len() {
        let (line, before) = (&lines[index], &lines[index - 1]);
        let goes_on = is_full(layout, before, line, column)
            && layout.continues(lines, first, index)
            && (line.marker == 0 || !(before.marker > 0 || before.ends_sentence() || lines[first].marker > 0))
            && !ends.is_paragraph_end(lines, index - 1, column);
        if goes_on {
            breaks.push(index - 1);
        } else {
            first = index;
        }
    }
    breaks
}

/// Whether `line` is directly below `before`, on which its head had no room.
fn is_full(layout: &Layout, before: &Line, line: &Line, column: usize) -> bool {
    let holds = before.width <= column + HANGING || before.word;
    let rows = before.figures && line.figures && line.width * 2 > column;
    layout.follows(line) && line.prose && before.prose && holds && line.reach > column && !rows
}

/// How paragraphs end in a text that may mark them by nothing but a short last line. A paragraph whose last line happens
/// to be full looks as if it went on; what is likelier is learnt from the other sentences of the text.
#[derive(Default)]
struct SentenceEnds {
    /// Sentences that end in mid-line, by class.
    inside: [usize; 3],
    /// Sentences that end on a short line that nothing else separates from the next, by class.
    outside: [usize; 3],
}

/// The class of a sentence that ends with `mark`, by what `follows`: colons often come before a list or code, and
/// speech often begins a paragraph.
fn class(mark: char, follows: &str) -> usize {
    match mark {
        '：' | ':' => 0,
        _ if follows.starts_with(['“', '「', '『', '"', '—', '–']) => 1,
        _ => 2,
    }
}

impl SentenceEnds {
    fn of(lines: &[Line], layout: &Layout, column: usize) -> Self {
        let mut ends = Self::default();
        if layout.first_lines {
            return ends;
        }
        for pair in lines.windows(2) {
            let [line, next] = pair else { continue };
            if !line.prose || line.width > column + HANGING {
                continue;
            }
            let mut marks = line.text.char_indices().filter(|(_, c)| is_mid_line_stop(*c)).peekable();
            while let Some((at, c)) = marks.next() {
                let rest = line.text[at + c.len_utf8()..].trim_start_matches(closes_speech);
                let new = if c.is_ascii() { rest.starts_with(' ') } else { !rest.is_empty() };
                ends.inside[class(c, rest.trim_start())] +=
                    usize::from(new && marks.peek().is_none_or(|next| next.0 > at + c.len_utf8()));
            }
            let short = layout.follows(next) && next.prose && next.reach <= column && next.indent == line.indent;
            if let Some(stop) = line.stop().filter(|_| short && next.marker == 0) {
                ends.outside[class(stop, next.text)] += 1;
            }
        }
        ends
    }

    /// Whether line `index`, full as it is, ends a paragraph.
    fn is_paragraph_end(&self, lines: &[Line], index: usize, column: usize) -> bool {
        let (line, next) = (&lines[index], &lines[index + 1]);
        let Some(stop) = line.stop().filter(|_| self.outside != [0; 3] && next.indent == line.indent) else {
            return false;
        };
        if next.begins_badly() || next.text.starts_with(|c: char| c.is_lowercase() || matches!(c, '(' | '（')) {
            return false;
        }
        // A last line that ends without a mark is none: it is a heading.
        let after = lines.get(index + 2).filter(|after| after.gap <= 1);
        let heading = !next.ends_sentence() && after.is_none_or(|after| after.reach <= column);
        let class = class(stop, next.text);
        heading || self.outside[class] > self.inside[class]
    }
}

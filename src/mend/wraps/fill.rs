//! The greedy-fill test.

use unicode_width::UnicodeWidthStr;

use super::glue::spaces;
use crate::document::{Document, Kind};
use crate::mend::script::{Class, count, count_han};
use crate::mend::segmentation::Style;

/// The narrowest and widest columns that text is wrapped at.
const COLUMNS: std::ops::RangeInclusive<usize> = 28..=130;
/// Punctuation that a wrapping program lets stick out of the column, at most this wide.
const HANGING: usize = 2;

/// Over how many columns an author's own line ends are spread, and how many bits of surprise prove that a program broke
/// the lines.
const SPREAD: f32 = 24.0;
const PROOF: f32 = 6.0;

/// Whether the lengths of the blocks alone leave it possible that the text is wrapped.
pub(super) fn is_plausible(document: &Document) -> bool {
    let blocks = &document.blocks;
    // A line of the widest column holds at most three bytes for two columns, or four for a rare character.
    let long = blocks.iter().filter(|block| block.value().len() > COLUMNS.end() * 2).count();
    blocks.len() >= 3 && long * 20 <= blocks.len()
}

/// One line as the test sees it.
pub(super) struct Line<'a> {
    /// What it says.
    text: &'a str,
    /// Columns it takes, its indent included.
    width: usize,
    /// Columns before its first character.
    indent: usize,
    /// Columns of what would have had to fit on the line before: the first word or character.
    head: usize,
    /// Whether the line before it stands directly above.
    follows: bool,
    /// Whether it is prose: no table row, code, heading.
    prose: bool,
    /// Whether it begins like an item of a list, or with a number or dash that only came to stand there.
    item: bool,
    /// Whether it is a single word, which no program can break.
    word: bool,
    /// Whether it holds Chinese.
    han: bool,
}

impl<'a> Line<'a> {
    /// The line that is block `index` of `document`.
    pub(super) fn of(document: &'a Document, index: usize) -> Self {
        let block = &document.blocks[index];
        let text = block.value();
        let start = index.checked_sub(1).map_or(0, |before| document.blocks[before].text.span().end);
        let gap = document.source().get(start as usize..block.text.span().start as usize).unwrap_or("");
        let lead = gap.rfind('\n').map_or(gap, |at| &gap[at + 1..]);
        let indent = columns(lead);
        let prose = block.is_kept() && block.kind == Kind::Paragraph && is_prose(text);
        let (item, word) = (is_item(text), text.is_ascii() && !text.contains(' '));
        let follows = gap.bytes().filter(|&byte| byte == b'\n').count() == 1;
        Self {
            text,
            width: indent + columns(text),
            indent,
            head: head(text),
            follows,
            prose,
            item,
            word,
            han: count_han(text) > 0,
        }
    }

    fn last(&self) -> char {
        self.text.chars().next_back().unwrap_or(' ')
    }

    /// Whether a sentence may end here.
    fn ends_sentence(&self) -> bool {
        "。！？!?.…：:；”」』）)\"".contains(self.last())
    }
}

/// Columns that `text` takes: two for East Asian characters, and for quotes, dashes and dots among them.
fn columns(text: &str) -> usize {
    let bytes = text.as_bytes();
    if count(bytes, |byte| matches!(byte, 0xd6..=0xe1)) > 0 {
        return text.width();
    }
    // The first byte of a character tells its width well enough in all other scripts, at the speed of a memory scan.
    let characters = count(bytes, |byte| !(0x80..0xc0).contains(&byte));
    match count(bytes, |byte| byte >= 0xe3) {
        0 => characters,
        wide => characters + wide + text.matches(['“', '”', '‘', '’', '…', '—']).count(),
    }
}

/// Columns of the first word of `text`, or of its first character with the brackets that open before it.
fn head(text: &str) -> usize {
    let (mut end, mut latin) = (0, false);
    for (at, c) in text.char_indices() {
        let class = Class::of(c);
        let wordy = matches!(class, Class::Letter | Class::Digit | Class::Ascii | Class::Hangul);
        if class == Class::Space || (latin && !wordy) {
            break;
        }
        (end, latin) = (at + c.len_utf8(), wordy);
        if !wordy && !"“‘（《【「『〈".contains(c) {
            break;
        }
    }
    columns(&text[..end])
}

/// Whether a line is part of running text, as far as it shows.
fn is_prose(text: &str) -> bool {
    let code = text.ends_with(['{', '}', ';']) && text.is_ascii();
    let columns = text.contains("   ") || text.contains('\t') || text.contains("........") || text.contains("······");
    !(code || columns || text.starts_with(['|', '#', '>', '`', '<', '{', '}', '~', '=']))
}

/// Whether a line begins with a bullet or a number as the items of a list do.
fn is_item(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = rest.len() < text.len() && (rest.starts_with(['、', ')']) || rest.starts_with(". "));
    numbered || text.starts_with(['-', '*', '+', '•', '·', '●', '■', '◆', '▪', '–'])
}

/// Proof that a text is wrapped.
pub(super) struct Fill {
    column: usize,
    style: Style,
    /// Whether paragraphs are told by blank lines or indents, so that a full line never ends one unseen.
    marked: bool,
}

impl Fill {
    /// The column at which `lines` are wrapped, when they are.
    pub(super) fn prove(lines: &[Line], style: Style) -> Option<Fill> {
        let prose: Vec<&Line> = lines.iter().filter(|line| line.prose).collect();
        if prose.len() < 3 || prose.len() * 2 < lines.len() {
            return None;
        }
        let mut widths: Vec<usize> = prose.iter().filter(|line| !line.word).map(|line| line.width).collect();
        widths.sort_unstable();
        let mut columns: Vec<usize> =
            widths.iter().rev().take(3).flat_map(|&width| width.saturating_sub(2)..=width).collect();
        columns.sort_unstable_by(|a, b| b.cmp(a));
        columns.dedup();
        let columns = columns.into_iter().filter(|column| COLUMNS.contains(column));
        let scored = columns.map(|column| (Score::of(lines, column, style), column));
        let (score, column) = scored.max_by_key(|(score, column)| (score.total(), std::cmp::Reverse(*column)))?;
        if !score.proves() || is_verse(&prose) {
            return None;
        }
        let marked = lines.iter().skip(1).any(|line| !line.follows || line.indent > 0);
        Some(Fill { column, style, marked })
    }

    /// Whether line `index` continues the line before it.
    pub(super) fn is_wrap(&self, lines: &[Line], index: usize) -> bool {
        let (line, before) = (&lines[index], &lines[index - 1]);
        line.follows
            && line.prose
            && before.prose
            && (line.indent == 0 || line.indent == before.indent && !self.marked)
            && !fits(before, line, self.column, self.style)
            && (before.width <= self.column + HANGING || before.word)
            && (!line.item || !(before.item || before.ends_sentence()))
    }
}

/// Whether the head of `next` would have fitted on `line`.
fn fits(line: &Line, next: &Line, column: usize, style: Style) -> bool {
    line.width + usize::from(spaces(style, line.text, next.text)) + next.head <= column
}

/// How well one column explains the lines.
struct Score {
    /// Breaks inside a sentence where the next head did not fit.
    full: usize,
    /// Those before a Latin word, and those of them before a capital letter, as at the start of a new paragraph.
    latin: usize,
    capital: usize,
    /// How unlikely it is that an author broke all those lines just there, in bits.
    bits: f32,
    /// Breaks inside a sentence although the next head would have fitted.
    loose: usize,
    /// Lines wider than the column.
    over: usize,
    /// Lines that stand directly above another, and those of them about as wide as the column.
    inner: usize,
    near: usize,
}

impl Score {
    fn of(lines: &[Line], column: usize, style: Style) -> Self {
        let mut score = Self { full: 0, latin: 0, capital: 0, bits: 0.0, loose: 0, over: 0, inner: 0, near: 0 };
        score.over = lines.iter().filter(|line| line.prose && !line.word && line.width > column + HANGING).count();
        for pair in lines.windows(2) {
            let [line, next] = pair else { continue };
            if !(next.follows && line.prose && next.prose) || line.item || next.item {
                continue;
            }
            score.inner += 1;
            score.near += usize::from(line.width + 16 >= column && line.width <= column + HANGING);
            if line.ends_sentence() || next.indent > line.indent {
                continue;
            }
            if !fits(line, next, column, style) {
                score.full += 1;
                let first = next.text.chars().next().unwrap_or(' ');
                score.latin += usize::from(first.is_lowercase() || first.is_uppercase());
                score.capital += usize::from(first.is_uppercase());
                // The ends of an author's lines are spread over about this many columns.
                score.bits += (SPREAD / (next.head as f32 + 1.0)).log2().max(0.0);
            } else if line.width > 24 {
                score.loose += 1;
            }
        }
        score
    }

    fn total(&self) -> isize {
        self.full as isize - 2 * self.loose as isize - 3 * self.over as isize
    }

    fn proves(&self) -> bool {
        // Where most lines are as wide as the column, less surprise is enough.
        let proof = if self.near * 2 >= self.inner { PROOF } else { PROOF * 1.5 };
        let capitals = self.latin * 2 >= self.full && self.capital * 2 > self.latin;
        self.bits >= proof && !capitals && self.loose <= 1.max(self.full / 3) && self.over <= 1
    }
}

/// Verse has its breaks where prose has its punctuation: hardly any stands inside a line.
fn is_verse(lines: &[&Line]) -> bool {
    let chinese: Vec<_> = lines.iter().filter(|line| line.han).collect();
    let inner = |text: &str| {
        let end = text.chars().next_back().map_or(0, char::len_utf8);
        text[..text.len() - end].contains(['，', '。', '；', '、', '：', '！', '？', ',', '.'])
    };
    let punctuated = chinese.iter().filter(|line| inner(line.text)).count();
    !chinese.is_empty() && punctuated * 5 < chinese.len()
}

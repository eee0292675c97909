//! How a document sets its paragraphs apart.

use super::line::Line;

/// The layout of a document.
pub(super) struct Layout {
    /// Line ends between two lines of a paragraph: more than one in double-spaced text.
    gap: usize,
    /// Whether the first lines of paragraphs are indented.
    pub first_lines: bool,
    /// Whether all lines of a paragraph but the first are indented.
    hanging: bool,
}

impl Layout {
    /// Learns from `lines`.
    pub(super) fn of(lines: &[Line]) -> Self {
        let pairs = || lines.windows(2).filter_map(|pair| Some((pair.first()?, pair.last()?)));
        let single = pairs().filter(|(_, next)| next.gap <= 1).count();
        let gap = if single * 8 < lines.len() { 2 } else { 1 };
        let open = pairs().filter(|(line, next)| {
            next.gap == gap && line.prose && next.prose && next.marker == 0 && line.marker == 0 && !line.ends_sentence()
        });
        let (mut dedents, mut indents) = (0, 0);
        for (line, next) in open {
            dedents += usize::from(next.indent < line.indent);
            indents += usize::from(next.indent > line.indent);
        }
        Self { gap, first_lines: dedents > 0 && dedents >= indents, hanging: indents >= 3 && indents > dedents * 2 }
    }

    /// Line ends between two lines of a paragraph.
    pub(super) fn spacing(&self) -> usize {
        self.gap
    }

    /// Whether `line` is as close to the line before it as the lines of one paragraph do.
    pub(super) fn follows(&self, line: &Line) -> bool {
        line.gap <= self.gap
    }

    /// Whether `next` opens a paragraph by its indent, as far as the line before it shows.
    pub(super) fn opens(&self, line: &Line, next: &Line) -> bool {
        next.indent > line.indent && !self.hangs(line, next)
    }

    /// Whether `next` may be the second line of a paragraph whose first is `line` and set further left.
    fn hangs(&self, line: &Line, next: &Line) -> bool {
        self.hanging || line.marker > 0 && next.indent <= line.indent + line.marker + 4
    }

    /// Whether line `index` goes on with the paragraph that begins with line `first`, as far as indents show.
    pub(super) fn continues(&self, lines: &[Line], first: usize, index: usize) -> bool {
        let [Some(start), Some(before), Some(line)] = [first, index - 1, index].map(|index| lines.get(index)) else {
            return false;
        };
        if let Some(second) = lines[first + 1..index].first() {
            return line.indent == second.indent;
        }
        if line.indent == start.indent {
            // Where first lines are indented, two of them may follow each other.
            let next = lines.get(index + 1).filter(|next| self.follows(next));
            let is_first = before.ends_sentence() || next.is_some_and(|next| next.indent < line.indent);
            return !(self.first_lines && line.indent > 0 && is_first);
        }
        if line.indent > start.indent { self.hangs(start, line) } else { line.marker == 0 || !before.ends_sentence() }
    }
}

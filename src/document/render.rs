//! The source with one module's work done and everything else as it was.

use super::block::{Block, SEPARATOR};
use super::document::Document;
use super::edit::Edit;
use super::span::Span;

impl Document {
    /// The source text after the removals and changes of `module` alone: markup, front matter and layout stay.
    ///
    /// Kept blocks come in reading order. A line on which the module left nothing but markup goes with what it took.
    #[must_use]
    pub fn render(&self, module: &str) -> String {
        let view = View { document: self, module, gone: self.taken_by(module) };
        let kept = || self.blocks.iter().filter(|block| !view.takes(block));
        let mut ends: Vec<u32> = kept().map(|block| block.text.span().end).collect();
        ends.sort_unstable();
        let mut text = String::with_capacity(self.source().len());
        let mut at = 0;
        for block in kept() {
            let span = block.text.span();
            let before = ends.partition_point(|end| *end <= span.start).checked_sub(1);
            let before =
                Span { start: before.and_then(|before| ends.get(before).copied()).unwrap_or(0), end: span.start };
            if before.start != at {
                // A block that was moved brings the marks of its line along.
                let line = before.of(self.source()).rsplit('\n').next().unwrap_or_default();
                text.push_str(if text.is_empty() { "" } else { SEPARATOR });
                text.push_str(line);
            } else if before.is_empty() && !text.is_empty() {
                // Blocks cut from one line get lines of their own.
                text.push('\n');
            } else {
                view.gap(before, &mut text);
            }
            view.block(block, &mut text);
            at = span.end;
        }
        if ends.last().is_none_or(|end| *end == at) {
            view.gap(Span { start: at, end: self.source().len() as u32 }, &mut text);
        }
        text
    }

    /// Source ranges of the blocks that `module` took out whole, sorted.
    fn taken_by(&self, module: &str) -> Vec<Span> {
        let mut spans: Vec<Span> = (self.blocks.iter())
            .filter(|block| block.removal.as_ref().is_some_and(|removal| removal.rule.module() == module))
            .map(|block| block.text.span())
            .collect();
        spans.sort_unstable();
        spans
    }
}

struct View<'a> {
    document: &'a Document,
    module: &'a str,
    gone: Vec<Span>,
}

impl View<'_> {
    fn takes(&self, block: &Block) -> bool {
        block.removal.as_ref().is_some_and(|removal| removal.rule.module() == self.module)
    }

    /// A block with the module's own edits made.
    fn block(&self, block: &Block, text: &mut String) {
        let source = self.document.source();
        let mut at = block.text.span().start;
        let own = |edit: &&Edit| edit.rule.module() == self.module;
        for edit in block.text.edits().iter().filter(own) {
            text.push_str(Span { start: at, end: edit.span.start }.of(source));
            text.push_str(&edit.replacement);
            at = edit.span.end;
        }
        text.push_str(Span { start: at, end: block.text.span().end }.of(source));
    }

    /// What is between two kept blocks, without the lines of the blocks taken out there.
    fn gap(&self, gap: Span, text: &mut String) {
        let source = self.document.source();
        let from = self.gone.partition_point(|span| span.end <= gap.start);
        let gone = &self.gone[from..];
        if gone.first().is_none_or(|span| span.start >= gap.end) {
            text.push_str(gap.of(source));
            return;
        }
        let mut gone = gone.iter().peekable();
        let mut at = gap.start;
        let mut blank_before = text.is_empty();
        let mut took = false;
        for line in gap.of(source).split_inclusive('\n') {
            let span = Span { start: at, end: at + line.len() as u32 };
            at = span.end;
            while gone.next_if(|taken| taken.end <= span.start).is_some() {}
            let blank = line.trim().is_empty();
            if gone.peek().is_some_and(|taken| taken.start < span.end) {
                took = true;
            } else if !(blank && took && blank_before) {
                text.push_str(line);
                took &= blank;
                blank_before = blank && span.start > gap.start;
            }
        }
        if gap.end as usize == source.len() {
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Block, Change, Document, Format, Kind, Removal, Rule, Span, Text};

    static OURS: Rule = Rule { id: "strip.test", about: "" };
    static OTHER: Rule = Rule { id: "parse.test", about: "" };

    fn lines(source: &str) -> Document {
        let mut document = Document::new(source.to_owned(), Format::Plain);
        let mut at = 0;
        for line in source.split_inclusive('\n') {
            let length = line.trim_end().len();
            if length > 0 {
                let text = Text::verbatim(source, Span::new(at, at + length));
                document.blocks.push(Block::new(Kind::Paragraph, text));
            }
            at += line.len();
        }
        document
    }

    #[test]
    fn a_removed_line_takes_its_blank_lines_along() {
        let mut document = lines("a\n\nmenu\n\nb\nc\n\nend\n");
        document.remove(1, Removal::by(&OURS, 1.0), 0.5);
        document.remove(4, Removal::by(&OURS, 1.0), 0.5);
        assert_eq!(document.render("strip"), "a\n\nb\nc\n");
    }

    #[test]
    fn blocks_cut_from_one_line_are_lines() {
        let mut document = lines("one line two lines\nend\n");
        document.split(&[(0, vec![9])]);
        assert_eq!(document.render("mend"), "one line \ntwo lines\nend\n");
    }

    #[test]
    fn edits_of_other_rooms_are_not_shown() {
        let mut document = lines("a b c\n");
        document.change(0, &[Change::removal(1..2)], &OTHER);
        document.change(0, &[Change::removal(2..3)], &OURS);
        assert_eq!(document.render("strip"), "a bc\n");
        assert_eq!(document.render("parse"), "ab c\n");
    }

    #[test]
    fn a_moved_block_is_there_once() {
        let mut document = lines("# a\n\nb\n\n# c\n\nd\n");
        let moved = document.blocks.remove(2);
        document.blocks.insert(0, moved);
        assert_eq!(document.render("strip"), "# c\n\n# a\n\nb\n\nd\n");
    }
}

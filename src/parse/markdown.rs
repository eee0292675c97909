//! Markdown, with or without front matter, by CommonMark with tables.
//!
//! Real Chinese Markdown is often plain text with one line a paragraph; where lines end like sentences, each stays a
//! paragraph of its own. Pictures are left out with their alternative text, which is mostly a file name. Numbers of
//! ordered lists are text, bullets are markup.

use pulldown_cmark::{Event, HeadingLevel, Options as Extensions, Parser, Tag, TagEnd};

use super::cover::cover;
use super::draft::{Draft, is_wide, joins};
use super::fields::assign;
use super::options::Options;
use super::rules::{FRONT_MATTER, MARKUP, SOFT_BREAK};
use super::{front, html};
use crate::document::{Block, Change, Document, Edit, Format, Kind, Span};
use crate::text::date::Zone;

/// Parses Markdown: front matter into metadata, the rest into blocks.
#[must_use]
pub fn markdown(source: String, options: &Options) -> Document {
    let mut document = Document::new(source, Format::Markdown);
    let mut start = 0;
    if let Some(front) = front::find(document.source()) {
        let zone = Zone::of([document.source()], &options.zone);
        assign(&mut document.metadata, front.fields, &zone);
        document.edits.push(Edit::removal(front.span, &FRONT_MATTER));
        start = front.span.end as usize;
    }
    let body = Span::new(start, document.source().len());
    let source = document.source();
    let (blocks, edits) = if is_html(body.of(source)) {
        html::fragment(source, body)
    } else {
        let mut walk = Walk::new(source, body);
        walk.run();
        (walk.blocks, walk.hidden)
    };
    let edits = cover(source, body, &blocks, edits);
    document.blocks = blocks;
    document.edits.extend(edits);
    document
}

/// Whether a body is HTML throughout: it begins with a block-level tag and no line is marked as Markdown marks them.
fn is_html(body: &str) -> bool {
    const BEGINNINGS: &[&str] =
        &["<div", "<p", "<table", "<section", "<article", "<blockquote", "<h", "<ul", "<ol", "<figure"];
    let trimmed = body.trim_start();
    let begins = |prefix: &&str| trimmed.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let is_marked = |line: &str| {
        line.starts_with("```")
            || line.starts_with("- ")
            || line.starts_with("* ")
            || line.starts_with("> ")
            || line.trim_start_matches('#').starts_with(' ') && line.starts_with('#')
    };
    BEGINNINGS.iter().any(begins) && !body.lines().any(is_marked)
}

struct Walk<'a> {
    source: &'a str,
    body: Span,
    blocks: Vec<Block>,
    /// Edits outside blocks that are not markup.
    hidden: Vec<Edit>,
    /// The containers around the place, innermost last.
    kinds: Vec<Kind>,
    draft: Draft,
    links: u32,
    link_chars: u32,
    /// How many links and pictures are open.
    in_link: u32,
    in_image: u32,
    /// The HTML block being gathered.
    html: Option<Span>,
    /// The paragraph being read: whether its lines are paragraphs of their own.
    lines: Lines,
    /// Whether the draft holds the number of an item and nothing else.
    is_numbered: bool,
    /// Whether the draft holds code, in which asterisks are no marks.
    has_code: bool,
}

/// What the line ends of a paragraph are.
#[derive(Clone, Copy, PartialEq)]
enum Lines {
    /// Wraps: a space, or nothing.
    Wrapped,
    /// Ends of paragraphs.
    Paragraphs,
    /// Ends of lines that stay lines.
    Kept,
}

impl<'a> Walk<'a> {
    fn new(source: &'a str, body: Span) -> Self {
        Self {
            source,
            body,
            blocks: Vec::new(),
            hidden: Vec::new(),
            kinds: Vec::new(),
            draft: Draft::default(),
            links: 0,
            link_chars: 0,
            in_link: 0,
            in_image: 0,
            html: None,
            lines: Lines::Wrapped,
            is_numbered: false,
            has_code: false,
        }
    }

    fn run(&mut self) {
        let text = self.body.of(self.source);
        for (event, range) in Parser::new_ext(text, Extensions::ENABLE_TABLES).into_offset_iter() {
            let base = self.body.start;
            let span = Span { start: base + range.start as u32, end: base + range.end as u32 };
            self.event(event, span);
        }
        self.flush();
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.open(&tag, span),
            Event::End(tag) => self.close(tag),
            Event::Html(_) => {
                let start = self.html.map_or(span.start, |known| known.start);
                self.html = Some(Span { start, end: span.end });
            }
            _ if self.in_image > 0 => {}
            Event::Text(text) => self.text(span, &text),
            Event::Code(text) => self.code(span, &text),
            Event::SoftBreak => self.soft_break(span),
            Event::HardBreak => self.draft.replace(span, "\n", &MARKUP),
            Event::InlineHtml(tag) if tag.starts_with("<br") => self.draft.replace(span, "\n", &MARKUP),
            Event::InlineHtml(_) | Event::Rule => {}
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {
                self.draft.keep(span);
            }
        }
    }

    fn open(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Link { .. } => {
                self.in_link += 1;
                self.links += 1;
            }
            Tag::Image { .. } => self.in_image += 1,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            Tag::TableCell => self.draft.part(" | "),
            Tag::HtmlBlock => self.flush(),
            _ => {
                // In a list whose items stand apart, the text of an item is a paragraph behind its number.
                let follows = self.is_numbered && matches!(tag, Tag::Paragraph);
                if !follows {
                    self.flush();
                }
                self.is_numbered = false;
                match tag {
                    Tag::Paragraph => self.lines = lines(span.of(self.source)),
                    Tag::Heading { level, .. } => self.kinds.push(Kind::Heading(self::level(*level))),
                    Tag::BlockQuote(_) => self.kinds.push(Kind::Quote),
                    Tag::CodeBlock(_) => {
                        // Indented Chinese prose is prose: few write Chinese programs.
                        let code = span.of(self.source);
                        let wide = code.chars().filter(|c| is_wide(*c)).count();
                        let is_prose = matches!(tag, Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Indented))
                            && wide * 2 > code.chars().filter(|c| !c.is_whitespace()).count();
                        self.kinds.push(if is_prose { Kind::Paragraph } else { Kind::Code });
                    }
                    Tag::Item => {
                        self.lines = lines(span.of(self.source));
                        self.kinds.push(Kind::ListItem);
                        self.number(span);
                    }
                    Tag::TableHead | Tag::TableRow => self.kinds.push(Kind::TableRow),
                    _ => {}
                }
            }
        }
    }

    /// Keeps the number of an item of an ordered list as text.
    fn number(&mut self, item: Span) {
        let text = item.of(self.source);
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits > 0 && text[digits..].starts_with(['.', ')']) {
            self.draft.keep(Span { start: item.start, end: item.start + digits as u32 + 1 });
            self.draft.part(" ");
            self.is_numbered = true;
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => self.in_link = self.in_link.saturating_sub(1),
            TagEnd::Image => self.in_image = self.in_image.saturating_sub(1),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::TableCell => {}
            TagEnd::HtmlBlock => {
                if let Some(span) = self.html.take() {
                    let (blocks, hidden) = html::fragment(self.source, span);
                    self.blocks.extend(blocks);
                    self.hidden.extend(hidden);
                }
            }
            TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::Item
            | TagEnd::TableHead
            | TagEnd::TableRow => {
                self.flush();
                self.kinds.pop();
            }
            _ => self.flush(),
        }
    }

    fn kind(&self) -> Kind {
        self.kinds.last().copied().unwrap_or(Kind::Paragraph)
    }

    fn flush(&mut self) {
        self.is_numbered = false;
        let (links, link_chars) = (std::mem::take(&mut self.links), std::mem::take(&mut self.link_chars));
        let draft = std::mem::take(&mut self.draft);
        let has_code = std::mem::take(&mut self.has_code);
        if let Some(text) = draft.finish(self.source) {
            let mut block = Block::new(self.kind(), text);
            if block.kind != Kind::Code && !has_code {
                let marks = strong_marks(block.value());
                block.text.apply(&marks, &MARKUP);
            }
            block.features.links = links;
            block.features.link_chars = link_chars;
            self.blocks.push(block);
        }
    }

    fn text(&mut self, span: Span, text: &str) {
        if self.in_link > 0 {
            self.link_chars += text.chars().count() as u32;
        }
        if span.of(self.source) == text {
            if matches!(self.kinds.last(), Some(Kind::Paragraph)) {
                return self.prose(span);
            }
            self.draft.keep(span);
        } else {
            self.draft.replace(span, text, &MARKUP);
        }
    }

    /// Lines of indented prose: a paragraph each.
    fn prose(&mut self, span: Span) {
        let mut start = span.start;
        for line in span.of(self.source).split_inclusive('\n') {
            let end = start + line.len() as u32;
            self.draft.keep(Span { start, end });
            self.flush();
            start = end;
        }
    }

    /// A code span: its text without the backticks.
    fn code(&mut self, span: Span, text: &str) {
        self.has_code = true;
        let written = span.of(self.source);
        let ticks = written.len() - written.trim_start_matches('`').len();
        let inner = Span {
            start: span.start + ticks as u32,
            end: span.end.saturating_sub(ticks as u32).max(span.start + ticks as u32),
        };
        if inner.of(self.source) == text {
            self.draft.keep(inner);
        } else {
            self.draft.replace(span, text, &MARKUP);
        }
    }

    fn soft_break(&mut self, span: Span) {
        match self.lines {
            Lines::Paragraphs => self.flush(),
            Lines::Kept => self.draft.replace(span, "\n", &SOFT_BREAK),
            Lines::Wrapped => {
                let before = self.source[..span.start as usize].chars().next_back();
                let after = self.source[span.end as usize..].trim_start().chars().next();
                let joins = before.zip(after).is_some_and(|(before, after)| joins(before, after));
                self.draft.replace(span, if joins { "" } else { " " }, &SOFT_BREAK);
            }
        }
    }
}

fn level(level: HeadingLevel) -> u8 {
    level as u8
}

/// Columns that a wrapped line of Chinese fills at least.
const WRAP_COLUMNS: usize = 48;

/// What the line ends of a Markdown paragraph mean. In alphabetic text they are wraps, as CommonMark has it. In Chinese
/// text, lines that end like sentences are paragraphs, and lines too short to have been wrapped stay lines.
fn lines(paragraph: &str) -> Lines {
    let mut lines = paragraph.trim_end().lines().map(str::trim_end).collect::<Vec<_>>();
    lines.pop();
    let wide = lines.iter().filter(|line| line.chars().next_back().is_some_and(is_wide)).count();
    if lines.is_empty() || wide * 2 < lines.len() {
        return Lines::Wrapped;
    }
    let ends = lines
        .iter()
        .filter(|line| line.ends_with(['。', '！', '？', '；', '：', '”', '」', '…', '）', '!', '?', ':']))
        .count();
    let longest = lines.iter().map(|line| unicode_width::UnicodeWidthStr::width(*line)).max().unwrap_or(0);
    if ends * 2 >= lines.len() {
        Lines::Paragraphs
    } else if longest < WRAP_COLUMNS {
        Lines::Kept
    } else {
        Lines::Wrapped
    }
}

/// The marks of strong text that CommonMark leaves because Chinese punctuation stands beside them (`**甲：**乙`): pairs
/// that hold something, no white space inside their ends, with a wide character beside one of the marks.
fn strong_marks(text: &str) -> Vec<Change> {
    let places: Vec<usize> = text.match_indices("**").map(|(at, _)| at).collect();
    let mut marks = Vec::new();
    for pair in places.chunks_exact(2) {
        let (open, close) = (pair[0], pair[1]);
        let (before, inside, after) = (&text[..open], &text[open + 2..close], &text[close + 2..]);
        let ends = [inside.chars().next(), inside.chars().next_back()];
        let beside = [before.chars().next_back(), after.chars().next()];
        let is_tight = ends.iter().all(|end| end.is_some_and(|c| !c.is_whitespace() && c != '*'));
        let is_free = beside.iter().all(|c| *c != Some('*')) && !inside.contains('\n');
        if is_tight && is_free && ends.iter().chain(&beside).flatten().any(|c| is_wide(*c)) {
            marks.extend([Change::removal(open..open + 2), Change::removal(close..close + 2)]);
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values(source: &str) -> Vec<(Kind, String)> {
        let document = markdown(source.to_owned(), &Options::default());
        document.settle().unwrap();
        document.blocks.iter().map(|block| (block.kind, block.value().to_owned())).collect()
    }

    fn texts(source: &str) -> Vec<String> {
        values(source).into_iter().map(|(_, value)| value).collect()
    }

    #[test]
    fn inline_markup_goes_and_text_stays() {
        let source = "a **b** [c](http://d.e) `f` ![g](h.png) &amp; \\* i*j* <b>k</b>\n";
        assert_eq!(texts(source), ["a b c f  & * ij k"]);
        let document = markdown(source.to_owned(), &Options::default());
        assert_eq!((document.blocks[0].features.links, document.blocks[0].features.link_chars), (1, 1));
    }

    #[test]
    fn blocks_have_their_kinds() {
        let source = "# 甲\n\n1. 乙\n2. 丙\n   - 丁\n\n> 戊\n\n```rust\nlet a;\nlet b;\n```\n\n| x | y |\n|---|---|\n| 1 | 2 |\n";
        let expected = [
            (Kind::Heading(1), "甲"),
            (Kind::ListItem, "1. 乙"),
            (Kind::ListItem, "2. 丙"),
            (Kind::ListItem, "丁"),
            (Kind::Quote, "戊"),
            (Kind::Code, "let a;\nlet b;"),
            (Kind::TableRow, "x | y"),
            (Kind::TableRow, "1 | 2"),
        ];
        assert_eq!(values(source), expected.map(|(kind, value)| (kind, value.to_owned())));
    }

    #[test]
    fn strong_text_beside_chinese_punctuation_loses_its_marks() {
        assert_eq!(texts("**甲乙：**丙丁**（戊）**己\n"), ["甲乙：丙丁（戊）己"]);
        assert_eq!(texts("2 ** 3 ** 4，`a**b**c`\n"), ["2 ** 3 ** 4，a**b**c"]);
    }

    #[test]
    fn numbers_stay_with_items_that_stand_apart() {
        assert_eq!(texts("1. 甲乙\n\n2. 丙丁\n\n   戊\n"), ["1. 甲乙", "2. 丙丁", "戊"]);
    }

    #[test]
    fn line_ends_in_chinese_prose() {
        assert_eq!(
            texts("第一段话说完了。\n第二段话也说完了。\n第三段"),
            ["第一段话说完了。", "第二段话也说完了。", "第三段"]
        );
        let wrapped = "这一行很长很长，长到编辑器在四十个字的地方把它折了下来，于是一句话分在了两\n行里。";
        assert_eq!(texts(wrapped), [wrapped.replace('\n', "")]);
        assert_eq!(texts("春风\n吹又生"), ["春风\n吹又生"]);
        assert_eq!(texts("one sentence.\nanother one"), ["one sentence. another one"]);
        assert_eq!(texts("甲  \n乙"), ["甲\n乙"]);
    }

    #[test]
    fn indented_chinese_is_prose() {
        assert_eq!(values("    缩进的一段。\n    又一段。\n")[1], (Kind::Paragraph, "又一段。".to_owned()));
    }

    #[test]
    fn html_inside_goes_the_way_of_html() {
        let source =
            "\n---\ntitle: a\n---\n\n<div>\n某人的回答<br><br><p>甲&amp;<b>乙</b></p><p><br></p><p>丙</p>\n</div>\n   ";
        assert_eq!(texts(source), ["某人的回答", "甲&乙", "丙"]);
        assert_eq!(texts("甲\n\n<p>乙</p>\n\n丙"), ["甲", "乙", "丙"]);
        assert_eq!(texts("<div align=center>甲</div>\n\n# 乙\n\n**丙**"), ["甲", "乙", "丙"]);
    }

    proptest! {
        #[test]
        fn any_markdown_balances(source in "([a甲 \n*_`#>|&;<\\[\\]()!.1-]|---\n|<b>|<p>|<!--|-->|```\n){0,40}") {
            let document = markdown(source, &Options::default());
            prop_assert!(document.settle().is_ok());
        }
    }
}

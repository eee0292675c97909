//! Events of a Markdown parser to blocks.

use pulldown_cmark::{Event, Options as Extensions, Parser, Tag, TagEnd};

use super::bold;
use super::lines::{Lines, lines};
use super::strong;
use crate::document::{Block, Edit, Kind, Span};
use crate::parse::draft::{Draft, joins};
use crate::parse::html;
use crate::parse::rules::{MARKUP, SOFT_BREAK};
use crate::text::is_unspaced;

/// The blocks of `body`, and edits outside them that are not markup.
pub(super) fn read(source: &str, body: Span) -> (Vec<Block>, Vec<Edit>) {
    let mut reader = Reader::new(source, body);
    reader.run();
    (reader.blocks, reader.hidden)
}

/// Reads the events of a Markdown text.
struct Reader<'a> {
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
    /// The paragraph or item being read, whose lines may be paragraphs of their own.
    paragraph: Span,
    /// What its line ends mean, once one was met: items hold items, and few hold a line end of their own.
    lines: Option<Lines>,
    /// Whether the draft holds the number of an item and nothing else.
    is_numbered: bool,
    /// Whether the draft holds code, in which asterisks are no marks.
    has_code: bool,
    /// Blocks that are one bold line.
    bold: Vec<usize>,
    /// Whether a table row is being read that the parser gave up.
    in_abandoned_row: bool,
}

impl<'a> Reader<'a> {
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
            paragraph: Span::default(),
            lines: Some(Lines::Wrapped),
            is_numbered: false,
            has_code: false,
            bold: Vec::new(),
            in_abandoned_row: false,
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
        bold::raise(&mut self.blocks, &self.bold);
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        // The parser fills short rows of a table up to a limit. The row that meets it comes with an empty range, and what
        // it holds comes again as the beginning of a paragraph.
        if matches!(event, Event::Start(Tag::TableRow)) && span.is_empty() {
            self.in_abandoned_row = true;
        }
        if self.in_abandoned_row {
            self.in_abandoned_row = event != Event::End(TagEnd::TableRow);
            return;
        }
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
            Tag::Image { dest_url, .. } => {
                if self.in_image == 0
                    && let Some(formula) = html::formula_at(dest_url)
                {
                    self.draft.replace(span, &formula, &MARKUP);
                }
                self.in_image += 1;
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            Tag::TableCell => self.draft.separate(" | "),
            Tag::HtmlBlock => self.flush(),
            _ => {
                // In a list whose items are set apart, the text of an item is a paragraph behind its number.
                let follows = self.is_numbered && matches!(tag, Tag::Paragraph);
                if !follows {
                    self.flush();
                }
                self.is_numbered = false;
                match tag {
                    Tag::Paragraph => (self.paragraph, self.lines) = (span, None),
                    Tag::Heading { level, .. } => self.kinds.push(Kind::Heading(*level as u8)),
                    Tag::BlockQuote(_) => self.kinds.push(Kind::Quote),
                    Tag::CodeBlock(_) => {
                        // Indented Chinese prose is prose: few write Chinese programs.
                        let code = span.of(self.source);
                        let wide = code.chars().filter(|c| is_unspaced(*c)).count();
                        let is_prose = matches!(tag, Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Indented))
                            && wide * 2 > code.chars().filter(|c| !c.is_whitespace()).count();
                        self.kinds.push(if is_prose { Kind::Paragraph } else { Kind::Code });
                    }
                    Tag::Item => {
                        (self.paragraph, self.lines) = (span, None);
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
            self.draft.separate(" ");
            self.is_numbered = true;
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                let (is_bold, before) =
                    (self.kinds.is_empty() && bold::is_bold_line(self.paragraph.of(self.source)), self.blocks.len());
                self.flush();
                if is_bold && self.blocks.len() == before + 1 {
                    self.bold.push(before);
                }
            }
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
                let marks = strong::marks(block.value());
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
        let (source, paragraph) = (self.source, self.paragraph);
        match *self.lines.get_or_insert_with(|| lines(paragraph.of(source))) {
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

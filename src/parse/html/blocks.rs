//! Tokens to blocks: where a block begins and ends, white space, links, hidden text, rows of tables.

use html5gum::State;

use super::code::{self, Code};
use super::declared::{self, Catch, Note};
use super::formula::{self, Formulas};
use super::grid::{Cell, Row, Table};
use super::hidden;
use super::listings::{Listings, Role};
use super::stack::Stack;
use super::tag::{Class, Tag};
use super::tokens::{self, Attributes, Key};
use crate::document::{Block, Change, Features, Kind, Span};
use crate::parse::draft::{Draft, joins};
use crate::parse::rules::{HIDDEN, MARKUP, SOFT_BREAK};
use crate::text::is_blank;

/// Bytes caught of an author's name: what is longer is a biography.
const PERSON: usize = 300;

/// A page read into blocks.
#[derive(Default)]
pub(super) struct Page {
    pub blocks: Vec<Block>,
    /// Hidden ranges outside blocks.
    pub hidden: Vec<Span>,
    /// Declarations in the order met.
    pub notes: Vec<Note>,
}

/// Reads `span` of `source`.
pub(super) fn read(source: &str, span: Span) -> Page {
    read_as(source, span, false)
}

/// Reads `span` of `source` as a reader without scripts sees it: pages that scripts build may have their text for such
/// readers and search engines only.
pub(super) fn read_without_scripts(source: &str, span: Span) -> Page {
    read_as(source, span, true)
}

fn read_as(source: &str, span: Span, shows_noscript: bool) -> Page {
    let mut reader = Reader {
        source,
        shows_noscript,
        stack: Stack::new(),
        page: Page::default(),
        draft: Draft::default(),
        features: Features::default(),
        kind: Kind::Paragraph,
        has_text: false,
        last: ' ',
        space: None,
        breaks: 0,
        links: 0,
        pending: Vec::new(),
        hidden: None,
        capture: None,
        rows: Vec::new(),
        tables: Vec::new(),
        formulas: Formulas::of(span.of(source)),
        listings: Listings::of(source, span),
        code: None,
        budget: PATHS.max(source.len().saturating_mul(8)),
    };
    tokens::tokenize(source, span, &mut reader);
    reader.end(span.end);
    reader.page
}

/// Bytes of paths and names kept for a small page; large ones may have eight times their own size.
const PATHS: usize = 1 << 20;

/// Bytes of a table cell's text beyond which its row is layout, not data.
const CELL: usize = 400;

/// What separates the cells of a row.
const CELLS: &str = " | ";

/// White space met and not yet put in.
#[derive(Clone, Copy)]
struct Space {
    /// The first run of it.
    span: Span,
    has_newline: bool,
}

/// An element of which nothing is put in.
#[derive(Clone, Copy)]
struct Hidden {
    /// Elements below it on the stack.
    depth: usize,
    start: u32,
    /// Whether a page shows it: the numbers of lines, a formula that is put in in another form.
    is_shown: bool,
}

struct Reader<'a> {
    source: &'a str,
    /// Whether the content of `noscript` is shown.
    shows_noscript: bool,
    stack: Stack,
    page: Page,
    draft: Draft,
    features: Features,
    kind: Kind,
    /// Whether the draft holds more than blanks.
    has_text: bool,
    /// The last character put in.
    last: char,
    space: Option<Space>,
    /// Line breaks since the last character put in.
    breaks: u32,
    /// Links open here.
    links: u32,
    /// Hidden ranges since the last character put in.
    pending: Vec<Span>,
    /// The outermost hidden element that is open.
    hidden: Option<Hidden>,
    /// Text worth reading apart, with the depth of the element it is caught in.
    capture: Option<(Catch, usize, String)>,
    rows: Vec<Row>,
    /// The tables that are open.
    tables: Vec<Table>,
    formulas: Formulas,
    listings: Listings,
    /// The outermost code listing that is open.
    code: Option<Code>,
    /// Bytes of paths and names that may still be kept.
    budget: usize,
}

impl tokens::Sink for Reader<'_> {
    fn text(&mut self, span: Span, replacement: Option<&str>) {
        if let Some((catch, _, captured)) = &mut self.capture
            && (*catch != Catch::Person || captured.len() < PERSON)
        {
            captured.push_str(replacement.unwrap_or_else(|| span.of(self.source)));
        }
        if self.hidden.is_some() {
            return;
        }
        match replacement {
            _ if self.code.is_some() => self.code(span, replacement),
            Some(replacement) => {
                self.approach(replacement.chars().next().unwrap_or(' '));
                self.draft.replace(span, replacement, &MARKUP);
                self.put(replacement);
            }
            None => self.words(span),
        }
    }

    fn open(&mut self, span: Span, name: &str, attributes: &Attributes, self_closing: bool) -> Option<State> {
        let tag = Tag::of(name);
        if self.code.is_some() && !code::is_element(tag, name) {
            self.foreign(span, name);
            return None;
        }
        declared::note(&mut self.page.notes, tag, attributes, self.page.blocks.len());
        let implied = self.stack.implied(tag);
        self.pop(implied, span.start);
        match tag {
            _ if self.code.is_some() => {
                if let Some(code) = self.code.as_mut().filter(|_| self.hidden.is_none()) {
                    code.open(tag);
                }
            }
            Tag::Br => {
                self.breaks += u32::from(self.has_text && self.hidden.is_none());
                self.end_line();
            }
            Tag::Html | Tag::Body | Tag::Head if self.stack.is_open(tag) => return None,
            _ if tag.class() == Class::Block || tag == Tag::Hr => {
                self.flush();
                self.end_line();
            }
            _ => {}
        }
        if tag == Tag::Img
            && let Some(formula) = formula::of_image(attributes)
        {
            self.formula(span, &formula);
        }
        let is_void = tag.class() == Class::Void || (self_closing && self.stack.is_open(Tag::Svg));
        if is_void {
            return None;
        }
        match tag {
            Tag::A => self.end_link(),
            Tag::Table => {
                if let Some(row) = self.rows.last_mut() {
                    row.is_layout = true;
                }
            }
            Tag::Td | Tag::Th => {
                let cell = Cell::new(self.page.blocks.len(), attributes);
                if let Some(row) = self.rows.last_mut() {
                    row.cells.push(cell);
                }
                if let Some(table) = self.tables.last_mut().filter(|_| tag == Tag::Th) {
                    table.header();
                }
            }
            _ => {}
        }
        let is_shown = (tag == Tag::Noscript && self.shows_noscript)
            || (tag == Tag::Template && attributes.get(Key::Shadowrootmode).is_some());
        let before = self.page.blocks.last().filter(|_| self.draft.is_empty()).map_or("", Block::value);
        let is_hidden = (tag.class() == Class::Hidden && !is_shown) || hidden::is_hidden(attributes, before);
        let drawn = if self.code.is_none() { formula::of_data(attributes) } else { None };
        if let Some(formula) = &drawn {
            self.formula(span, formula);
        }
        let role = self.listings.role(span.start);
        let hides = (is_hidden && !formula::is_source(tag, attributes))
            || role == Some(Role::Numbers)
            || drawn.is_some()
            || self.formulas.is_copy(tag, self.stack.last(), attributes);
        let depth = self.stack.len();
        if tag == Tag::Tr {
            self.rows.push(Row { cells: Vec::new(), is_layout: false, depth });
        }
        let catch = declared::catch(tag, attributes).filter(|_| self.hidden.is_none());
        if let Some(element) = self.stack.push(tag, attributes) {
            if let Some(catch) = catch {
                self.capture = Some((catch, depth, String::new()));
            }
            element.hides = hides;
            if tag == Tag::A && attributes.get(Key::Href).is_some() {
                element.is_link = true;
                self.links += 1;
                self.features.links += 1;
            }
            if hides && self.hidden.is_none() {
                self.hidden = Some(Hidden { depth, start: span.start, is_shown: role.is_some() || drawn.is_some() });
            }
            if tag == Tag::Table {
                self.tables.push(Table::default());
            }
            if self.code.is_none() && (matches!(tag, Tag::Pre | Tag::Xmp) || role == Some(Role::Code)) {
                let (path, names) = (self.stack.path().len(), self.stack.names().len());
                self.code = Some(Code::new(depth, path, names));
            }
        }
        tag.content()
    }

    fn close(&mut self, span: Span, name: &str) {
        let tag = Tag::of(name);
        if self.code.is_some() && !code::is_element(tag, name) {
            self.foreign(span, name);
            return;
        }
        if tag == Tag::Br {
            self.breaks += u32::from(self.has_text && self.hidden.is_none());
            return;
        }
        if tag.class() == Class::Block && self.code.is_none() {
            self.flush();
            self.end_line();
        }
        if tag.class() == Class::Void || matches!(tag, Tag::Html | Tag::Body) || self.stack.close_beyond(tag) {
            return;
        }
        if tag == Tag::A {
            self.end_link();
        }
        let closed = self.stack.closed(tag);
        self.pop(closed, span.end);
    }

    fn comment(&mut self, span: Span) {
        if self.hidden.is_some() {
            return;
        }
        // In code, what begins like a declaration is one of the language.
        if self.code.is_some() && !span.of(self.source).starts_with("<!--") {
            self.code(span, None);
        } else {
            self.hide(span);
        }
    }
}

impl Reader<'_> {
    /// Puts a piece of code in as it is, spaces that do not break apart.
    fn code(&mut self, span: Span, replacement: Option<&str>) {
        let text = replacement.unwrap_or_else(|| span.of(self.source));
        let Some(breaks) = self.code.as_mut().and_then(|code| code.text(text)) else { return };
        if self.draft.is_empty() {
            self.begin();
        }
        let pending = std::mem::take(&mut self.pending);
        self.put_hidden(&pending);
        self.draft.separate(&"\n".repeat(breaks));
        match replacement {
            Some("\u{a0}") => self.draft.replace(span, " ", &MARKUP),
            Some(replacement) => self.draft.replace(span, replacement, &MARKUP),
            None => {
                let mut at = span.start;
                for (offset, space) in text.match_indices('\u{a0}') {
                    let found = Span::new(span.start as usize + offset, span.start as usize + offset + space.len());
                    self.draft.keep(Span { start: at, end: found.start });
                    self.draft.replace(found, " ", &MARKUP);
                    at = found.end;
                }
                self.draft.keep(Span { start: at, end: span.end });
            }
        }
        self.put(text);
    }

    /// Puts a formula in the place of a tag.
    fn formula(&mut self, span: Span, formula: &str) {
        if self.hidden.is_none() && self.code.is_none() {
            self.approach('$');
            self.draft.replace(span, formula, &MARKUP);
            self.put(formula);
        }
    }

    /// Puts a tag in that is none of HTML's but of the language that the code is written in.
    fn foreign(&mut self, span: Span, name: &str) {
        if self.hidden.is_some() {
            return;
        }
        // `<boat</b>` is read as one tag.
        let inner = name.contains('<').then(|| span.of(self.source).rfind('<')).flatten().filter(|at| *at > 0);
        match inner {
            Some(at) => {
                let at = span.start + at as u32;
                self.code(Span { start: span.start, end: at }, None);
                tokens::tokenize(self.source, Span { start: at, end: span.end }, self);
            }
            None => self.code(span, None),
        }
    }

    /// Puts the words of `span` in, white space collapsed.
    fn words(&mut self, span: Span) {
        let text = span.of(self.source);
        let is_space = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'\x0C');
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let mut word = bytes[at..].iter().position(is_space).map_or(bytes.len(), |end| at + end);
            if word > at {
                self.approach(text[at..].chars().next().unwrap_or(' '));
                // Words with one space between them are kept as they are, once there is a word before them.
                let is_lone = |at: usize| bytes[at] == b' ' && bytes.get(at + 1).is_some_and(|next| !is_space(next));
                let begins = !self.has_text && text[at..word].chars().all(is_blank);
                let mut spaces = 0;
                while !begins && word < bytes.len() && is_lone(word) {
                    let rest = bytes[word + 1..].iter().position(is_space);
                    word = rest.map_or(bytes.len(), |end| word + 1 + end);
                    spaces += 1;
                }
                let piece = Span { start: span.start + at as u32, end: span.start + word as u32 };
                let written = piece.of(self.source);
                self.draft.keep(piece);
                self.put(written);
                // Spaces are not counted.
                self.features.link_chars -= if self.links > 0 { spaces } else { 0 };
            }
            let end = bytes[word..].iter().position(|byte| !is_space(byte)).map_or(bytes.len(), |end| word + end);
            if end > word {
                let run = Span { start: span.start + word as u32, end: span.start + end as u32 };
                let has_newline = run.of(self.source).contains(['\n', '\r']);
                let known = self.space.is_some_and(|space| space.has_newline);
                let first = self.space.map_or(run, |space| space.span);
                self.space = Some(Space { span: first, has_newline: has_newline || known });
            }
            at = end;
        }
    }

    /// Settles what is between the last character put in and `next`: breaks, white space, hidden text.
    fn approach(&mut self, next: char) {
        let breaks = std::mem::take(&mut self.breaks);
        if breaks > 1 || (breaks == 1 && matches!(next, '\u{3000}' | '\u{a0}')) {
            self.flush();
        }
        if self.draft.is_empty() {
            self.begin();
        }
        let space = self.space.take();
        let pending = std::mem::take(&mut self.pending);
        let after = pending.iter().position(|hidden| space.is_none_or(|space| hidden.start > space.span.start));
        let (before, after) = pending.split_at(after.unwrap_or(pending.len()));
        self.put_hidden(before);
        match space {
            _ if !self.has_text => {}
            _ if breaks == 1 => self.draft.separate("\n"),
            Some(space) if space.has_newline && joins(self.last, next) => {
                self.draft.replace(space.span, "", &SOFT_BREAK)
            }
            Some(space) if space.span.of(self.source) == " " => self.draft.keep(space.span),
            Some(space) => self.draft.replace(space.span, " ", &MARKUP),
            None => {}
        }
        self.put_hidden(after);
    }

    fn put_hidden(&mut self, spans: &[Span]) {
        for span in spans {
            if self.draft.is_empty() {
                self.page.hidden.push(*span);
            } else {
                self.draft.replace(*span, "", &HIDDEN);
            }
        }
    }

    /// Begins a block here.
    fn begin(&mut self) {
        let (mut path, mut names) = (self.stack.path(), self.stack.names());
        self.kind = self.stack.kind();
        if let Some(code) = &self.code {
            self.kind = Kind::Code;
            (path, names) = (path.get(..code.path).unwrap_or(path), names.get(..code.names).unwrap_or(names));
        }
        let size = path.len() + names.len();
        if size <= self.budget {
            self.budget -= size;
            self.features.path = path.into();
            self.features.names = names.into();
        }
    }

    fn put(&mut self, text: &str) {
        self.last = text.chars().next_back().unwrap_or(self.last);
        self.has_text = self.has_text || !text.chars().all(is_blank);
        if self.links > 0 {
            self.features.link_chars += text.chars().count() as u32;
        }
    }

    /// Ends the block being read.
    fn flush(&mut self) {
        let draft = std::mem::take(&mut self.draft);
        let mut features = std::mem::take(&mut self.features);
        if let Some(text) = draft.finish(self.source) {
            features.links = features.links.max(u32::from(features.link_chars > 0));
            self.page.blocks.push(Block { kind: self.kind, text, features, removal: None });
        }
        self.page.hidden.append(&mut self.pending);
        (self.has_text, self.last, self.space, self.breaks) = (false, ' ', None, 0);
    }

    /// Ends a line of an author's name being caught.
    fn end_line(&mut self) {
        if let Some((Catch::Person, _, captured)) = &mut self.capture {
            captured.push('\n');
        }
    }

    fn hide(&mut self, span: Span) {
        if self.draft.is_empty() {
            self.page.hidden.push(span);
        } else {
            self.pending.push(span);
        }
    }

    /// Closes the `count` innermost elements; the tag that does so begins or ends at `at`.
    fn pop(&mut self, count: usize, at: u32) {
        for _ in 0..count {
            let Some(element) = self.stack.pop() else { return };
            let depth = self.stack.len();
            match &mut self.code {
                Some(code) if code.depth == depth => {
                    self.flush();
                    self.code = None;
                }
                Some(code) if self.hidden.is_none() => code.close(element.tag),
                None if element.tag.class() == Class::Block => self.flush(),
                _ => {}
            }
            self.links -= u32::from(element.is_link);
            if let Some(hidden) = self.hidden.filter(|hidden| element.hides && hidden.depth == depth) {
                self.hidden = None;
                if !hidden.is_shown {
                    self.hide(Span { start: hidden.start, end: at });
                }
            }
            if let Some((catch, _, text)) = self.capture.take_if(|(_, caught, _)| *caught == depth) {
                let blocks = self.page.blocks.len();
                self.page.notes.push(match catch {
                    Catch::Title => Note::Title(text),
                    Catch::Json => Note::Json(text),
                    Catch::Person => Note::Person(text, blocks),
                });
            }
            if self.rows.last().is_some_and(|row| row.depth == depth)
                && let Some(row) = self.rows.pop()
            {
                self.join_row(&row);
            }
            if element.tag == Tag::Table {
                self.tables.pop();
            }
        }
    }

    fn end_link(&mut self) {
        if let Some(link) = self.stack.link() {
            link.is_link = false;
            self.links -= 1;
        }
    }

    /// Makes one block of a row's cells when each is short and, but for rows of data, one block at most.
    fn join_row(&mut self, row: &Row) {
        let Some(table) = self.tables.last_mut() else { return };
        let (places, columns) = table.row(&row.cells);
        let (is_data, is_known) = (table.is_data(columns), table.has_headers());
        let blocks = &mut self.page.blocks;
        let Some(start) = row.cells.first().map(|cell| cell.blocks) else { return };
        let ends: Vec<usize> = row.cells.iter().skip(1).map(|cell| cell.blocks).chain([blocks.len()]).collect();
        let is_simple = row.cells.iter().zip(&ends).all(|(cell, end)| end.saturating_sub(cell.blocks) <= 1);
        let filled = row.cells.iter().zip(&ends).filter(|(cell, end)| **end > cell.blocks).count();
        let is_short = blocks.get(start..).is_some_and(|blocks| {
            blocks.iter().all(|block| block.value().len() <= CELL && block.kind == Kind::Paragraph)
                && (is_simple || blocks.iter().map(|block| block.value().len()).sum::<usize>() <= CELL)
        });
        let is_row = filled > 1 || (filled == 1 && is_known && row.cells.len() > 1);
        if row.is_layout || !is_row || !is_short || !(is_simple || is_known) {
            return;
        }
        // Columns that a cell stands behind the one before it.
        let mut cells = blocks.drain(start..).enumerate().map(|(at, block)| {
            let cell = ends.partition_point(|end| *end <= start + at);
            (places.get(cell).copied().unwrap_or_default(), block)
        });
        let Some((first, mut joined)) = cells.next() else { return };
        let mut last = first;
        for (column, block) in cells {
            let steps = column.saturating_sub(last);
            let glue = if steps == 0 { " ".to_owned() } else { CELLS.repeat(if is_data { steps } else { 1 }) };
            joined = joined.join(block, &glue, &MARKUP);
            last = column;
        }
        joined.kind = Kind::TableRow;
        if is_data && first > 0 {
            let change = Change::replacement(0..0, CELLS.repeat(first).trim_start());
            joined.text.apply(&[change], &MARKUP);
        }
        self.page.blocks.push(joined);
    }

    /// Ends the page at `at`.
    fn end(&mut self, at: u32) {
        self.flush();
        self.pop(self.stack.len(), at);
        self.flush();
    }
}

//! The tokenizer's events with their places in the source.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::{Emitter, Error, State, Tokenizer};

use super::references;
use crate::document::Span;

/// Attributes that parsing looks at; all others are skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse) enum Key {
    Alt,
    Class,
    Colspan,
    Content,
    DataFormula,
    DataLatex,
    DataMath,
    DataTex,
    Datetime,
    Hidden,
    Href,
    Id,
    Itemprop,
    Lang,
    Name,
    Property,
    Rel,
    Role,
    Rowspan,
    Shadowrootmode,
    Src,
    Style,
    Type,
}

impl Key {
    fn of(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"alt" => Key::Alt,
            b"class" => Key::Class,
            b"colspan" => Key::Colspan,
            b"content" => Key::Content,
            b"data-formula" => Key::DataFormula,
            b"data-latex" => Key::DataLatex,
            b"data-math" => Key::DataMath,
            b"data-tex" => Key::DataTex,
            b"datetime" => Key::Datetime,
            b"hidden" => Key::Hidden,
            b"href" => Key::Href,
            b"id" => Key::Id,
            b"itemprop" => Key::Itemprop,
            b"lang" => Key::Lang,
            b"name" => Key::Name,
            b"property" => Key::Property,
            b"rel" => Key::Rel,
            b"role" => Key::Role,
            b"rowspan" => Key::Rowspan,
            b"shadowrootmode" => Key::Shadowrootmode,
            b"src" => Key::Src,
            b"style" => Key::Style,
            b"type" => Key::Type,
            _ => return None,
        })
    }
}

/// The attributes of a start tag; of two with one name the first counts.
#[derive(Default)]
pub(in crate::parse) struct Attributes {
    /// Names, and where their values are among the values.
    list: Vec<(Key, Range<usize>)>,
    /// The values while they are read: they come in pieces that may end inside a character.
    bytes: Vec<u8>,
    /// The values once the tag has ended.
    values: String,
}

impl Attributes {
    /// The value of an attribute.
    pub(in crate::parse) fn get(&self, name: Key) -> Option<&str> {
        self.list.iter().find(|(known, _)| *known == name).and_then(|(_, range)| self.values.get(range.clone()))
    }

    fn has(&self, name: Key) -> bool {
        self.list.iter().any(|(known, _)| *known == name)
    }

    fn clear(&mut self) {
        self.list.clear();
        if self.bytes.capacity() == 0 {
            self.bytes = std::mem::take(&mut self.values).into_bytes();
        }
        self.bytes.clear();
    }

    fn begin(&mut self, name: Key) {
        self.list.push((name, self.bytes.len()..self.bytes.len()));
    }

    /// Adds to the value of the attribute that has begun last.
    fn extend(&mut self, value: &[u8]) {
        if let Some((_, range)) = self.list.last_mut() {
            self.bytes.extend_from_slice(value);
            range.end = self.bytes.len();
        }
    }

    /// Ends the values: whole ones are text as the page is.
    fn end(&mut self) {
        self.values = String::from_utf8(std::mem::take(&mut self.bytes)).unwrap_or_default();
    }
}

/// What reads the tokens.
pub(in crate::parse) trait Sink {
    /// Text at `span`: as written, or `replacement` instead.
    fn text(&mut self, span: Span, replacement: Option<&str>);
    /// A start tag. Tells how the tokenizer is to go on.
    fn open(&mut self, span: Span, name: &str, attributes: &Attributes, self_closing: bool) -> Option<State>;
    /// An end tag.
    fn close(&mut self, span: Span, name: &str);
    /// A comment, a processing instruction or the like.
    fn comment(&mut self, span: Span);
}

/// Tokenizes `span` of `source` into `sink`.
pub(in crate::parse) fn tokenize(source: &str, span: Span, sink: &mut impl Sink) {
    let text = span.of(source);
    let emitter = Spans {
        text,
        base: span.start,
        sink,
        at: 0,
        done: 0,
        tag_start: 0,
        in_tag: false,
        raw: false,
        is_end: false,
        name: Vec::new(),
        last_start: Vec::new(),
        attribute: Vec::new(),
        counts: false,
        attributes: Attributes::default(),
        self_closing: false,
    };
    let Ok(()) = Tokenizer::new_with_emitter(text, emitter).finish();
}

/// The emitter that follows the tokenizer's position.
struct Spans<'a, S> {
    text: &'a str,
    base: u32,
    sink: &'a mut S,
    /// The tokenizer's position in `text`.
    at: usize,
    /// End of what was handed on.
    done: usize,
    tag_start: usize,
    /// Whether a tag, a comment or the like has begun and not ended.
    in_tag: bool,
    /// Whether text is taken as written: scripts and styles hold no references.
    raw: bool,
    is_end: bool,
    name: Vec<u8>,
    last_start: Vec<u8>,
    /// Name of the attribute being read, while it may be one that counts.
    attribute: Vec<u8>,
    /// Whether the value being read is that of the last attribute.
    counts: bool,
    attributes: Attributes,
    self_closing: bool,
}

/// No attribute that counts has a longer name.
const LONGEST_NAME: usize = 14;

/// No name of an element that counts is longer; longer ones are cut.
const LONGEST_TAG: usize = 32;

impl<S: Sink> Spans<'_, S> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span { start: self.base + start as u32, end: self.base + end as u32 }
    }

    /// Settles the name of the attribute being read.
    fn name_attribute(&mut self) {
        if self.attribute.is_empty() {
            return;
        }
        let name = (!self.is_end).then(|| Key::of(&self.attribute)).flatten();
        self.attribute.clear();
        if let Some(name) = name.filter(|name| !self.attributes.has(*name)) {
            self.attributes.begin(name);
            self.counts = true;
        }
    }

    /// Hands on the text that ends at `end`.
    fn text_until(&mut self, end: usize) {
        let Some(text) = self.text.get(self.done..end).filter(|text| !text.is_empty()) else { return };
        if self.raw {
            let span = self.span(self.done, end);
            self.sink.text(span, None);
        } else {
            let base = self.base as usize + self.done;
            references::decode(text, base, |span, replacement| self.sink.text(span, replacement));
        }
        self.done = end;
    }

    /// Place of the tag or comment that has just ended.
    fn tag_span(&mut self) -> Span {
        self.text_until(self.tag_start);
        let span = self.span(self.done, self.at.max(self.done));
        self.done = self.done.max(self.at);
        self.in_tag = false;
        span
    }

    fn begin_tag(&mut self, is_end: bool) {
        self.in_tag = true;
        self.is_end = is_end;
        self.name.clear();
        self.attributes.clear();
        self.attribute.clear();
        self.counts = false;
        self.self_closing = false;
    }
}

impl<S: Sink> Emitter for Spans<'_, S> {
    type Token = Infallible;

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start.clear();
        self.last_start.extend_from_slice(name.unwrap_or_default());
    }

    fn emit_eof(&mut self) {
        // A tag that the end of the page cuts off is no text.
        self.text_until(if self.in_tag { self.tag_start } else { self.text.len() });
    }

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn emit_string(&mut self, _: &[u8]) {
        // What looked like a tag was text. The text itself is read off the source: it comes here in pieces that may
        // end inside a character.
        self.in_tag = false;
    }

    fn init_start_tag(&mut self) {
        self.begin_tag(false);
    }

    fn init_end_tag(&mut self) {
        self.begin_tag(true);
    }

    fn init_comment(&mut self) {
        self.in_tag = true;
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.name_attribute();
        let span = self.tag_span();
        let name = String::from_utf8_lossy(&self.name);
        if self.is_end {
            self.last_start.clear();
            self.raw = false;
            self.sink.close(span, &name);
            None
        } else {
            self.last_start.clear();
            self.last_start.extend_from_slice(&self.name);
            self.attributes.end();
            let state = self.sink.open(span, &name, &self.attributes, self.self_closing);
            self.raw = state.is_some_and(|state| !matches!(state, State::RcData));
            state
        }
    }

    fn emit_current_comment(&mut self) {
        let span = self.tag_span();
        self.sink.comment(span);
    }

    fn emit_current_doctype(&mut self) {
        self.tag_span();
    }

    fn set_self_closing(&mut self) {
        self.self_closing = true;
    }

    fn set_force_quirks(&mut self) {}

    fn push_tag_name(&mut self, name: &[u8]) {
        let room = LONGEST_TAG.saturating_sub(self.name.len()).min(name.len());
        self.name.extend(name[..room].iter().map(u8::to_ascii_lowercase));
    }

    fn push_comment(&mut self, _: &[u8]) {}

    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn init_doctype(&mut self) {
        self.in_tag = true;
    }

    fn init_attribute(&mut self) {
        self.name_attribute();
        self.counts = false;
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        if self.attribute.len() <= LONGEST_NAME {
            let room = (LONGEST_NAME + 1 - self.attribute.len()).min(name.len());
            self.attribute.extend(name[..room].iter().map(u8::to_ascii_lowercase));
        }
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        self.name_attribute();
        if self.counts {
            self.attributes.extend(value);
        }
    }

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn start_open_tag(&mut self) {
        self.tag_start = self.at.saturating_sub(1);
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.is_end && !self.last_start.is_empty() && self.last_start == self.name
    }

    fn move_position(&mut self, offset: isize) {
        self.at = self.at.saturating_add_signed(offset);
    }
}

//! The tokenizer's events with their places in the source.

use std::convert::Infallible;

use html5gum::{Emitter, Error, State, Tokenizer};

use crate::document::Span;
use crate::parse::boundary;

/// Attributes that parsing looks at; all others are skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Class,
    Content,
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
    Style,
    Type,
}

impl Key {
    fn of(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"class" => Key::Class,
            b"content" => Key::Content,
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
            b"style" => Key::Style,
            b"type" => Key::Type,
            _ => return None,
        })
    }
}

/// The attributes of a start tag; of two with one name the first counts.
#[derive(Default)]
pub(super) struct Attributes {
    list: Vec<(Key, String)>,
}

impl Attributes {
    /// The value of an attribute.
    pub(super) fn get(&self, name: Key) -> Option<&str> {
        self.list.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

/// What reads the tokens.
pub(super) trait Sink {
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
pub(super) fn tokenize(source: &str, span: Span, sink: &mut impl Sink) {
    let text = span.of(source);
    let emitter = Spans {
        text,
        base: span.start,
        sink,
        at: 0,
        done: 0,
        tag_start: 0,
        is_end: false,
        name: Vec::new(),
        last_start: Vec::new(),
        attribute: Vec::new(),
        value: None,
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
    is_end: bool,
    name: Vec<u8>,
    last_start: Vec<u8>,
    /// Name of the attribute being read, while it may be one that counts.
    attribute: Vec<u8>,
    /// Place in the list of the attribute whose value is being read.
    value: Option<usize>,
    attributes: Attributes,
    self_closing: bool,
}

/// No attribute that counts has a longer name.
const LONGEST_NAME: usize = 8;

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
        if let Some(name) = name.filter(|name| self.attributes.get(*name).is_none()) {
            self.attributes.list.push((name, String::new()));
            self.value = Some(self.attributes.list.len() - 1);
        }
    }

    fn begin_tag(&mut self, is_end: bool) {
        self.is_end = is_end;
        self.name.clear();
        self.attributes.list.clear();
        self.attribute.clear();
        self.value = None;
        self.self_closing = false;
    }
}

impl<S: Sink> Emitter for Spans<'_, S> {
    type Token = Infallible;

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start.clear();
        self.last_start.extend_from_slice(name.unwrap_or_default());
    }

    fn emit_eof(&mut self) {}

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn emit_string(&mut self, written: &[u8]) {
        if written.is_empty() {
            return;
        }
        // A character read ahead may count as read already.
        let starts = [self.at, self.at.saturating_sub(1)].map(|end| (end.saturating_sub(written.len()), end));
        let bytes = self.text.as_bytes();
        let verbatim =
            starts.into_iter().find(|(start, end)| *start >= self.done && bytes.get(*start..*end) == Some(written));
        match verbatim {
            Some((start, end)) if self.text.is_char_boundary(start) && self.text.is_char_boundary(end) => {
                let span = self.span(start, end);
                self.sink.text(span, None);
                self.done = end;
            }
            // The tokenizer gives line ends of any kind as one line feed; the source has white space there either way.
            _ if written == b"\n" => {
                let end = if bytes.get(self.at.wrapping_sub(1)) == Some(&b'\r') {
                    self.at
                } else {
                    self.at.saturating_sub(1)
                };
                if end > self.done && bytes.get(end - 1) == Some(&b'\r') {
                    let span = self.span(end - 1, end);
                    self.sink.text(span, None);
                    self.done = end;
                }
            }
            _ => {
                let start = boundary(self.text, self.done);
                let end = boundary(self.text, self.at.min(self.text.len())).max(start);
                let start = if self.text[start..end].contains(';') || self.text[start..end].starts_with('&') {
                    self.text[start..end].rfind('&').map_or(start, |at| start + at)
                } else {
                    end.saturating_sub(1).max(start)
                };
                let start = boundary(self.text, start);
                let span = self.span(start, end);
                self.sink.text(span, Some(&String::from_utf8_lossy(written)));
                self.done = end;
            }
        }
    }

    fn init_start_tag(&mut self) {
        self.begin_tag(false);
    }

    fn init_end_tag(&mut self) {
        self.begin_tag(true);
    }

    fn init_comment(&mut self) {}

    fn emit_current_tag(&mut self) -> Option<State> {
        self.name_attribute();
        let span = self.span(self.tag_start.max(self.done), self.at.max(self.tag_start));
        self.done = self.at;
        let name = String::from_utf8_lossy(&self.name);
        if self.is_end {
            self.last_start.clear();
            self.sink.close(span, &name);
            None
        } else {
            self.last_start.clear();
            self.last_start.extend_from_slice(&self.name);
            self.sink.open(span, &name, &self.attributes, self.self_closing)
        }
    }

    fn emit_current_comment(&mut self) {
        let span = self.span(self.tag_start.max(self.done), self.at.max(self.tag_start));
        self.done = self.at;
        self.sink.comment(span);
    }

    fn emit_current_doctype(&mut self) {
        self.done = self.at;
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

    fn init_doctype(&mut self) {}

    fn init_attribute(&mut self) {
        self.name_attribute();
        self.value = None;
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        if self.attribute.len() <= LONGEST_NAME {
            let room = (LONGEST_NAME + 1 - self.attribute.len()).min(name.len());
            self.attribute.extend(name[..room].iter().map(u8::to_ascii_lowercase));
        }
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        self.name_attribute();
        if let Some((_, known)) = self.value.and_then(|at| self.attributes.list.get_mut(at)) {
            known.push_str(&String::from_utf8_lossy(value));
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

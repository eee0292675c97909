//! Tokens of a feed to its items.

use html5gum::State;

use super::content::Content;
use crate::document::{Block, Kind, Removal, Span};
use crate::parse::html::{Attributes, Key, Sink, tokenize};
use crate::parse::rules::FEED;
use crate::text::names;

/// What an element of a feed is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Summary,
    Content,
    Author,
    Date,
    Link,
    Category,
    Language,
    /// Anything else: identifiers, names of programs, pictures.
    Other,
}

impl Field {
    fn of(name: &str) -> Self {
        match name.strip_prefix("atom:").unwrap_or(name) {
            "title" => Field::Title,
            "description" | "summary" => Field::Summary,
            "content:encoded" | "content" | "body" | "xhtml:body" => Field::Content,
            "dc:creator" | "author" | "dc:author" | "name" => Field::Author,
            "pubdate" | "dc:date" | "published" | "issued" | "updated" | "lastbuilddate" => Field::Date,
            "link" => Field::Link,
            "category" | "dc:subject" => Field::Category,
            "language" | "dc:language" => Field::Language,
            _ => Field::Other,
        }
    }

    /// What the blocks of a field are; `of_item` tells an item's from the feed's own.
    fn kind(self, of_item: bool) -> Option<Kind> {
        (self == Field::Title).then_some(Kind::Heading(if of_item { 2 } else { 1 }))
    }

    /// Whether the field is text for readers.
    fn is_text(self) -> bool {
        matches!(self, Field::Title | Field::Summary | Field::Content)
    }
}

/// An item of a feed, or the feed itself.
#[derive(Default)]
pub(super) struct Item {
    pub title: Option<String>,
    pub url: Option<String>,
    pub date: Option<String>,
    pub language: Option<String>,
    pub authors: Vec<String>,
    pub categories: Vec<String>,
    pub blocks: Vec<Block>,
    /// The field that each block is of.
    pub fields: Vec<Field>,
    /// What browsers do not show of its text.
    pub hidden: Vec<Span>,
}

/// An element being read.
struct Open {
    field: Field,
    name: Box<str>,
    /// Elements of the same name open inside.
    nested: u32,
    /// Whether its markup is that of the feed itself, not escaped.
    is_markup: bool,
    content: Content,
}

/// Reads the tokens of a feed.
pub(super) struct Reader<'a> {
    source: &'a str,
    /// The feed itself first.
    items: Vec<Item>,
    open: Option<Open>,
    /// The element open around descriptions of something else: a picture, the feed that an item comes from.
    aside: Option<Box<str>>,
}

impl<'a> Reader<'a> {
    /// The feed itself, then its items.
    pub(super) fn read(source: &'a str) -> Vec<Item> {
        let mut reader = Self { source, items: vec![Item::default()], open: None, aside: None };
        let mut at = 0;
        while at < source.len() {
            let start =
                memchr::memmem::find(&source.as_bytes()[at..], b"<![CDATA[").map_or(source.len(), |found| at + found);
            tokenize(source, Span::new(at, start), &mut reader);
            let inside = (start + b"<![CDATA[".len()).min(source.len());
            let rest = source.as_bytes().get(inside..).unwrap_or_default();
            let end = memchr::memmem::find(rest, b"]]>").map_or(source.len(), |found| inside + found);
            reader.take(Span::new(inside, end), None);
            at = (end + b"]]>".len()).min(source.len());
        }
        reader.finish();
        reader.items
    }

    /// Puts text into the element being read, or makes text outside all elements one of its own.
    fn take(&mut self, span: Span, replacement: Option<&str>) {
        let is_blank = replacement.unwrap_or_else(|| span.of(self.source)).trim().is_empty();
        if self.open.is_none() && !is_blank {
            self.begin(Field::Other, "", false);
        }
        if let Some(open) = &mut self.open {
            open.content.push(self.source, span, replacement.filter(|_| !open.is_markup));
        }
    }

    fn begin(&mut self, field: Field, name: &str, is_markup: bool) {
        self.finish();
        let field = if self.aside.is_some() { Field::Other } else { field };
        self.open = Some(Open { field, name: name.into(), nested: 0, is_markup, content: Content::default() });
    }

    /// Ends the element being read.
    fn finish(&mut self) {
        let Some(open) = self.open.take().filter(|open| !open.content.is_blank()) else { return };
        let is_item = self.items.len() > 1;
        let Some(item) = self.items.last_mut() else { return };
        let (mut blocks, hidden) = open.content.read(self.source);
        let joined = || blocks.iter().map(Block::value).collect::<Vec<_>>().join(" ");
        let text = joined();
        let set = |known: &mut Option<String>| {
            if known.is_none() && !text.is_empty() {
                *known = Some(text.clone());
            }
        };
        match open.field {
            Field::Title => set(&mut item.title),
            Field::Date => set(&mut item.date),
            Field::Link => set(&mut item.url),
            Field::Language => set(&mut item.language),
            Field::Author => item.authors.extend(names::read(&text).writers()),
            Field::Category => item.categories.push(text),
            Field::Summary | Field::Content | Field::Other => {}
        }
        for block in &mut blocks {
            if let Some(kind) = open.field.kind(is_item) {
                block.kind = kind;
            }
            if !open.field.is_text() {
                block.kind = Kind::Paragraph;
                block.removal = Some(Removal::by(&FEED, 1.0).because(&*open.name));
            }
        }
        item.fields.extend(std::iter::repeat_n(open.field, blocks.len()));
        item.blocks.append(&mut blocks);
        item.hidden.extend(hidden);
    }
}

impl Sink for Reader<'_> {
    fn text(&mut self, span: Span, replacement: Option<&str>) {
        self.take(span, replacement);
    }

    fn open(&mut self, span: Span, name: &str, attributes: &Attributes, self_closing: bool) -> Option<State> {
        let field = Field::of(name);
        if name == "item" || name == "entry" {
            self.finish();
            self.items.push(Item::default());
            self.aside = None;
            return None;
        }
        // Markup inside text belongs to it; elements of the feed's own follow blanks.
        let holds = |open: &Open| open.is_markup || open.field.is_text() || !open.content.is_blank();
        if let Some(open) = self.open.as_mut().filter(|open| holds(open)) {
            open.nested += u32::from(*open.name == *name && !self_closing);
            open.content.push(self.source, span, None);
            return None;
        }
        if name == "link"
            && let Some(href) = attributes.get(Key::Href)
            && attributes.get(Key::Rel).is_none_or(|rel| rel == "alternate")
            && let Some(item) = self.items.last_mut()
            && item.url.is_none()
        {
            item.url = Some(href.trim().to_owned());
        }
        if self_closing {
            return None;
        }
        if matches!(name, "image" | "textinput" | "source") && self.aside.is_none() {
            self.aside = Some(name.into());
        }
        let is_markup = field == Field::Content && attributes.get(Key::Type).is_some_and(|kind| kind == "xhtml");
        self.begin(field, name, is_markup);
        None
    }

    fn close(&mut self, span: Span, name: &str) {
        if let Some(open) = &mut self.open {
            let ends = *open.name == *name && open.nested == 0;
            if ends || matches!(name, "item" | "entry") {
                self.finish();
            } else {
                open.nested = open.nested.saturating_sub(u32::from(*open.name == *name));
                open.content.push(self.source, span, None);
            }
        }
        if self.aside.as_deref() == Some(name) {
            self.aside = None;
        }
    }

    fn comment(&mut self, _: Span) {}
}

//! The open elements around a place, with the end tags that HTML implies.

use super::tag::{Class, Tag};
use super::tokens::{Attributes, Key};
use crate::document::Kind;

/// Elements nested deeper are read as if their tags were not there.
const DEPTH: usize = 256;

/// Room beyond the depth for elements that hide their content.
const SPARE: usize = 8;

/// Bytes of class and id names kept for one element.
const NAMES: usize = 120;

/// An open element.
pub(super) struct Element {
    pub tag: Tag,
    /// Lengths of the path and the names before it.
    path: usize,
    names: usize,
    /// Children with a place in the path so far.
    children: u32,
    /// Whether it is a link that is open.
    pub is_link: bool,
    /// Whether its content is hidden from here on.
    pub hides: bool,
}

/// The open elements, outermost first.
pub(super) struct Stack {
    elements: Vec<Element>,
    /// How many of each tag are open: most searches end here.
    open: [u32; Tag::COUNT],
    /// Start tags beyond the depth that were not put in.
    beyond: usize,
    /// Steps to the place, such as `html/body/div[3]`.
    path: String,
    /// Class and id names of each step, groups separated by `/`.
    names: String,
}

impl Stack {
    pub(super) fn new() -> Self {
        Self { elements: Vec::new(), open: [0; Tag::COUNT], beyond: 0, path: String::new(), names: String::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.elements.len()
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn names(&self) -> &str {
        &self.names
    }

    pub(super) fn is_open(&self, tag: Tag) -> bool {
        self.open[tag as usize] > 0
    }

    /// The innermost open element.
    pub(super) fn last(&self) -> Option<Tag> {
        self.elements.last().map(|element| element.tag)
    }

    /// Opens an element; none when it is beyond the depth.
    pub(super) fn push(&mut self, tag: Tag, attributes: &Attributes) -> Option<&mut Element> {
        // Hidden elements must stay hidden at any depth; they hold no others to speak of.
        let limit = if tag.class() == Class::Hidden { DEPTH + SPARE } else { DEPTH };
        if self.elements.len() >= limit {
            self.beyond += 1;
            return None;
        }
        let (path, names) = (self.path.len(), self.names.len());
        if has_step(tag) {
            let children = match self.elements.iter_mut().rev().find(|element| has_step(element.tag)) {
                Some(parent) => {
                    parent.children += 1;
                    parent.children
                }
                None => 1,
            };
            if path > 0 {
                self.path.push('/');
                self.names.push('/');
            }
            self.path.push_str(tag.name());
            if children > 1 {
                self.path.push('[');
                push_number(&mut self.path, children);
                self.path.push(']');
            }
        }
        self.name(attributes);
        self.open[tag as usize] += 1;
        self.elements.push(Element { tag, path, names, children: 0, is_link: false, hides: false });
        self.elements.last_mut()
    }

    fn name(&mut self, attributes: &Attributes) {
        let start = self.names.len();
        for name in [Key::Class, Key::Id, Key::Itemprop, Key::Role] {
            for word in attributes.get(name).unwrap_or_default().split_ascii_whitespace() {
                if self.names.len() + word.len() > start + NAMES {
                    return;
                }
                if !self.names.is_empty() && !self.names.ends_with('/') {
                    self.names.push(' ');
                }
                let from = self.names.len();
                self.names.push_str(word);
                self.names[from..].make_ascii_lowercase();
                if word.contains('/') {
                    let whole = self.names.split_off(from).replace('/', "-");
                    self.names.push_str(&whole);
                }
            }
        }
    }

    /// Closes the innermost element.
    pub(super) fn pop(&mut self) -> Option<Element> {
        let element = self.elements.pop()?;
        self.open[element.tag as usize] -= 1;
        self.path.truncate(element.path);
        self.names.truncate(element.names);
        Some(element)
    }

    /// Takes an end tag beyond the depth; false when there is nothing open beyond it.
    pub(super) fn close_beyond(&mut self, tag: Tag) -> bool {
        if tag.class() == Class::Hidden && self.elements.last().is_some_and(|element| element.tag == tag) {
            return false;
        }
        let was_open = self.beyond > 0;
        self.beyond = self.beyond.saturating_sub(1);
        was_open
    }

    /// How many elements a start tag of `tag` closes.
    pub(super) fn implied(&self, tag: Tag) -> usize {
        match tag {
            Tag::Li => self.down_to(&[Tag::Li], &[Tag::Ul, Tag::Ol, Tag::Menu]),
            Tag::Dt | Tag::Dd => self.down_to(&[Tag::Dt, Tag::Dd], &[Tag::Dl]),
            Tag::Option | Tag::Optgroup => self.down_to(&[Tag::Option], &[Tag::Select]),
            Tag::Td | Tag::Th => self.in_table(&[Tag::Td, Tag::Th], &[Tag::Tr]),
            Tag::Tr => self.in_table(&[Tag::Tr], &[]),
            Tag::Tbody | Tag::Thead | Tag::Tfoot => self.in_table(&[Tag::Tbody, Tag::Thead, Tag::Tfoot], &[]),
            _ if tag.class() == Class::Block && self.is_open(Tag::P) => {
                self.down_to(&[Tag::P], &[Tag::Button, Tag::Object])
            }
            _ => 0,
        }
    }

    /// How many elements an end tag of `tag` closes; none when it closes nothing.
    pub(super) fn closed(&self, tag: Tag) -> usize {
        match tag {
            Tag::Table | Tag::Tr | Tag::Td | Tag::Th | Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Caption => {
                self.in_table(&[tag], &[])
            }
            Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => {
                self.down_to(&[Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6], &[])
            }
            Tag::Li => self.down_to(&[Tag::Li], &[Tag::Ul, Tag::Ol, Tag::Menu]),
            _ if tag.class() == Class::Inline || tag == Tag::Form => {
                if !self.is_open(tag) {
                    return 0;
                }
                let from_top = self.elements.iter().rev();
                let inline = from_top.take_while(|element| element.tag == tag || element.tag.class() == Class::Inline);
                inline.map(|element| element.tag).position(|open| open == tag).map_or(0, |at| at + 1)
            }
            _ => self.down_to(&[tag], &[]),
        }
    }

    /// Elements from the top down to the first of `tags`, unless a cell, a table or one of `barriers` comes first.
    fn down_to(&self, tags: &[Tag], barriers: &[Tag]) -> usize {
        if !tags.iter().any(|tag| self.is_open(*tag)) {
            return 0;
        }
        for (above, element) in self.elements.iter().rev().enumerate() {
            if tags.contains(&element.tag) {
                return above + 1;
            }
            if matches!(element.tag, Tag::Td | Tag::Th | Tag::Table | Tag::Caption) || barriers.contains(&element.tag) {
                return 0;
            }
        }
        0
    }

    /// Elements from the top down to the first of `tags` inside the innermost table.
    fn in_table(&self, tags: &[Tag], barriers: &[Tag]) -> usize {
        if !tags.iter().any(|tag| self.is_open(*tag)) {
            return 0;
        }
        for (above, element) in self.elements.iter().rev().enumerate() {
            if tags.contains(&element.tag) {
                return above + 1;
            }
            if element.tag == Tag::Table || barriers.contains(&element.tag) {
                return 0;
            }
        }
        0
    }

    /// The innermost open link, which ends with its end tag wherever that is.
    pub(super) fn link(&mut self) -> Option<&mut Element> {
        if !self.is_open(Tag::A) {
            return None;
        }
        self.elements.iter_mut().rev().find(|element| element.is_link)
    }

    /// What a block that begins here is.
    pub(super) fn kind(&self) -> Kind {
        for element in self.elements.iter().rev() {
            return match element.tag {
                Tag::H1 => Kind::Heading(1),
                Tag::H2 => Kind::Heading(2),
                Tag::H3 => Kind::Heading(3),
                Tag::H4 => Kind::Heading(4),
                Tag::H5 => Kind::Heading(5),
                Tag::H6 => Kind::Heading(6),
                Tag::Pre | Tag::Xmp => Kind::Code,
                Tag::Li | Tag::Dd | Tag::Dt => Kind::ListItem,
                Tag::Blockquote => Kind::Quote,
                Tag::Figcaption | Tag::Caption => Kind::Caption,
                Tag::P | Tag::Div | Tag::Center | Tag::Summary => continue,
                tag if tag.class() == Class::Inline => continue,
                _ => Kind::Paragraph,
            };
        }
        Kind::Paragraph
    }
}

/// Appends `number` in decimal digits.
fn push_number(text: &mut String, number: u32) {
    let from = number.checked_ilog10().unwrap_or(0);
    let digits = (0..=from).rev().map(|power| (number / 10_u32.pow(power) % 10) as u8 + b'0');
    text.extend(digits.map(char::from));
}

/// Whether an element is a step of the path: all but those that only format text.
fn has_step(tag: Tag) -> bool {
    let is_formula = matches!(tag, Tag::Annotation | Tag::AnnotationXml | Tag::Semantics);
    let formats = matches!(tag, Tag::A | Tag::B | Tag::Em | Tag::Font | Tag::I | Tag::Span | Tag::Strong | Tag::Time);
    !(is_formula || formats || tag == Tag::Other)
}

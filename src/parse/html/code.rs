//! The lines of a code listing: where a page that is being read breaks them.

use crate::parse::html::tag::{Class, Tag};

/// A listing that is open: a `pre`, or what stands for one.
#[derive(Default)]
pub(super) struct Code {
    /// Elements below it on the stack.
    pub(super) depth: usize,
    /// Lengths of its path and of its names: those of elements in it are words of a language.
    pub(super) path: usize,
    pub(super) names: usize,
    /// Line breaks to put in before what comes next.
    owed: usize,
    /// Whether the line has begun that is being read.
    is_begun: bool,
    /// Whether the element that has begun last is a line and has nothing in it yet.
    is_empty: bool,
    /// Whether the last line ended with its element.
    is_ended: bool,
}

impl Code {
    /// A listing that begins above so many elements, with paths and names of these lengths.
    pub(super) fn new(depth: usize, path: usize, names: usize) -> Self {
        Self { depth, path, names, ..Self::default() }
    }

    /// An element begins.
    pub(super) fn open(&mut self, tag: Tag) {
        match tag {
            Tag::Br => {
                self.owed += 1;
                (self.is_begun, self.is_empty, self.is_ended) = (false, false, false);
            }
            _ if begins_line(tag) => {
                self.end_line();
                self.is_empty = true;
            }
            _ => self.is_ended = false,
        }
    }

    /// An element ends.
    pub(super) fn close(&mut self, tag: Tag) {
        if begins_line(tag) {
            self.owed += usize::from(self.is_empty && !self.is_begun);
            self.end_line();
            (self.is_empty, self.is_ended) = (false, true);
        }
    }

    fn end_line(&mut self) {
        self.owed += usize::from(self.is_begun);
        self.is_begun = false;
    }

    /// How many line breaks come before `text`; none where `text` is only how the page is laid out.
    pub(super) fn text(&mut self, text: &str) -> Option<usize> {
        if self.is_ended && text.contains('\n') && text.trim().is_empty() {
            return None;
        }
        (self.is_begun, self.is_empty, self.is_ended) = (!text.ends_with('\n'), false, false);
        Some(std::mem::take(&mut self.owed))
    }
}

/// Whether an element is on lines of its own: cells are not, they stand beside each other.
fn begins_line(tag: Tag) -> bool {
    tag.class() == Class::Block && !matches!(tag, Tag::Td | Tag::Th)
}

/// Whether HTML has an element called `name`. In code, any other is an element of the language that it is written in.
pub(super) fn is_element(tag: Tag, name: &str) -> bool {
    const OTHERS: [&str; 41] = [
        "abbr",
        "acronym",
        "applet",
        "basefont",
        "bdi",
        "bdo",
        "big",
        "blink",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "dir",
        "frameset",
        "ins",
        "isindex",
        "kbd",
        "label",
        "map",
        "mark",
        "marquee",
        "meter",
        "nobr",
        "output",
        "picture",
        "plaintext",
        "progress",
        "q",
        "rb",
        "rtc",
        "ruby",
        "s",
        "samp",
        "slot",
        "small",
        "strike",
        "sub",
        "sup",
        "tt",
        "u",
    ];
    tag != Tag::Other || name == "var" || name.contains('-') || OTHERS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_with_their_elements() {
        let mut code = Code::default();
        let mut line = |text: &str| {
            code.open(Tag::Div);
            let breaks = if text.is_empty() { None } else { code.text(text) };
            code.close(Tag::Div);
            breaks
        };
        assert_eq!(
            [line("a"), line("b\n"), line("c"), line(""), line("d")],
            [Some(0), Some(1), Some(0), None, Some(2)]
        );
        assert_eq!((code.text("\n"), code.text("e")), (None, Some(1)));
    }

    #[test]
    fn elements_of_html_are_known() {
        assert!(["div", "code", "sup", "u", "var", "my-button"].iter().all(|name| is_element(Tag::of(name), name)));
        assert!(["boat", "seats", "xs:element", "include"].iter().all(|name| !is_element(Tag::of(name), name)));
    }
}

//! Code listings: the numbers of lines that a page shows beside its code, and tables that are code.
//!
//! Highlighters write them in many ways: a cell of numbers beside a cell of code (Hexo, Rouge, Chroma, Sphinx), a number
//! before each line (Pygments, Chroma), a list behind the code, a table with a row for each line. Whether an element
//! holds nothing but numbers is known at its end, so this is looked up before the page is read.

use aho_corasick::AhoCorasick;
use html5gum::State;

use super::tag::{Class, Tag};
use super::tokens::{self, Attributes, Key};
use crate::document::Span;
use crate::text::Words;

/// What an element is in a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The numbers of lines.
    Numbers,
    /// Code, although it is no `pre`.
    Code,
}

/// The elements of a page that have a role, by the place of their start tags.
#[derive(Default)]
pub(super) struct Listings {
    roles: Vec<(u32, Role)>,
    next: usize,
}

/// Parts of the names of elements without which a page holds no listing with numbers.
static SIGNS: Words = Words::new(|| {
    AhoCorasick::builder().ascii_case_insensitive(true).build([
        "gutter",
        "lineno",
        "line-no",
        "line_no",
        "linenum",
        "line-num",
        "line_num",
        "lnt",
        "numbering",
        "blob-",
    ])
});

/// Parts of such a name, hyphens and underscores taken out.
const NUMBERS: [&str; 5] = ["gutter", "lineno", "linenum", "prenumbering", "blobnum"];

/// Whole names that say so only inside of code.
const NUMBERS_IN_CODE: [&str; 3] = ["ln", "lnt", "lnum"];

/// Open elements that are followed; a listing lies within fewer.
const DEPTH: usize = 256;

impl Listings {
    /// Looks through `span` of `source`.
    pub(super) fn of(source: &str, span: Span) -> Self {
        let text = span.of(source);
        let has_signs = SIGNS.are_in(text) || ["\"ln\"", "'ln'", "=ln"].iter().any(|sign| text.contains(sign));
        if !has_signs {
            return Self::default();
        }
        let mut finder = Finder { source, open: Vec::new(), roles: Vec::new() };
        tokens::tokenize(source, span, &mut finder);
        finder.close_to(0);
        finder.roles.sort_unstable_by_key(|(start, _)| *start);
        Self { roles: finder.roles, next: 0 }
    }

    /// The role of the element whose start tag is at `start`; asked in the order of the source.
    pub(super) fn role(&mut self, start: u32) -> Option<Role> {
        while self.roles.get(self.next).is_some_and(|(at, _)| *at < start) {
            self.next += 1;
        }
        self.roles.get(self.next).filter(|(at, _)| *at == start).map(|(_, role)| *role)
    }
}

/// What an element holds, markup apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Content {
    Nothing,
    Numbers,
    Text,
}

struct Open {
    tag: Tag,
    start: u32,
    content: Content,
    /// Whether its names say that it holds numbers of lines, or code.
    is_numbers: bool,
    is_code: bool,
    /// Whether it is, or is in, a `pre` or an element with such a name.
    in_code: bool,
    /// Whether there is a `pre` in it.
    has_pre: bool,
    /// Its cells, of a row; and of a table how many rows are lines of code, and how many are not.
    cells: Vec<Cell>,
    lines: usize,
    others: usize,
}

struct Cell {
    start: u32,
    content: Content,
    is_numbers: bool,
    is_code: bool,
    has_pre: bool,
}

struct Finder<'a> {
    source: &'a str,
    open: Vec<Open>,
    roles: Vec<(u32, Role)>,
}

impl tokens::Sink for Finder<'_> {
    fn text(&mut self, span: Span, replacement: Option<&str>) {
        let Some(last) = self.open.last_mut().filter(|last| last.content < Content::Text) else { return };
        for c in replacement.unwrap_or_else(|| span.of(self.source)).chars().filter(|c| !c.is_whitespace()) {
            last.content = last.content.max(if c.is_ascii_digit() { Content::Numbers } else { Content::Text });
        }
    }

    fn open(&mut self, span: Span, name: &str, attributes: &Attributes, self_closing: bool) -> Option<State> {
        let tag = Tag::of(name);
        let is_void = tag.class() == Class::Void || self_closing;
        if is_void || self.open.len() >= DEPTH {
            return tag.content();
        }
        // The end tags that are left out in lists and tables.
        let ends: &[Tag] = match tag {
            Tag::Td | Tag::Th => &[Tag::Td, Tag::Th],
            Tag::Tr => &[Tag::Td, Tag::Th, Tag::Tr],
            Tag::Li => &[Tag::Li],
            _ => &[],
        };
        while self.open.last().is_some_and(|last| ends.contains(&last.tag)) {
            self.close_to(self.open.len() - 1);
        }
        let in_code = self.open.last().is_some_and(|last| last.in_code);
        let names = attributes.get(Key::Class).unwrap_or_default();
        let says = |is: &dyn Fn(&str) -> bool| {
            names.split_ascii_whitespace().any(|name| is(&name.replace(['-', '_'], "").to_ascii_lowercase()))
        };
        let is_numbers = says(&|name| NUMBERS.iter().any(|part| name.contains(part)))
            || (in_code && says(&|name| NUMBERS_IN_CODE.contains(&name)));
        let is_code = !is_numbers && says(&|name| name == "code" || name.ends_with("code"));
        let has_pre = tag == Tag::Pre;
        let (content, start) = (Content::Nothing, span.start);
        let in_code = in_code || is_code || has_pre;
        let (cells, lines, others) = (Vec::new(), 0, 0);
        self.open.push(Open { tag, start, content, is_numbers, is_code, in_code, has_pre, cells, lines, others });
        tag.content()
    }

    fn close(&mut self, _: Span, name: &str) {
        let tag = Tag::of(name);
        if let Some(at) = self.open.iter().rposition(|open| open.tag == tag) {
            self.close_to(at);
        }
    }

    fn comment(&mut self, _: Span) {}
}

impl Finder<'_> {
    /// Closes elements until `left` are open.
    fn close_to(&mut self, left: usize) {
        while self.open.len() > left
            && let Some(closed) = self.open.pop()
        {
            let hidden = closed.tag.class() == Class::Hidden;
            let is_numbers = closed.is_numbers && closed.content == Content::Numbers;
            let cell = Cell {
                start: closed.start,
                content: closed.content,
                is_numbers: closed.is_numbers && closed.content < Content::Text,
                is_code: closed.is_code,
                has_pre: closed.has_pre,
            };
            let is_line = self.end_row(&closed);
            if closed.tag == Tag::Table && closed.lines > 0 && closed.others == 0 {
                self.roles.push((closed.start, Role::Code));
            }
            if is_numbers {
                self.roles.push((closed.start, Role::Numbers));
            }
            if let Some(parent) = self.open.last_mut() {
                if !is_numbers && !hidden {
                    parent.content = parent.content.max(closed.content);
                }
                parent.has_pre |= closed.has_pre;
                match closed.tag {
                    Tag::Td | Tag::Th => parent.cells.push(cell),
                    Tag::Tr if is_line => parent.lines += 1,
                    Tag::Tr => parent.others += 1,
                    Tag::Tbody | Tag::Thead | Tag::Tfoot => {
                        parent.lines += closed.lines;
                        parent.others += closed.others;
                    }
                    _ => {}
                }
            }
        }
    }

    /// Whether a row is a number or some and the code they belong to. Numbers beside code are known without a name, too.
    fn end_row(&mut self, row: &Open) -> bool {
        let [numbers, code] = row.cells.as_slice() else { return false };
        let beside = numbers.has_pre && code.has_pre && code.content == Content::Text;
        if row.tag == Tag::Tr && beside && numbers.content == Content::Numbers && !numbers.is_numbers {
            self.roles.push((numbers.start, Role::Numbers));
        }
        row.tag == Tag::Tr && numbers.is_numbers && code.is_code && !code.has_pre
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the elements with a role begin with.
    fn found(source: &str) -> Vec<(&str, Role)> {
        let listings = Listings::of(source, Span::new(0, source.len()));
        let tag = |start: u32| source[start as usize..].split_inclusive('>').next().unwrap_or_default();
        listings.roles.iter().map(|(start, role)| (tag(*start), *role)).collect()
    }

    #[test]
    fn numbers_are_found_where_nothing_else_is() {
        let rouge =
            "<table><tr><td class=gutter><pre class=lineno>1\n2</pre></td><td><pre>a\nb</pre></td></tr></table>";
        assert_eq!(found(rouge), [("<pre class=lineno>", Role::Numbers)]);
        let unnamed = "<i class=lnt></i><table><tr><td><pre>1\n2</pre><td><pre>a\nb</pre></table>";
        assert_eq!(found(unnamed), [("<td>", Role::Numbers)]);
        // The names of Prism's `pre` speak of numbers, its text does not.
        assert_eq!(found("<pre class=line-numbers><code>let a = 1;</code></pre><p class=gutter>one</p>"), []);
        assert_eq!(found("<p><b class=ln>12</b> of <b class=lnt>3</b></p>"), []);
    }

    #[test]
    fn a_table_of_numbered_lines_is_code() {
        let row = |number: u32| format!("<tr><td class=blob-num>{number}</td><td class='blob-code x'>a</td></tr>");
        let table = format!("<table class=t><tbody>{}{}</tbody></table>", row(1), row(2));
        assert_eq!(found(&table)[0], ("<table class=t>", Role::Code));
        assert!(found(&table.replace("blob-code x", "name")).iter().all(|(_, role)| *role == Role::Numbers));
    }
}

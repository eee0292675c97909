//! A page's text as Markdown: headings, lists, tables, links and emphasis written out again.

use crate::document::{Block, Document, Kind, Span};
use crate::parse::html::{Inline, Mark, inlines};
use crate::text::leads_nowhere;

/// The text of `document`, which was a page, as Markdown.
pub(super) fn markdown(document: &Document) -> String {
    let inlines = inlines(document.source());
    let held = held(document, &inlines);
    let mut out = String::with_capacity(document.source().len() / 2);
    let mut before: Option<Kind> = None;
    let blocks = document.blocks.iter().zip(held).zip(columns(document));
    for ((block, held), columns) in blocks.filter(|((block, _), _)| block.is_text()) {
        let line = line(document.source(), block, &held, &inlines);
        let is_run = before == Some(block.kind) && matches!(block.kind, Kind::ListItem | Kind::TableRow);
        if before.is_some() {
            out.push_str(if is_run { "\n" } else { "\n\n" });
        }
        write(&mut out, block, &line, is_run, columns);
        before = Some(block.kind);
    }
    out.push('\n');
    out
}

/// For each block, the most cells of a row in the table that it is a row of.
fn columns(document: &Document) -> Vec<usize> {
    let blocks = &document.blocks;
    let is_row = |block: &Block| block.kind == Kind::TableRow || !block.is_text();
    let mut columns = Vec::with_capacity(blocks.len());
    for table in blocks.chunk_by(|one, next| is_row(one) && is_row(next)) {
        let cells = |block: &Block| block.value().split(" | ").count() + usize::from(block.value().starts_with("| "));
        let most = table.iter().filter(|block| block.kind == Kind::TableRow).map(cells).max().unwrap_or_default();
        columns.extend(std::iter::repeat_n(most, table.len()));
    }
    columns
}

/// Writes one block, whose text is `line`; `is_run` tells that it continues a list or a table, which has so many `columns`.
fn write(out: &mut String, block: &Block, line: &str, is_run: bool, columns: usize) {
    match block.kind {
        Kind::Heading(level) => {
            out.extend(std::iter::repeat_n('#', usize::from(level)));
            out.push(' ');
            out.push_str(&line.replace('\n', " "));
        }
        Kind::ListItem => {
            let (depth, marker) = place(&block.features.path);
            let indent = "   ".repeat(depth.saturating_sub(1));
            out.push_str(&format!("{indent}{marker} {}", line.replace('\n', &format!("\n{indent}   "))));
        }
        Kind::Quote => out.push_str(&format!("> {}", line.replace('\n', "\n> "))),
        Kind::Code => {
            let longest = line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            out.push_str(&format!("{fence}\n{line}\n{fence}"));
        }
        Kind::TableRow => {
            // An empty cell at the beginning has lost a blank, those at the end are not there at all.
            let first = if line.starts_with("| ") { " " } else { "" };
            let cells = format!("{first}{line}").replace('\n', "<br>");
            let count = cells.split(" | ").count();
            let missing = " |".repeat(columns.saturating_sub(count));
            out.push_str(&format!("| {cells} |{missing}"));
            if !is_run {
                out.push_str(&format!("\n|{}", " --- |".repeat(columns.max(count))));
            }
        }
        Kind::Paragraph | Kind::Caption | Kind::Comment => out.push_str(&line.replace('\n', "  \n")),
    }
}

/// How deep an item is nested in lists, and what stands before it.
fn place(path: &str) -> (usize, String) {
    let name = |step: &str| step.split('[').next().unwrap_or(step).to_owned();
    let lists: Vec<String> = path.split('/').map(name).filter(|name| name == "ul" || name == "ol").collect();
    if lists.last().is_none_or(|list| list != "ol") {
        return (lists.len(), "-".to_owned());
    }
    let item = path.split('/').rfind(|step| name(step) == "li").unwrap_or_default();
    let number = item.split_once('[').and_then(|(_, number)| number.trim_end_matches(']').parse().ok());
    (lists.len(), format!("{}.", number.unwrap_or(1_usize)))
}

/// For each block, the inline elements that reach into it, in order.
fn held(document: &Document, inlines: &[Inline]) -> Vec<Vec<usize>> {
    let mut held = vec![Vec::new(); document.blocks.len()];
    let mut order: Vec<usize> = (0..document.blocks.len()).collect();
    order.sort_by_key(|&index| document.blocks[index].text.span());
    let (mut open, mut next): (Vec<usize>, usize) = (Vec::new(), 0);
    for index in order {
        let span = document.blocks[index].text.span();
        while inlines.get(next).is_some_and(|inline| inline.span.start < span.end) {
            open.push(next);
            next += 1;
        }
        open.retain(|&inline| inlines[inline].span.end > span.start);
        held[index].clone_from(&open);
    }
    held
}

/// How a stretch of text is written.
#[derive(Clone, Copy, Default, PartialEq)]
struct Style {
    link: Option<usize>,
    strong: bool,
    emphasis: bool,
    code: bool,
}

/// The text of `block` with the inline elements `held` in it written out.
fn line(source: &str, block: &Block, held: &[usize], inlines: &[Inline]) -> String {
    if block.kind == Kind::Code {
        return block.value().to_owned();
    }
    let mut runs: Vec<(Style, String)> = Vec::new();
    let mut add = |style: Style, text: &str| match runs.last_mut() {
        Some((last, run)) if *last == style => run.push_str(text),
        _ if text.is_empty() => {}
        _ => runs.push((style, text.to_owned())),
    };
    let span = block.text.span();
    let mut elements = Elements { inlines, held, next: 0, open: Vec::new() };
    let keep = |from: u32, to: u32, elements: &mut Elements, add: &mut dyn FnMut(Style, &str)| {
        let mut at = from;
        while at < to {
            let (style, end) = elements.at(at);
            let end = end.min(to);
            add(style, Span { start: at, end }.of(source));
            at = end;
        }
    };
    let mut at = span.start;
    for edit in block.text.edits() {
        keep(at, edit.span.start, &mut elements, &mut add);
        if !edit.replacement.is_empty() {
            // Markup may be part of the edit, on the other side of what is replaced.
            let begins = edit.span.of(source).starts_with('&');
            let place = if begins { edit.span.start } else { edit.span.end.saturating_sub(1).max(edit.span.start) };
            add(elements.at(place).0, &edit.replacement);
        }
        at = edit.span.end;
    }
    keep(at, span.end, &mut elements, &mut add);
    joined(&runs, inlines, block.kind)
}

/// The inline elements around a place that moves forwards.
struct Elements<'a> {
    inlines: &'a [Inline],
    held: &'a [usize],
    next: usize,
    open: Vec<usize>,
}

impl Elements<'_> {
    /// The style at a place in the source, and where it may change next.
    fn at(&mut self, at: u32) -> (Style, u32) {
        while let Some(&inline) = self.held.get(self.next).filter(|&&inline| self.inlines[inline].span.start <= at) {
            self.open.push(inline);
            self.next += 1;
        }
        self.open.retain(|&inline| self.inlines[inline].span.end > at);
        let mut style = Style::default();
        let mut end = self.held.get(self.next).map_or(u32::MAX, |&inline| self.inlines[inline].span.start);
        for &inline in &self.open {
            end = end.min(self.inlines[inline].span.end);
            match self.inlines[inline].mark {
                Mark::Link(_) => style.link = style.link.or(Some(inline)),
                Mark::Strong => style.strong = true,
                Mark::Emphasis => style.emphasis = true,
                Mark::Code => style.code = true,
            }
        }
        (style, end)
    }
}

/// The runs of a block as Markdown.
fn joined(runs: &[(Style, String)], inlines: &[Inline], kind: Kind) -> String {
    let mut out = String::new();
    for runs in runs.chunk_by(|a, b| a.0.link == b.0.link) {
        let mut text = String::new();
        for (style, run) in runs {
            // Headings are bold by themselves.
            let strong = if style.strong && !matches!(kind, Kind::Heading(_)) { "**" } else { "" };
            let emphasis = if style.emphasis { "*" } else { "" };
            let code = if style.code { "`" } else { "" };
            let core = run.trim();
            let (head, rest) = run.split_at(run.len() - run.trim_start().len());
            let tail = &rest[core.len()..];
            let written = if style.code { core.to_owned() } else { escaped(core, text.is_empty() && out.is_empty()) };
            if core.is_empty() {
                text.push_str(run);
            } else {
                text.push_str(&format!("{head}{strong}{emphasis}{code}{written}{code}{emphasis}{strong}{tail}"));
            }
        }
        let address = runs.first().and_then(|(style, _)| style.link).map(|link| &inlines[link].mark);
        match address {
            Some(Mark::Link(address)) if !text.trim().is_empty() && !leads_nowhere(address) => {
                let address = address.replace(' ', "%20").replace('(', "%28").replace(')', "%29").replace('\n', "");
                out.push_str(&format!("[{text}]({address})"));
            }
            _ => out.push_str(&text),
        }
    }
    out
}

/// Text with the characters escaped that Markdown would read as marks; `begins` tells that it begins a block.
fn escaped(text: &str, begins: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_item = begins && number.len() < text.len() && number.starts_with(['.', ')']);
    for (at, c) in text.char_indices() {
        let is_mark = match c {
            '\\' | '*' | '`' | '[' | ']' | '<' => true,
            '_' => !before.is_alphanumeric(),
            '#' | '>' | '+' | '-' => begins && at == 0,
            '.' | ')' => is_item && at == text.len() - number.len(),
            _ => false,
        };
        if is_mark {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Options, html};

    fn written(page: &str) -> String {
        markdown(&html::html(page.to_owned(), &Options::default()))
    }

    #[test]
    fn links_and_emphasis_stand_where_they_stood() {
        assert_eq!(
            written("<p>甲<b> 乙 </b>丙 <a href='/x (1)'>丁<i>戊</i></a>&amp;<code>a*b</code> 2*3"),
            "甲 **乙** 丙 [丁*戊*](/x%20%281%29)&`a*b` 2\\*3\n"
        );
        assert_eq!(written("<b><p>一<p>二</b><p># 三"), "**一**\n\n**二**\n\n\\# 三\n");
    }

    #[test]
    fn blocks_are_written_as_what_they_are() {
        assert_eq!(
            written("<h2>甲 <b>乙</b></h2><ul><li>一<li>二<ol><li>三<li>四</ol></ul><pre>a\n```\nb</pre>"),
            "## 甲 乙\n\n- 一\n- 二\n   1. 三\n   2. 四\n\n````\na\n```\nb\n````\n"
        );
        assert_eq!(
            written("<table><tr><th>a<th>b<tr><td>1<td>2</table><blockquote>c<br>d</blockquote>"),
            "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n> c\n> d\n"
        );
    }
}

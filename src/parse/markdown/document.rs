//! A Markdown text to a document.

use super::reader;
use crate::document::{Document, Edit, Format, Span};
use crate::parse::cover::cover;
use crate::parse::fields::assign;
use crate::parse::front;
use crate::parse::html;
use crate::parse::options::Options;
use crate::parse::rules::FRONT_MATTER;
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
    let (blocks, edits) =
        if is_html(body.of(source)) { html::fragment(source, body) } else { reader::read(source, body) };
    let edits = cover(source, body, &blocks, edits);
    document.blocks = blocks;
    document.edits.extend(edits);
    document
}

/// Whether a body is HTML throughout: it begins with a block-level tag, and either one element holds all of it or no line
/// outside of preformatted text is marked as Markdown marks them.
fn is_html(body: &str) -> bool {
    const BEGINNINGS: &[&str] =
        &["<div", "<p", "<table", "<section", "<article", "<blockquote", "<h", "<ul", "<ol", "<figure"];
    let trimmed = body.trim();
    let begins = |prefix: &&str| trimmed.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let is_marked = |line: &str| {
        line.starts_with("```")
            || line.starts_with("- ")
            || line.starts_with("* ")
            || line.starts_with("> ")
            || line.trim_start_matches('#').starts_with(' ') && line.starts_with('#')
    };
    let mut in_code = false;
    let mut outside = body.lines().filter(|line| {
        let was = in_code;
        // The last of the two that the line holds tells what the next line is in.
        in_code = match (rfind(line, "<pre"), rfind(line, "</pre")) {
            (None, None) => was,
            (open, close) => open > close,
        };
        !was
    });
    BEGINNINGS.iter().any(begins) && (is_one_element(trimmed) || !outside.any(is_marked))
}

/// Where `line` holds `tag`, in any case, for the last time.
fn rfind(line: &str, tag: &str) -> Option<usize> {
    line.rmatch_indices('<')
        .map(|(at, _)| at)
        .find(|&at| line.get(at..at + tag.len()).is_some_and(|found| found.eq_ignore_ascii_case(tag)))
}

/// Whether the element that `html` begins with ends where `html` does.
fn is_one_element(html: &str) -> bool {
    let name_of = |tag: &str| tag.find(|c: char| !c.is_ascii_alphanumeric()).map(|end| tag[..end].to_ascii_lowercase());
    let Some(name) = html.strip_prefix('<').and_then(name_of) else { return false };
    let mut depth = 0_usize;
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        let (tag, is_end) = rest.strip_prefix('/').map_or((rest, false), |tag| (tag, true));
        let is_same = tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(&name))
            && tag[name.len()..].starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
        if is_same && is_end {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return tag[name.len()..].split_once('>').is_some_and(|(_, after)| after.trim().is_empty());
            }
        }
        depth += usize::from(is_same && !is_end);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Kind;
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
    fn the_row_at_which_the_parser_gives_up_a_table_is_read_once() {
        let row = |cell: &str| format!("|{}|\n", vec![cell; 600].join("|"));
        let source = format!("{}{}{}", row("甲"), row("-"), "|乙|\n".repeat(460));
        let count: usize = texts(&source).iter().map(|text| text.matches('乙').count()).sum();
        assert_eq!(count, 460);
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
    fn a_bold_line_between_paragraphs_is_a_heading() {
        let prose = "渡口的灯亮了一夜，船家在等最后一个客人，等到水退了三尺，天边露出一点白来，才把缆绳解开。";
        let kinds = |source: &str| -> Vec<Kind> { values(source).into_iter().map(|(kind, _)| kind).collect() };
        let source = format!("# 夜航\n\n{prose}\n\n**一、上游**\n\n{prose}\n\n__二、下游__\n\n{prose}\n");
        assert_eq!(kinds(&source)[2..6], [Kind::Heading(2), Kind::Paragraph, Kind::Heading(2), Kind::Paragraph]);
        for bold in ["**作者：林一川**", "**他走了。**", "**一行**\n\n**又一行**", "**一行** 后面还有"]
        {
            let source = format!("{prose}\n\n{bold}\n\n{prose}\n");
            assert!(kinds(&source).iter().all(|kind| *kind == Kind::Paragraph), "{bold}");
        }
        assert_eq!(kinds(&format!("{prose}\n\n**完**\n")), [Kind::Paragraph, Kind::Paragraph]);
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

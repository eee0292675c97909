//! Characters that no author typed: controls, zero-width marks, odd spaces, line ends of other systems.

mod blank;
mod each;
mod forms;
mod invisible;

use super::options::Options;
use crate::document::{Change, Document, Format, Kind, Mark, Removal, Rule, Stage};
use crate::text::{any_triple, is_private_use};

/// Control characters, NUL among them.
static CONTROL: Rule =
    Rule { id: "mend.control", about: "control characters and escape sequences of terminals, which no reader sees" };
/// Zero-width characters where no script or emoji needs them, and byte-order marks inside text.
static ZERO_WIDTH: Rule =
    Rule { id: "mend.zero_width", about: "zero-width characters and byte-order marks that nothing needs" };
/// No-break and other odd spaces.
static SPACES: Rule = Rule { id: "mend.spaces", about: "no-break and other odd spaces, made plain ones" };
/// Line ends that are not a single line feed.
static LINE_ENDS: Rule = Rule { id: "mend.line_ends", about: "line ends of other systems, made line feeds" };
/// White space at the end of a line.
static TRAILING: Rule = Rule { id: "mend.trailing", about: "white space at the end of a line" };
/// Compatibility forms in place of ordinary characters.
static COMPATIBILITY: Rule = Rule {
    id: "mend.compatibility",
    about: "CJK radicals and half-width katakana, made the characters they stand for",
};
/// Full-width Latin letters and digits.
static HALF_WIDTH: Rule = Rule { id: "mend.half_width", about: "full-width Latin letters and digits, made half-width" };
/// Half-width punctuation between Chinese characters.
static FULL_WIDTH: Rule = Rule { id: "mend.full_width", about: "half-width punctuation in Chinese, made full-width" };

/// Private-use characters, whose meaning only their author knows.
static PRIVATE_USE: Rule = Rule {
    id: "mend.private_use",
    about: "private-use characters, which mean nothing without the font of their author",
};

/// Looks for what one rule mends.
type Finder = fn(&str) -> Vec<Change>;

/// The repairs that are always on, in their order.
const REPAIRS: [(&Rule, Finder); 6] = [
    (&LINE_ENDS, blank::line_ends),
    (&CONTROL, invisible::controls),
    (&ZERO_WIDTH, invisible::zero_widths),
    (&SPACES, blank::odd_spaces),
    (&TRAILING, blank::trailing),
    (&COMPATIBILITY, forms::compatibility),
];

/// The stage `mend.characters`.
pub struct Characters {
    /// The repairs that were asked for.
    options: Vec<(&'static Rule, Finder)>,
}

impl Characters {
    /// The stage as configured.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        let mut repairs: Vec<(&'static Rule, Finder)> = Vec::new();
        if options.half_width {
            repairs.push((&HALF_WIDTH, forms::half_width));
        }
        if options.full_width {
            repairs.push((&FULL_WIDTH, forms::full_width));
        }
        Self { options: repairs }
    }
}

impl Stage for Characters {
    fn name(&self) -> &'static str {
        "mend.characters"
    }

    fn rules(&self) -> Vec<&'static Rule> {
        REPAIRS.iter().map(|(rule, _)| *rule).chain([&PRIVATE_USE, &HALF_WIDTH, &FULL_WIDTH]).collect()
    }

    fn run(&self, document: &mut Document) {
        let mut dirty: Vec<usize> =
            (0..document.blocks.len()).filter(|&index| !is_clean(document.blocks[index].value())).collect();
        if document.format == Format::Plain && split_lines(document, &dirty) {
            dirty = (0..document.blocks.len()).filter(|&index| !is_clean(document.blocks[index].value())).collect();
        }
        for index in dirty {
            // Code keeps its spaces and widths: they may mean something.
            let repairs = if document.blocks[index].kind == Kind::Code { &REPAIRS[..2] } else { &REPAIRS[..] };
            repair(document, index, repairs);
            mark_private_use(document, index);
        }
        if !self.options.is_empty() {
            for index in 0..document.blocks.len() {
                if document.blocks[index].kind != Kind::Code {
                    repair(document, index, &self.options);
                }
            }
        }
    }
}

fn repair(document: &mut Document, index: usize, repairs: &[(&'static Rule, Finder)]) {
    for (rule, find) in repairs {
        let changes = find(document.blocks[index].value());
        document.change(index, &changes, rule);
    }
}

/// Splits blocks of plain text at line ends other than line feeds; whether there were any.
fn split_lines(document: &mut Document, dirty: &[usize]) -> bool {
    let mut cuts = Vec::new();
    for &index in dirty {
        let breaks = blank::breaks(document.blocks[index].value());
        if breaks.is_empty() {
            continue;
        }
        let mut removed = 0;
        let places = breaks.iter().map(|range| {
            let place = range.start - removed;
            removed += range.len();
            place
        });
        cuts.push((index, places.collect()));
        let changes: Vec<Change> = breaks.into_iter().map(Change::removal).collect();
        document.change(index, &changes, &LINE_ENDS);
    }
    document.split(&cuts);
    !cuts.is_empty()
}

/// Marks the private-use characters of block `index`, which nobody can put right without guessing.
fn mark_private_use(document: &mut Document, index: usize) {
    let text = &document.blocks[index].text;
    let mut found = text.value().char_indices().filter(|(_, c)| is_private_use(*c));
    let Some((start, first)) = found.next() else { return };
    let (count, end) = found.fold((1, start + first.len_utf8()), |(count, _), (at, c)| (count + 1, at + c.len_utf8()));
    let evidence = format!("{count} private-use characters, the first U+{:04X}", u32::from(first));
    let removal = Removal::by(&PRIVATE_USE, 0.5).because(evidence);
    let span = text.source_span(start..end);
    document.marks.push(Mark { span, removal });
}

/// A fast look that is sure when it says yes: nothing in `text` is of interest to the repairs that are always on.
fn is_clean(text: &str) -> bool {
    // Every character of interest is a control of ASCII or begins with one of these bytes.
    !any_triple(text.as_bytes(), |a, b, c| {
        let control = ((a < 0x20) & (a != b'\t')) | (a == 0x7f) | ((a == 0xc2) & ((b <= 0xa0) | (b == 0xad)));
        let space = (a == 0xe1) & ((b == 0x9a) | (b == 0xa0));
        let general = (a == 0xe2) & (((b == 0x80) & ((c <= 0x8f) | (c & 0xf8 == 0xa8))) | (b == 0x81) | (b >= 0xba));
        let private = (a == 0xee) | (a >= 0xf3);
        let forms = (a == 0xef) & ((b <= 0xa3) | (b == 0xb7) | (b == 0xbb) | (b >= 0xbe) | ((b == 0xbd) & (c > 0xa0)));
        control | space | general | private | forms
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::snapshot::show;
    use crate::document::{Block, Span, Text};
    use crate::parse::plain;

    fn mended(text: &str, options: &Options) -> String {
        let mut document = plain(text.to_owned());
        Characters::new(options).run(&mut document);
        assert!(document.settle().is_ok());
        document.blocks.iter().map(|block| block.value()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_no_reader_sees_goes() {
        let options = Options::default();
        assert_eq!(mended("a\0b\u{feff}c\u{200b}d\u{ad}e\u{a0}f\rg", &options), "abcde f\ng");
        assert_eq!(mended("一页\u{c}下页\u{2028} 三\u{b}", &options), "一页\n下页\n三");
        assert_eq!(mended("\u{1b}[1;31m红\u{1b}[m字", &options), "红字");
        assert_eq!(mended("甲\u{e0041}\u{e0042}乙\u{fffe}", &options), "甲乙");
        assert_eq!(mended("⽣⽇ｶﾞﾗｽ｡⺠⻔", &options), "生日ガラス。民门");
    }

    #[test]
    fn what_scripts_and_emoji_need_stays() {
        let options = Options::default();
        for text in [
            "👨\u{200d}👩\u{200d}👧",
            "می\u{200c}خواهم",
            "10\u{a0}000 km",
            "Quoi\u{202f}?",
            "ภาษา\u{200b}ไทย",
            "ＡＢ１",
            "(´･ω･`)ﾟ",
            "葛\u{e0100}城",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "א\u{200f}ב",
        ] {
            assert_eq!(mended(text, &options), text);
        }
    }

    #[test]
    fn widths_change_only_when_asked() {
        let options = Options { half_width: true, full_width: true, ..Options::default() };
        assert_eq!(mended("第１回,ＡＢ(大会)开始了.", &options), "第1回，AB（大会）开始了。");
        for text in [
            "见https://例子.测试/路径?问=答 一节",
            "比分3:2，上午10:30，价格3.5元",
            "运行`复制,粘贴`即可",
            "示例.com和f(x,y)",
            "你好:)",
            "等等...",
        ] {
            assert_eq!(mended(text, &options), text);
        }
    }

    #[test]
    fn private_use_characters_are_marked_once_a_block() {
        let mut document = plain("图\u{e000}标\u{f8ff}\n正文\n".to_owned());
        Characters::new(&Options::default()).run(&mut document);
        assert_eq!(document.text(), "图\u{e000}标\u{f8ff}\n\n正文");
        assert_eq!((document.marks.len(), document.marks[0].span), (1, Span::new(3, 12)));
        assert!(document.settle().is_ok());
    }

    #[test]
    fn each_rule_as_a_snapshot() {
        let options = Options { half_width: true, full_width: true, ..Options::default() };
        for (rule, text) in [
            (&CONTROL, "收\0到\u{1b}[1;32m三\u{1b}[m封信\n"),
            (&ZERO_WIDTH, "\u{feff}灯\u{200b}塔\u{200d}上\u{ad}的人\n"),
            (&SPACES, "第\u{2003}一\u{a0}课：10\u{a0}000 km\n"),
            (&LINE_ENDS, "上一页\u{c}下一页\u{2028}再下一页\n"),
            (&COMPATIBILITY, "⻓⼤以后学会了ｶﾞｲﾄﾞ\n"),
            (&PRIVATE_USE, "图\u{e000}标\u{e001}\n"),
            (&HALF_WIDTH, "第１２号Ａ座\n"),
            (&FULL_WIDTH, "你好,世界(全部)!见 http://a.example/?b:c\n"),
        ] {
            let mut document = plain(text.to_owned());
            Characters::new(&options).run(&mut document);
            insta::assert_snapshot!(rule.id, show(&document));
        }
        let mut document = code("let a = 1; \t\u{a0}\nlet b = 2;  \r\n");
        Characters::new(&options).run(&mut document);
        insta::assert_snapshot!("mend.line_ends.code", show(&document));
        let mut document = paragraph("末尾有空格  \n下一行\u{3000}\n");
        Characters::new(&options).run(&mut document);
        insta::assert_snapshot!(TRAILING.id, show(&document));
    }

    fn code(source: &str) -> Document {
        one_block(source, Kind::Code)
    }

    fn paragraph(source: &str) -> Document {
        one_block(source, Kind::Paragraph)
    }

    /// Markdown that is one block of several lines.
    fn one_block(source: &str, kind: Kind) -> Document {
        let mut document = Document::new(source.to_owned(), Format::Markdown);
        document.blocks.push(Block::new(kind, Text::verbatim(source, Span::new(0, source.len()))));
        document
    }
}

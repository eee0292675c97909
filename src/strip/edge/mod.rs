//! What the rules left at the edges of a text: cards of accounts, calls to follow or to buy, credits, headlines.
//!
//! Rules catch what someone thought of. Here two small models judge each line in the head and in the tail of a text or
//! Markdown document by its form, its words, its place and its neighbours: the first sees the line, the second also
//! what the first thinks of the lines around. Their weights are data beside this file, fitted by `python/fit_edge.py`.

mod context;
mod features;
mod lexicon;
mod shape;
mod verdict;
mod window;

use std::sync::LazyLock;

use self::lexicon::Lexicon;
use self::verdict::Case;
use self::window::{Line, Window};
use super::form::bare;
use super::options::Options;
use super::page::Trees;
use super::policy::Policy;
use crate::document::{CodePoints, Document, Format, Rule};
use crate::pipeline::{Entry, Stage};

/// What the models take.
static EDGE: Rule = Rule {
    id: "strip.edge",
    about: "lines at the edges that read as cards of accounts, calls to follow or buy, credits or bylines (a fitted model)",
};

/// Kept lines of the shortest document that has edges.
const FEWEST: usize = 6;

/// Bytes of a line that is no paragraph.
const SHORT: usize = 180;

/// What the words of a short line weigh together from which it may not be the text's own. Of 605 clean texts 81 have such
/// a line at an edge; of the texts from which the models take something each has one, or links, or something that rules took.
const ODD: f32 = 2.0;

/// The stage that judges the edges of texts.
pub struct Edge {
    policy: Policy,
}

impl Edge {
    /// The stage in the table of stages.
    pub const ENTRY: Entry = Entry {
        name: "strip.edge",
        about: "judges what the rules left at the edges of a text",
        rules: || vec![&EDGE],
        build: |config| Ok(Some(Box::new(Self::new(&config.strip)))),
    };

    /// The stage as configured.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        Self { policy: Policy::new(options) }
    }
}

impl Stage for Edge {
    fn run(&self, document: &mut Document) {
        if matches!(document.format, Format::Html | Format::Feed) || !self.policy.allows(&EDGE) {
            return;
        }
        let window = Window::of(document);
        if window.total.lines < FEWEST || !is_frayed(document, &window) {
            return;
        }
        let rows = features::look(document, &window, &MODEL.lexicon);
        let odds = judge(&window, &rows);
        let case = Case {
            document,
            lines: &window.lines,
            rows: &rows,
            odds: &odds,
            lexicon: &MODEL.lexicon,
            bytes: window.total.bytes,
        };
        for (index, removal) in case.removals() {
            self.policy.remove(document, index, removal);
        }
    }
}

/// Whether rules took something at an edge, or a line there has links or speaks as what is not text speaks: otherwise
/// there is nothing to judge, and most clean text is spared the cost.
fn is_frayed(document: &Document, window: &Window) -> bool {
    let is_odd = |line: &Line| {
        let block = &document.blocks[line.index];
        let text = bare(block.value());
        block.features.links > 0 || (text.len() < SHORT && MODEL.lexicon.read(text).sum >= ODD)
    };
    window.lines.iter().any(|line| line.taken) || window.lines.iter().filter(|line| line.edge).any(is_odd)
}

/// The fitted models.
struct Model {
    lexicon: Lexicon,
    first: Trees,
    second: Trees,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| Model {
    lexicon: Lexicon::read_table(include_str!("words.tsv")),
    first: Trees::read(include_str!("first.txt"), features::NAMES.len()).unwrap_or_default(),
    second: Trees::read(include_str!("second.txt"), WIDTH).unwrap_or_default(),
});

/// Values in a row of the second model.
const WIDTH: usize = features::NAMES.len() + context::COUNT;

/// The log-odds of each line of `window` for not being the text's own.
fn judge(window: &Window, rows: &[features::Row]) -> Vec<f32> {
    let first = MODEL.first.sums(rows);
    let around = context::rows(window, &first);
    let joined = |(own, around): (&features::Row, &[f32; context::COUNT])| {
        let mut row = [0.0; WIDTH];
        row[..own.len()].copy_from_slice(own);
        row[own.len()..].copy_from_slice(around);
        row
    };
    let rows: Vec<[f32; WIDTH]> = rows.iter().zip(&around).map(joined).collect();
    MODEL.second.sums(&rows)
}

/// What the models see of a document, as JSON, for `python/fit_edge.py`: a row of features a line, with its place in code
/// points of the source.
#[must_use]
pub fn sight(document: &Document) -> serde_json::Value {
    let window = Window::of(document);
    let rows = features::look(document, &window, &MODEL.lexicon);
    let points = CodePoints::new(document.source());
    let lines: Vec<serde_json::Value> = window
        .lines
        .iter()
        .zip(&rows)
        .map(|(line, row)| {
            let block = &document.blocks[line.index];
            let text = bare(block.value());
            serde_json::json!({"range": points.range(block.text.span()), "taken": line.taken, "edge": line.edge,
                "text": text, "row": row.as_slice()})
        })
        .collect();
    serde_json::json!({"features": features::NAMES.as_slice(), "format": document.format.name(), "lines": lines})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{markdown, plain};

    const BODY: &str = "那年秋天，镇上的人都说河水要涨上来了，可是谁也没有搬走，因为稻子还立在田里，没有割完。\n\n\
        老周头每天傍晚沿着河堤走一趟，回来就在桥头的石碑上划一道痕，他说只要水不过那道痕，大家就还能睡个安稳觉。\n\n\
        到了第七天夜里，雨终于停了，月亮从云里露出来，照着满河的浮木和远处村子里零零星星的几盏灯火。\n\n\
        第二天一早，女人们照旧下河洗衣裳，孩子们在堤上追着跑，好像什么事情也没有发生过一样。\n\n\
        后来有人问起那一年的事，老周头只是摇摇头，说河是有脾气的，人也是有脾气的，互相让一让就过去了。\n\n";

    fn left(source: String) -> String {
        let mut document = markdown(source, &crate::parse::Options::default());
        Edge::new(&Options::default()).run(&mut document);
        document.settle().unwrap();
        document.text()
    }

    #[test]
    fn the_fitted_tables_can_be_read() {
        assert!(!MODEL.first.is_empty() && !MODEL.second.is_empty());
        assert!(MODEL.lexicon.read("扫描二维码关注公众号").sum > 0.0);
    }

    #[test]
    fn a_call_to_follow_goes_and_the_story_stays() {
        let call = "欢迎关注微信公众号：河岸夜话\n\n点击下方卡片关注，转载请注明来自微信公众号\n\n\
            图片来源：视觉中国，如侵权请联系删除\n\n长按识别二维码，关注公众号\n";
        let text = left(format!("{BODY}{BODY}{call}"));
        assert!(text.ends_with("互相让一让就过去了。"), "{text}");
        assert!(text.starts_with("那年秋天"), "{text}");
    }

    #[test]
    fn a_text_without_a_body_is_left_alone() {
        let lines = "欢迎关注公众号\n\n扫描二维码\n\n点个在看\n\n转发给朋友\n\n阅读原文\n\n长按识别\n\n联系我们\n";
        assert_eq!(left(lines.to_owned()), lines.trim_end());
        assert_eq!(left(BODY.to_owned()).matches('。').count(), 5);
    }

    #[test]
    fn what_stands_below_the_heading_of_references_stays() {
        let source = format!("{BODY}## 参考资料\n\n《江河志》公众号文章，扫描二维码阅读\n\n县水利局网站，欢迎访问\n");
        assert!(left(source).ends_with("欢迎访问"));
    }

    #[test]
    fn settings_can_switch_it_off() {
        let source = format!("{BODY}欢迎扫描下方二维码，关注我们的公众号\n");
        let mut document = plain(source);
        Edge::new(&Options { keep: vec!["strip.edge".to_owned()], ..Options::default() }).run(&mut document);
        assert!(document.blocks.iter().all(|block| block.is_kept()) && document.marks.is_empty());
    }
}

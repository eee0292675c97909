//! The stage: lines at the edges that are not the text's own leave it.

use super::decision::{Decision, EDGE};
use super::features;
use super::model::Model;
use super::window::{Line, Window};
use crate::document::{Document, Format, Rule, Stage};
use crate::model;
use crate::strip::form::bare;
use crate::strip::options::Options;
use crate::strip::policy::Policy;

/// Kept lines of the shortest document that has edges.
const FEWEST: usize = 6;

/// Bytes of a line that is no paragraph.
const SHORT: usize = 180;

/// What the words of a short line weigh together from which it may not be the text's own. Of 605 clean texts 81 have such
/// a line at an edge; of the texts from which the models take something each has one, or links, or something that rules took.
const ODD: f32 = 2.0;

/// The stage `strip.edge`.
pub struct Edge {
    policy: Policy,
    model: &'static Model<'static>,
}

impl Edge {
    /// The stage with the settings of `strip`.
    ///
    /// # Errors
    /// When a fitted table does not fit the features.
    pub fn new(options: &Options) -> Result<Self, model::Error> {
        Ok(Self { policy: Policy::new(options), model: Model::built_in()? })
    }

    /// Whether rules took something at an edge, or a line there has links or words that are rarely in texts: otherwise
    /// there is nothing to judge, and most clean text is spared the cost.
    fn has_signs(&self, document: &Document, window: &Window) -> bool {
        let is_odd = |line: &Line| {
            let block = &document.blocks[line.index];
            let text = bare(block.value());
            block.features.links > 0 || (text.len() < SHORT && self.model.words.weigh(text).sum >= ODD)
        };
        window.lines.iter().any(|line| line.taken) || window.lines.iter().filter(|line| line.edge).any(is_odd)
    }
}

impl Stage for Edge {
    fn name(&self) -> &'static str {
        "strip.edge"
    }

    fn rules(&self) -> Vec<&'static Rule> {
        vec![&EDGE]
    }

    fn run(&self, document: &mut Document) {
        if matches!(document.format, Format::Html | Format::Feed) || !self.policy.allows(&EDGE) {
            return;
        }
        let window = Window::of(document);
        if window.total.lines < FEWEST || !self.has_signs(document, &window) {
            return;
        }
        let rows = features::rows(document, &window, &self.model.words);
        let odds = self.model.odds(&window, &rows);
        let decision = Decision {
            document,
            lines: &window.lines,
            rows: &rows,
            odds: &odds,
            words: &self.model.words,
            bytes: window.total.bytes,
        };
        for (index, removal) in decision.removals() {
            self.policy.remove(document, index, removal);
        }
    }
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
        Edge::new(&Options::default()).unwrap().run(&mut document);
        document.settle().unwrap();
        document.text()
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
        Edge::new(&Options { keep: vec!["strip.edge".to_owned()], ..Options::default() }).unwrap().run(&mut document);
        assert!(document.blocks.iter().all(|block| block.is_kept()) && document.marks.is_empty());
    }
}

//! The stage: what is not main text leaves the page.

use super::judge::{Chance, chances_in, is_judged};
use super::labels::{self, Labels};
use super::model::Model;
use super::{groups, sample};
use crate::document::{Block, Document, Kind, Removal, Rule, Stage};
use crate::model;
use crate::strip::options::Options;
use crate::strip::policy::Policy;

/// The stage `strip.page`.
pub struct Page {
    policy: Policy,
    /// Whether readers' comments stay.
    comments: bool,
    model: &'static Model<'static>,
}

impl Page {
    /// The stage with the settings of `strip`.
    ///
    /// # Errors
    /// When a fitted table does not fit the features.
    pub fn new(options: &Options) -> Result<Self, model::Error> {
        Ok(Self { policy: Policy::new(options), comments: options.comments, model: Model::built_in()? })
    }
}

impl Stage for Page {
    fn name(&self) -> &'static str {
        "strip.page"
    }

    fn rules(&self) -> Vec<&'static Rule> {
        labels::rules()
    }

    fn run(&self, document: &mut Document) {
        if !is_judged(document) {
            return;
        }
        let sample = sample::sample(document);
        let judged = sample.as_ref().map_or(&*document, |sample| &sample.page);
        let (features, chances) = chances_in(self.model, judged);
        let margins: Vec<f32> = chances.iter().map(|chance| chance.probability - chance.least).collect();
        let mut kept = groups::kept(&judged.blocks, &margins, &features.widths);
        keep_code(&judged.blocks, &features.comments, &mut kept);
        let why = |at: usize| if kept[at] { String::new() } else { evidence(&chances[at], margins[at]) };
        let evidence: Vec<String> = (0..kept.len()).map(why).collect();
        let mut labels = Labels::default();
        let mut removals = Vec::new();
        let mut comments = Vec::new();
        for (index, block) in document.blocks.iter().enumerate() {
            let at = sample.as_ref().map_or(index, |sample| sample.representatives[index]);
            if self.comments && features.comments[at] && (kept[at] || labels::is_comment(block)) {
                comments.push(index);
            } else if !kept[at] && block.is_kept() {
                let removal = Removal::by(labels.rule(block), 1.0 - chances[at].probability);
                removals.push((index, removal.because(evidence[at].as_str())));
            }
        }
        for index in comments {
            document.blocks[index].kind = Kind::Comment;
        }
        for (index, removal) in removals {
            // The models have weighed what to keep: another threshold would undo that.
            if self.policy.allows(removal.rule) {
                document.remove(index, removal, 0.0);
            }
        }
    }
}

/// Keeps the code of a text: a listing beside kept text, with kept text before and behind it. The models have seen little
/// code, and nothing of a page is code but its text.
fn keep_code(blocks: &[Block], comments: &[bool], kept: &mut [bool]) {
    let ends = kept.iter().position(|kept| *kept).zip(kept.iter().rposition(|kept| *kept));
    let Some((first, last)) = ends else { return };
    let is_code = |index: &usize| blocks.get(*index).is_some_and(|block| block.kind == Kind::Code);
    let is_kept = |index: Option<usize>, kept: &[bool]| index.and_then(|at| kept.get(at)).is_some_and(|kept| *kept);
    let mut at = first;
    while at < last {
        let end = (at..last).find(|index| !is_code(index)).unwrap_or(last);
        if end > at && (is_kept(at.checked_sub(1), kept) || is_kept(Some(end), kept)) {
            let listing = kept.iter_mut().zip(comments).take(end).skip(at);
            listing.for_each(|(kept, is_comment)| *kept |= !is_comment);
        }
        at = end + 1;
    }
}

/// Why a block goes that is not kept.
fn evidence(chance: &Chance, margin: f32) -> String {
    let list = if margin >= 0.0 { ", in a list that is none" } else { "" };
    format!("main text with probability {:.2}{list}", chance.probability)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{self, html, markdown};

    fn judged(page: String) -> Document {
        judged_with(page, &Options::default())
    }

    fn judged_with(page: String, options: &Options) -> Document {
        let mut document = html::html(page, &parse::Options::default());
        Page::new(options).unwrap().run(&mut document);
        document
    }

    #[test]
    fn an_article_loses_what_surrounds_it_and_keeps_itself() {
        let menu = "<div class=nav><ul><li><a href=1>首页</a><li><a href=2>新闻</a><li><a href=3>体育</a></ul></div>";
        let body: String = (1..8)
            .map(|day| format!("<p>　　第{day}天，村里的人们都到晒谷场上来了，老人讲着从前的收成，孩子们在谷堆之间跑来跑去，一直到太阳落山。</p>"))
            .collect();
        let footer =
            "<div class=footer><p>版权所有 某某日报社</p><p><a href=4>联系我们</a> <a href=5>网站地图</a></p></div>";
        let page = format!("<html><body>{menu}<div class=content><h1>秋收节</h1>{body}</div>{footer}</body></html>");
        let document = judged(page);
        let text = document.text();
        assert!(
            text.contains("第1天") && text.contains("第7天") && !text.contains("版权所有") && !text.contains("体育"),
            "{text}"
        );
        document.settle().unwrap();
    }

    #[test]
    fn code_beside_kept_text_within_a_text_stays() {
        let blocks: Vec<Block> =
            [Kind::Paragraph, Kind::Code, Kind::Code, Kind::Paragraph, Kind::Code, Kind::Paragraph]
                .into_iter()
                .map(|kind| Block::new(kind, crate::document::Text::verbatim("", crate::document::Span::new(0, 0))))
                .collect();
        let kept = |kept: [u8; 6], comments: [bool; 6]| {
            let mut kept = kept.map(|kept| kept == 1);
            keep_code(&blocks, &comments, &mut kept);
            kept.map(u8::from)
        };
        assert_eq!(kept([1, 0, 0, 1, 0, 0], [false; 6]), [1, 1, 1, 1, 0, 0]);
        assert_eq!(kept([1, 0, 0, 0, 0, 1], [false; 6]), [1, 1, 1, 0, 1, 1]);
        assert_eq!(kept([0, 0, 0, 1, 0, 1], [true; 6]), [0, 0, 0, 1, 0, 1]);
        assert_eq!(kept([0; 6], [false; 6]), [0; 6]);
    }

    #[test]
    fn an_article_that_a_script_makes_visible_is_kept_without_its_code_to_scan() {
        let body: String = (1..8)
            .map(|day| format!("<section><span>第{day}天，村里的人们都到晒谷场上来了，老人讲着从前的收成，一直到太阳落山。</span></section>"))
            .collect();
        let page = format!(
            "<html><body><h1 id=activity-name>秋收节</h1><div id=js_content style='visibility: hidden'>{body}</div>
            <div id=js_pc_qr_code><p>微信扫一扫</p><p>关注该公众号</p></div></body></html>"
        );
        let document = judged(page);
        let text = document.text();
        assert!(text.contains("第1天") && text.contains("第7天") && !text.contains("扫一扫"), "{text}");
    }

    #[test]
    fn comments_stay_as_comments_where_they_are_asked_for() {
        let body: String = (1..8)
            .map(|day| format!("<p>第{day}天，村里的人们都到晒谷场上来了，老人讲着从前的收成，孩子们在谷堆之间跑来跑去，一直到太阳落山。</p>"))
            .collect();
        let comments: String = (1..30)
            .map(|day| format!("<div class=comment-item><span class=comment-time>2021-03-{day:02}</span><p>第{day}楼：我们村里也是这样，看了很亲切，明年还想回去看看。</p></div>"))
            .collect();
        let page =
            format!("<body><div class=content><h1>秋收节</h1>{body}</div><div id=comments>{comments}</div></body>");
        let text = judged(page.clone()).text();
        assert!(text.contains("第7天") && !text.contains("楼："), "{text}");
        let asked = judged_with(page, &Options { comments: true, ..Options::default() });
        let kept: Vec<_> = asked.kept().filter(|block| block.kind == Kind::Comment).map(Block::value).collect();
        assert!(kept.len() == 29 && kept.iter().all(|text| text.contains("楼：")), "{kept:?}");
        assert!(asked.text().contains("第7天"));
    }

    #[test]
    fn a_rule_that_is_kept_out_takes_nothing() {
        let page = "<body><div class=content><h1>秋收节</h1><p>村里的人们都到晒谷场上来了，老人讲着从前的收成，孩子们在谷堆之间跑来跑去。</p></div>
            <div class=footer><p>版权所有 某某日报社</p></div></body>";
        assert!(!judged(page.to_owned()).text().contains("版权所有"));
        let options = Options { keep: vec!["strip.page.footer".to_owned()], ..Options::default() };
        assert!(judged_with(page.to_owned(), &options).text().contains("版权所有"));
    }

    #[test]
    fn markdown_is_left_alone() {
        let source = "<div><ul><li><a href=1>甲</a></li><li><a href=2>乙</a></li><li><a href=3>丙</a></li></ul></div>";
        let mut document = markdown(source.to_owned(), &parse::Options::default());
        Page::new(&Options::default()).unwrap().run(&mut document);
        assert_eq!(document.kept().count(), 3);
    }
}

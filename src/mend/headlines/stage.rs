//! The stage: paragraphs that are lists of headlines are split.

use super::list::List;
use super::model::Model;
use super::spacing::Spacing;
use super::{cuts, marks, tokens};
use crate::document::{Block, Change, Document, Kind, Rule, Stage};
use crate::model;
use crate::text::{count, count_han};

/// White space between two headlines of a list that was stuck together.
static HEADLINE: Rule = Rule { id: "mend.headlines", about: "white space between headlines stuck together" };

/// The stage `mend.headlines`.
pub struct Headlines {
    model: &'static Model,
}

impl Headlines {
    /// The stage.
    ///
    /// # Errors
    /// When the fitted table does not fit the features.
    pub fn new() -> Result<Self, model::Error> {
        Ok(Self { model: Model::built_in()? })
    }
}

impl Stage for Headlines {
    fn name(&self) -> &'static str {
        "mend.headlines"
    }

    fn rules(&self) -> Vec<&'static Rule> {
        vec![&HEADLINE]
    }

    fn run(&self, document: &mut Document) {
        let mut cuts = Vec::new();
        for index in 0..document.blocks.len() {
            let block = &document.blocks[index];
            if !block.is_kept() || block.kind != Kind::Paragraph || !is_plausible(block.value()) {
                continue;
            }
            if let Some(starts) = find(self.model, block.value(), &gaps(block, document.source())) {
                cuts.push((index, clear(document, index, &starts)));
            }
        }
        if !cuts.is_empty() {
            document.split(&cuts);
        }
    }
}

/// The shortest and the longest list, in bytes.
const SHORTEST: usize = 72;
const LONGEST: usize = 10_000;

/// A fast look whether `text` may be a list of Chinese headlines: long enough, no sentence ends in it, and it has fewer
/// commas than one to three headlines of eight characters.
fn is_plausible(text: &str) -> bool {
    (SHORTEST..LONGEST).contains(&text.len())
        && count_han(text) * 6 > text.len() / 2
        && count(text.as_bytes(), |byte| byte == b'|' || byte == b'\n') == 0
        && !["。", "；", "．", "<"].iter().any(|mark| text.contains(mark))
        && text.matches("，").count() * 72 <= text.len()
}

/// The offsets in the value of `block` at which white space has been taken out, sorted.
fn gaps(block: &Block, source: &str) -> Vec<usize> {
    let (mut value, mut at) = (0, block.text.span().start);
    let mut gaps = Vec::new();
    for edit in block.text.edits() {
        value += (edit.span.start - at) as usize;
        if edit.replacement.is_empty() && edit.span.of(source).chars().all(char::is_whitespace) {
            gaps.push(value);
        }
        value += edit.replacement.len();
        at = edit.span.end;
    }
    gaps
}

/// Offsets at which the headlines of `text` after the first begin, when it is a list of them.
fn find(model: &Model, text: &str, gaps: &[usize]) -> Option<Vec<usize>> {
    if let Some(starts) = marks::find(text) {
        return Some(starts);
    }
    let spacing = Spacing::of(text, gaps);
    let tokens = tokens::read(text, spacing, gaps);
    let scores = model.score(&tokens, spacing);
    let cuts = cuts::find(&tokens, &scores);
    let list = List { text, tokens: &tokens, scores: &scores, cuts: &cuts, spacing, model };
    list.is_likely().then(|| cuts.iter().map(|&cut| tokens[cut].start).collect())
}

/// Takes out the white space before `starts` in block `index`, and gives the offsets of the same places afterwards.
fn clear(document: &mut Document, index: usize, starts: &[usize]) -> Vec<usize> {
    let value = document.blocks[index].value();
    let mut removed = 0;
    let (mut changes, mut cuts) = (Vec::new(), Vec::with_capacity(starts.len()));
    for &start in starts {
        let end = value[..start].trim_end().len();
        cuts.push(end - removed);
        if end < start {
            changes.push(Change::removal(end..start));
            removed += start - end;
        }
    }
    document.change(index, &changes, &HEADLINE);
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mend::{Gap, Segmentation};
    use crate::parse::plain;

    fn split(text: &str) -> Vec<String> {
        let mut document = plain(text.to_owned());
        Segmentation::new(Gap::Learn).run(&mut document);
        Headlines::new().unwrap().run(&mut document);
        assert!(document.settle().is_ok());
        document.blocks.iter().map(|block| block.value().to_owned()).collect()
    }

    const HEADLINES: [&str; 8] = [
        "如何给老房子换一套电线",
        "Python 读取表格的三种方法",
        "为什么候鸟不会迷路？",
        "我的第一台望远镜",
        "深海探测器的设计与制造",
        "浏览器缓存入门教程",
        "城市地下水管的历史",
        "怎样写好一份会议记录",
    ];

    #[test]
    fn marks_and_labels_separate_headlines() {
        let headlines = [
            "老城改造：谁来留住街角的味道？",
            "【深度】一家书店的第三十个冬天：还能撑多久！",
            "科技观察：手机电池为什么越来越不耐用",
            "科技观察：下一个风口在哪里",
            "科技观察：芯片还要涨多久",
        ];
        assert_eq!(split(&headlines.concat()), headlines);
    }

    #[test]
    fn headlines_fall_apart_however_they_were_put_together() {
        assert_eq!(split(&HEADLINES.join(" ")), HEADLINES);
        assert_eq!(split(&HEADLINES.concat()), HEADLINES);
        let words = "如何 给 老房子 换 一套 电线 Python 读取 表格 的 三种 方法 为什么 候鸟 不会 迷路 ？ 我 的 第一台 望远镜 \
                     深海 探测器 的 设计 与 制造 浏览器 缓存 入门 教程 城市 地下 水管 的 历史 怎样 写好 一份 会议 记录";
        assert_eq!(split(words).concat(), HEADLINES.concat().replace(' ', ""));
        assert_eq!(split(words).len(), HEADLINES.len());
    }

    #[test]
    fn what_is_no_list_stays_whole() {
        for text in [
            "太好吃了！下次还来！推荐给朋友们！服务员也很热情！环境非常安静！",
            "白日依山尽 黄河入海流 欲穷千里目 更上一层楼 白日依山尽 黄河入海流",
            "房间干净 服务热情 早餐一般 离地铁站很近 下次还会住这里 值得推荐",
            "标签： 读书笔记 旅行见闻 城市摄影 家常美食 独立音乐 手工木作 天文观测 植物图鉴",
            "王小明 李建国 张大伟 赵红梅 陈志强 周丽华 孙国庆 吴秀英 郑海涛 冯玉兰",
            "我们昨天下午在河边走了很久然后又去了那家新开的茶馆坐了一会儿老板说最近生意不太好但是他还是每天都来开门因为这是他父亲留下来的",
            "关于进一步加强全市中小学校食品安全管理工作和学生营养改善计划资金使用监督检查的通知及其附件的说明",
            "【馆藏号】甲三十三　【版本】乙　【页码】第二册第一页至第五页　【捐赠】王先生　【入藏】光绪年间",
            "你为什么不去问问他呢？他到底是怎么想的？这件事还能不能继续做下去？谁来负责？钱又从哪里来？",
        ] {
            assert_eq!(split(text), [text]);
        }
    }
}

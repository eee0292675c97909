//! Which blocks of an HTML page are its own text.
//!
//! Two small models decide, one after the other: the first sees each block with its place, its neighbours and the
//! elements around it; the second sees that again together with what the first thinks of the blocks around. Their
//! weights are data beside this file, fitted by `python/fit_page.py`. What is not main text is removed block by block
//! under the name of what it most looks like.

mod context;
mod counts;
mod features;
mod outline;
mod reasons;
mod section;
mod shape;
mod signs;
mod thin;
mod trail;
mod trees;
mod verdict;
mod whole;
mod words;

use std::sync::LazyLock;

use self::features::Sight;
use self::reasons::Reasons;
pub(super) use self::trees::Trees;
use self::words::{Phrases, Words};
use super::options::Options;
use super::policy::Policy;
use crate::document::{Block, Document, Format, Kind, Removal};
use crate::pipeline::{Entry, Stage};

pub use reasons::rules;

/// The stage `strip.page`.
pub struct Page {
    policy: Policy,
    /// Whether readers' comments stay.
    comments: bool,
}

impl Page {
    /// The stage in the table of stages.
    pub const ENTRY: Entry = Entry {
        name: "strip.page",
        about: "tells the main text of an HTML page from what surrounds it",
        rules,
        build: |config| Ok(Some(Box::new(Self::new(&config.strip)))),
    };

    /// The stage with the settings of its room.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        Self { policy: Policy::new(options), comments: options.comments }
    }
}

/// The fitted models.
struct Model {
    words: Words,
    phrases: Phrases,
    first: Trees,
    second: Trees,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let words = Words::read(include_str!("words.tsv"));
    let phrases = Phrases::read(include_str!("phrases.tsv"));
    let first = Trees::read(include_str!("first.txt"), features::COUNT).unwrap_or_default();
    let second = Trees::read(include_str!("second.txt"), WIDTH).unwrap_or_default();
    Model { words, phrases, first, second }
});

/// Pages with fewer blocks are not judged: there is nothing to tell main text from.
const FEWEST: usize = 3;

impl Stage for Page {
    fn run(&self, document: &mut Document) {
        if document.format != Format::Html || document.blocks.len() < FEWEST {
            return;
        }
        let thin = thin::thin(document);
        let judged = thin.as_ref().map_or(&*document, |(page, _)| page);
        let (chances, sight) = chances_in(judged);
        let own: Vec<f32> = chances.iter().map(|chance| chance.probability - chance.least).collect();
        let kept = whole::kept(&judged.blocks, &own, &sight.widths);
        let why = |at: usize| if kept[at] { String::new() } else { evidence(&chances[at], own[at]) };
        let evidence: Vec<String> = (0..kept.len()).map(why).collect();
        let mut reasons = Reasons::default();
        let mut removals = Vec::new();
        let mut comments = Vec::new();
        for (index, block) in document.blocks.iter().enumerate() {
            let at = thin.as_ref().map_or(index, |(_, speakers)| speakers[index]);
            if self.comments && sight.comments[at] && (kept[at] || reasons::is_comment(block)) {
                comments.push(index);
            } else if !kept[at] && block.is_kept() {
                let removal = Removal::by(reasons.rule(block), 1.0 - chances[at].probability);
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

/// Why a block goes that is not kept.
fn evidence(chance: &Chance, own: f32) -> String {
    let list = if own >= 0.0 { ", in a list that is none" } else { "" };
    format!("main text with probability {:.2}{list}", chance.probability)
}

/// What the models see of a page, and how likely each block is main text, 0 to 1.
fn judge(document: &Document) -> (Sight, Vec<f32>) {
    let model = &*MODEL;
    let sight = features::look(document, &model.words, &model.phrases);
    let mut probabilities = model.first.probabilities(&sight.rows);
    let around = context::rows(&sight, &probabilities);
    let doubtful: Vec<usize> = (0..probabilities.len()).filter(|index| probabilities[*index] >= HOPELESS).collect();
    for some in doubtful.chunks(TOGETHER) {
        let rows: Vec<_> = some.iter().map(|index| joined(&sight.rows[*index], &around[*index])).collect();
        for (index, probability) in some.iter().zip(model.second.probabilities(&rows)) {
            probabilities[*index] = probability;
        }
    }
    verdict::take_back(&sight, &mut probabilities);
    (sight, probabilities)
}

/// Blocks that the first model finds less likely are not asked about again: half of all blocks.
const HOPELESS: f32 = 0.02;

/// Rows of the second model held at a time.
const TOGETHER: usize = 1024;

/// Values in a row of the second model.
const WIDTH: usize = features::COUNT + context::COUNT;

fn joined(own: &features::Row, around: &[f32; context::COUNT]) -> [f32; WIDTH] {
    let mut row = [0.0; WIDTH];
    row[..own.len()].copy_from_slice(own);
    row[own.len()..].copy_from_slice(around);
    row
}

/// What the judge thought of a block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// How likely it is main text, 0 to 1.
    pub probability: f32,
    /// From which probability on it is kept.
    pub least: f32,
}

/// What the judge thinks of each block of a page; nothing where it does not judge.
#[must_use]
pub fn chances(document: &Document) -> Vec<Chance> {
    if document.format != Format::Html || document.blocks.len() < FEWEST {
        return Vec::new();
    }
    let Some((page, speakers)) = thin::thin(document) else { return chances_in(document).0 };
    let chances = chances_in(&page).0;
    speakers.into_iter().filter_map(|at| chances.get(at).copied()).collect()
}

/// The same for a page all of whose blocks are judged, and what the models see of it.
fn chances_in(page: &Document) -> (Vec<Chance>, Sight) {
    let (sight, probabilities) = judge(page);
    let least = verdict::thresholds(&sight, &probabilities);
    let chances = probabilities.into_iter().zip(least).map(|(probability, least)| Chance { probability, least });
    (chances.collect(), sight)
}

/// What the models see of a page, as JSON, for `python/fit_page.py`.
#[doc(hidden)]
#[must_use]
pub fn sight(document: &Document) -> serde_json::Value {
    let sight = features::look(document, &MODEL.words, &MODEL.phrases);
    let rows: Vec<&[f32]> = sight.rows.iter().map(|row| row.as_slice()).collect();
    let texts: Vec<&str> = document.blocks.iter().map(Block::value).collect();
    let names: Vec<&str> = document.blocks.iter().map(|block| &*block.features.names).collect();
    let features: Vec<&str> = features::names().collect();
    let kinds: Vec<&str> = document.blocks.iter().map(|block| block.kind.name()).collect();
    serde_json::json!({"features": features, "rows": rows, "widths": sight.widths, "around": sight.around,
        "comments": sight.comments, "related": sight.related, "texts": texts, "names": names, "kinds": kinds})
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
        Page::new(options).run(&mut document);
        document
    }

    #[test]
    fn the_fitted_tables_can_be_read() {
        assert!(!MODEL.first.is_empty() && !MODEL.second.is_empty());
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
        Page::new(&Options::default()).run(&mut document);
        assert_eq!(document.kept().count(), 3);
    }
}

//! Which blocks of an HTML page are its own text.
//!
//! Two small models decide, one after the other: the first sees each block with its place, its neighbours and the
//! elements around it; the second sees that again together with what the first thinks of the blocks around. Their
//! weights are data beside this file, fitted by `python/fit_page.py`. What is not main text is removed block by block
//! under the name of what it most looks like.

mod context;
mod features;
mod outline;
mod reasons;
mod trees;
mod verdict;
mod whole;
mod words;

use std::sync::LazyLock;

use self::features::Sight;
pub(super) use self::trees::Trees;
use self::words::{Phrases, Words};
use crate::document::{Block, Document, Format, Removal};
use crate::pipeline::{Entry, Stage};

pub use reasons::rules;

/// The stage `strip.page`.
pub struct Page;

impl Page {
    /// The stage in the table of stages.
    pub const ENTRY: Entry = Entry {
        name: "strip.page",
        about: "tells the main text of an HTML page from what surrounds it",
        rules,
        build: |_| Ok(Some(Box::new(Self))),
    };
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
    let first = Trees::read(include_str!("first.txt"), features::NAMES.len()).unwrap_or_default();
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
        let (sight, probabilities) = judge(&document.blocks, document.metadata.title.as_deref());
        let least = verdict::thresholds(&sight, &probabilities);
        let own: Vec<f32> = probabilities.iter().zip(&least).map(|(probability, least)| probability - least).collect();
        let kept = whole::kept(&document.blocks, &own, &sight.widths);
        for (index, (probability, kept)) in probabilities.into_iter().zip(kept).enumerate() {
            let block = &document.blocks[index];
            if !kept && block.is_kept() {
                let rule = reasons::rule(block);
                let list = if own[index] >= 0.0 { ", in a list that is none" } else { "" };
                let removal = Removal::by(rule, 1.0 - probability)
                    .because(format!("main text with probability {probability:.2}{list}"));
                document.remove(index, removal, 0.0);
            }
        }
    }
}

/// What the models see of a page, and how likely each block is main text, 0 to 1.
fn judge(blocks: &[Block], title: Option<&str>) -> (Sight, Vec<f32>) {
    let model = &*MODEL;
    let sight = features::look(blocks, title, &model.words, &model.phrases);
    let first = model.first.probabilities(&sight.rows);
    let around = context::rows(&sight, &first);
    let rows: Vec<[f32; WIDTH]> = sight.rows.iter().zip(&around).map(|(own, around)| joined(own, around)).collect();
    let probabilities = model.second.probabilities(&rows);
    (sight, probabilities)
}

/// Values in a row of the second model.
const WIDTH: usize = features::NAMES.len() + context::COUNT;

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
    let (sight, probabilities) = judge(&document.blocks, document.metadata.title.as_deref());
    let least = verdict::thresholds(&sight, &probabilities);
    probabilities.into_iter().zip(least).map(|(probability, least)| Chance { probability, least }).collect()
}

/// What the models see of a page, as JSON, for `python/fit_page.py`.
#[doc(hidden)]
#[must_use]
pub fn sight(document: &Document) -> serde_json::Value {
    let sight = features::look(&document.blocks, document.metadata.title.as_deref(), &MODEL.words, &MODEL.phrases);
    let rows: Vec<&[f32]> = sight.rows.iter().map(|row| row.as_slice()).collect();
    let texts: Vec<&str> = document.blocks.iter().map(Block::value).collect();
    let names: Vec<&str> = document.blocks.iter().map(|block| &*block.features.names).collect();
    serde_json::json!({"features": features::NAMES.as_slice(), "rows": rows, "widths": sight.widths, "around": sight.around,
        "texts": texts, "names": names})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Options, html, markdown};

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
        let mut document = html::html(page, &Options::default());
        Page.run(&mut document);
        let text = document.text();
        assert!(
            text.contains("第1天") && text.contains("第7天") && !text.contains("版权所有") && !text.contains("体育"),
            "{text}"
        );
        document.settle().unwrap();
    }

    #[test]
    fn markdown_is_left_alone() {
        let source = "<div><ul><li><a href=1>甲</a></li><li><a href=2>乙</a></li><li><a href=3>丙</a></li></ul></div>";
        let mut document = markdown(source.to_owned(), &Options::default());
        Page.run(&mut document);
        assert_eq!(document.kept().count(), 3);
    }
}

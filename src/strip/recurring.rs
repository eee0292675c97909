//! What comes back within a document: paragraphs that are there twice, and the headers and footers of pages.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

use super::Options;
use super::form::{bare, ends_sentence, is_prose};
use super::policy::Policy;
use crate::document::{Block, Document, Kind, Removal, Rule, Stage};
use crate::text::{Letter, folded, width};

/// A paragraph that says what one before it said.
static REPEATED_PARAGRAPH: Rule =
    Rule { id: "strip.repeated_paragraph", about: "a paragraph of prose that already stands before" };
/// The header or footer of a page.
static RUNNING_TITLE: Rule =
    Rule { id: "strip.running_title", about: "a title or name that comes back beside the page numbers" };

/// Shortest paragraph of prose, in bytes.
const SHORTEST: usize = 80;
/// Fewest times that a running title is found.
const RUNNING: usize = 3;
/// Widest running title, in half-width columns.
const WIDEST: usize = 100;

/// The stage that takes out what comes back.
pub struct Recurring {
    policy: Policy,
}

impl Recurring {
    /// The stage as configured.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        Self { policy: Policy::new(options) }
    }
}

impl Stage for Recurring {
    fn name(&self) -> &'static str {
        "strip.recurring"
    }

    fn rules(&self) -> Vec<&'static Rule> {
        vec![&REPEATED_PARAGRAPH, &RUNNING_TITLE]
    }

    fn run(&self, document: &mut Document) {
        for (index, removal) in paragraphs(document).into_iter().chain(running_titles(document)) {
            self.policy.remove(document, index, removal);
        }
    }
}

/// Paragraphs that repeat an earlier one: right behind it they go, further off, where repetition may be meant (a
/// formula, an oath, a chorus), they are only marked.
fn paragraphs(document: &Document) -> Vec<(usize, Removal)> {
    let is_prose = |block: &Block| is_prose(block.value()) && ends_sentence(block.value());
    let paragraphs = document
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| block.is_kept() && block.kind == Kind::Paragraph && block.value().len() >= SHORTEST);
    let mut keys: Vec<(u64, usize)> =
        paragraphs.map(|(index, block)| (xxh3_64(block.value().trim().as_bytes()), index)).collect();
    keys.sort_unstable();
    let again = keys.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    let again = again.filter(|pair| document.blocks.get(pair[1].1).is_some_and(is_prose));
    let mut found: Vec<(usize, Removal)> = again
        .map(|pair| {
            let between = document.blocks.get(pair[0].1 + 1..pair[1].1).unwrap_or_default();
            let confidence = if between.iter().any(Block::is_kept) { 0.6 } else { 0.9 };
            (pair[1].1, Removal::by(&REPEATED_PARAGRAPH, confidence))
        })
        .collect();
    found.sort_unstable_by_key(|&(index, _)| index);
    found
}

/// Short lines beside page numbers again and again.
fn running_titles(document: &Document) -> Vec<(usize, Removal)> {
    let pages: Vec<usize> = (0..document.blocks.len()).filter(|&index| is_page_number(document, index)).collect();
    if pages.len() < RUNNING {
        return Vec::new();
    }
    let mut titles: BTreeMap<Vec<Letter>, Vec<usize>> = BTreeMap::new();
    for page in pages {
        for index in page.saturating_sub(1)..=page + 1 {
            let Some(block) = document.blocks.get(index).filter(|block| block.is_kept()) else { continue };
            let line = bare(block.value());
            if width(line) <= WIDEST && line.contains(char::is_alphabetic) {
                titles.entry(folded(line)).or_default().push(index);
            }
        }
    }
    let often = titles.into_values().filter(|places| places.len() >= RUNNING);
    let removal = |count: usize| Removal::by(&RUNNING_TITLE, 0.9).because(format!("beside {count} page numbers"));
    let mut found: Vec<(usize, Removal)> =
        often.flat_map(|places| places.clone().into_iter().map(move |index| (index, removal(places.len())))).collect();
    found.sort_by_key(|&(index, _)| index);
    found.dedup_by_key(|&mut (index, _)| index);
    found
}

fn is_page_number(document: &Document, index: usize) -> bool {
    let removal = document.blocks.get(index).and_then(|block| block.removal.as_ref());
    removal.is_some_and(|removal| removal.rule.id == "strip.pager")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::strip::shown::shown;
    use crate::strip::stages;

    fn run(source: &str) -> Document {
        let mut document = parse::plain(source.to_owned());
        let stages = stages(&Options::default(), &parse::Options::default()).expect("built-in packs");
        stages.iter().for_each(|stage| stage.run(&mut document));
        document
    }

    fn prose(number: usize) -> String {
        format!(
            "第{number}天，渡口的老人又把缆绳解开，数了一遍岸边的石头，然后坐下来等那封从没有写过的信，一直等到天黑。"
        )
    }

    #[test]
    fn headers_and_footers_of_pages_go() {
        let pages: Vec<String> =
            (1..5).map(|page| format!("{}\n{}\n河边纪事\n第 {page} 页", prose(page), prose(page + 10))).collect();
        let text = run(&pages.join("\n")).text();
        assert!(!text.contains("河边纪事") && !text.contains("页"), "{text}");
        assert!((1..5).all(|page| text.contains(&prose(page))));
    }

    #[test]
    fn what_becomes_of_pages_and_paragraphs() {
        let mut pages: Vec<String> = (1..4).map(|page| format!("{}\n河边纪事\n第 {page} 页", prose(page))).collect();
        pages.extend([prose(3), prose(4), prose(4), prose(1)]);
        insta::assert_snapshot!(shown(&run(&pages.join("\n"))));
    }

    #[test]
    fn a_paragraph_twice_in_a_row_goes_and_a_refrain_stays() {
        let (a, b, c) = (prose(1), prose(2), prose(3));
        let document = run(&[&a, &b, &b, &c, &a].map(String::as_str).join("\n"));
        assert_eq!(document.text(), [&a, &b, &c, &a].map(String::as_str).join("\n\n"));
        assert!(document.marks.iter().any(|mark| mark.removal.rule == &REPEATED_PARAGRAPH));
        let verse = "回来吧\n河上的船\n回来吧\n山上的雪";
        assert_eq!(run(verse).text(), verse.replace('\n', "\n\n"));
    }
}

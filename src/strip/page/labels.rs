//! The rules under which blocks leave a page.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::prefix::PrefixCache;
use crate::document::{Block, Kind, Rule};

/// Menus, breadcrumbs, pagination.
static NAVIGATION: Rule =
    Rule { id: "strip.page.navigation", about: "menus, breadcrumbs, pagination and lists of links on a page" };
/// Comments of readers.
static COMMENTS: Rule = Rule { id: "strip.page.comments", about: "readers' comments and the forms for them" };
/// Pointers to other articles.
static RELATED: Rule = Rule { id: "strip.page.related", about: "related, recommended and most-read articles" };
/// Buttons for sharing and following.
static SHARE: Rule = Rule { id: "strip.page.share", about: "share, follow and subscribe boxes" };
/// Footers and legal lines.
static FOOTER: Rule = Rule { id: "strip.page.footer", about: "footers, copyright and legal lines" };
/// Title, byline and date lines, which are in the metadata.
static BYLINE: Rule =
    Rule { id: "strip.page.byline", about: "title, byline and date lines outside the text; they are in the metadata" };
/// Advertising.
static ADVERT: Rule = Rule { id: "strip.page.advert", about: "advertising" };
/// Everything else.
static BOILERPLATE: Rule = Rule { id: "strip.page.boilerplate", about: "other text around the main text of a page" };

/// Every rule of this stage.
#[must_use]
pub fn rules() -> Vec<&'static Rule> {
    vec![&NAVIGATION, &COMMENTS, &RELATED, &SHARE, &FOOTER, &BYLINE, &ADVERT, &BOILERPLATE]
}

/// Words of element, class and id names that tell what a block is for, in the order asked.
const KEYWORDS: &[(&Rule, &[&str])] = &[
    (&COMMENTS, &["comment", "reply", "discuss", "disqus", "pinglun", "liuyan"]),
    (
        &RELATED,
        &["related", "recommend", "popular", "trending", "most-read", "tuijian", "hot", "ranking", "readmore", "more-"],
    ),
    (&SHARE, &["share", "social", "follow", "subscribe", "newsletter", "fenxiang"]),
    (&ADVERT, &["advert", "sponsor", "promo", "ads", "guanggao"]),
    (&FOOTER, &["footer", "copyright", "legal", "cookie", "consent", "bottom"]),
    (&BYLINE, &["byline", "author", "date", "pubtime", "source", "title", "info", "meta"]),
    (&NAVIGATION, &["nav", "menu", "breadcrumb", "crumb", "pagination", "pager", "sidebar", "toolbar", "header"]),
];

/// What the innermost names around a block say that is not a comment, but beside one.
const BESIDE: [&str; 9] = ["date", "time", "author", "name", "user", "avatar", "meta", "count", "reply"];

/// Elements that hold no comment, but ways to write one.
const FORMS: [&str; 5] = ["form", "button", "label", "select", "nav"];

/// Whether `block`, which is in an element named for comments, reads like one.
pub(super) fn is_comment(block: &Block) -> bool {
    let features = &block.features;
    let own = features.names.rsplit('/').next().unwrap_or_default();
    let in_form = features.path.split('/').any(|step| FORMS.contains(&step.split('[').next().unwrap_or(step)));
    let chars = block.value().chars().count();
    !in_form
        && !matches!(block.kind, Kind::Heading(_))
        && !BESIDE.iter().any(|word| own.contains(word))
        && features.link_chars as usize * 2 <= chars
}

/// The words of all of [`KEYWORDS`], and the place there of each.
static WORDS: LazyLock<(Option<AhoCorasick>, Vec<usize>)> = LazyLock::new(|| {
    let words = || KEYWORDS.iter().enumerate().flat_map(|(at, (_, words))| words.iter().map(move |word| (at, word)));
    (AhoCorasick::new(words().map(|(_, word)| word)).ok(), words().map(|(at, _)| at).collect())
});

/// The first of [`KEYWORDS`] of which `text` holds a word.
fn keyword(text: &str) -> Option<usize> {
    if text.is_empty() {
        return None;
    }
    let (words, places) = &*WORDS;
    let found = words.as_ref()?.find_overlapping_iter(text);
    found.filter_map(|found| places.get(found.pattern().as_usize()).copied()).min()
}

/// The keywords around blocks: the first of [`KEYWORDS`] along the names and along the path.
#[derive(Default)]
pub(super) struct Labels<'a> {
    names: PrefixCache<'a, Option<usize>>,
    path: PrefixCache<'a, Option<usize>>,
}

impl<'a> Labels<'a> {
    /// The rule that `block` leaves by: what the names around it say, else what it looks like.
    pub(super) fn rule(&mut self, block: &'a Block) -> &'static Rule {
        let first = |outer: Option<usize>, step: &str| [outer, keyword(step)].into_iter().flatten().min();
        let names = self.names.evaluate(&block.features.names, first).last();
        let path = self.path.evaluate(&block.features.path, first).last();
        let keyword = [names, path].into_iter().flatten().filter_map(|(_, keyword)| *keyword).min();
        keyword.and_then(|at| KEYWORDS.get(at)).map_or_else(|| by_form(block), |(rule, _)| rule)
    }
}

/// The rule that `block` leaves by for what it looks like.
fn by_form(block: &Block) -> &'static Rule {
    let features = &block.features;
    let chars = block.value().chars().count();
    if features.link_chars as usize * 2 > chars {
        &NAVIGATION
    } else if block.value().contains('©') || block.value().contains("Copyright") {
        &FOOTER
    } else if block.kind == Kind::Heading(1) {
        &BYLINE
    } else {
        &BOILERPLATE
    }
}

//! The names under which blocks leave a page.

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
const SIGNS: &[(&Rule, &[&str])] = &[
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

/// What the innermost names around a comment say when it is not one, but stands beside it.
const BESIDE: [&str; 9] = ["date", "time", "author", "name", "user", "avatar", "meta", "count", "reply"];

/// Elements that hold no comment, but ways to write one.
const FORMS: [&str; 5] = ["form", "button", "label", "select", "nav"];

/// Whether `block`, which lies in an element named for comments, reads like one.
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

/// The rule that `block` leaves by: what the names around it say, else what it looks like.
pub(super) fn rule(block: &Block) -> &'static Rule {
    let features = &block.features;
    let says = |words: &[&str]| words.iter().any(|word| features.names.contains(word) || features.path.contains(word));
    if let Some((rule, _)) = SIGNS.iter().find(|(_, words)| says(words)) {
        return rule;
    }
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

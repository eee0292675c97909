//! The rules under which parsing takes something out of a text.

use crate::document::{BREAK, Rule};

/// Markup: tags, entities, emphasis marks, link targets, and the white space that markup does not count.
pub static MARKUP: Rule =
    Rule { id: "parse.markup", about: "markup, entities and white space that a reader never sees" };
/// Text that a browser does not show.
pub static HIDDEN: Rule =
    Rule { id: "parse.hidden", about: "scripts, styles, comments, templates and other text that browsers do not show" };
/// Front matter, whose fields are in the metadata.
pub static FRONT_MATTER: Rule =
    Rule { id: "parse.front_matter", about: "YAML or TOML front matter; its fields are in the metadata" };
/// Line ends of the source that do not end a paragraph.
pub static SOFT_BREAK: Rule =
    Rule { id: "parse.soft_break", about: "line end inside a paragraph: a space, or nothing between Han characters" };

/// What a feed says about its items: dates, names, addresses, categories, and summaries that the items repeat.
pub static FEED: Rule = Rule {
    id: "parse.feed",
    about: "dates, names, addresses and categories of a feed's items, which are in the metadata, and repeated summaries",
};

/// Every rule of this module.
#[must_use]
pub fn rules() -> Vec<&'static Rule> {
    vec![&MARKUP, &HIDDEN, &FRONT_MATTER, &SOFT_BREAK, &FEED, &BREAK]
}

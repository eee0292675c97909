//! `strip.title`: the title, standing in the text again.

use super::fold::folded;
use super::form::{bare, is_headline, is_prose, width};
use super::{Options, Policy};
use crate::document::{Document, Format, Kind, Removal, Rule};
use crate::pipeline::{Entry, Stage};

/// The title in the text.
static TITLE: Rule = Rule { id: "strip.title", about: "the title at the head of the text; it has its own column" };

/// Blocks at the head among which the title is looked for.
const HEAD: usize = 4;
/// Longest title, in half-width columns.
const LONGEST: usize = 200;
/// Longest name of a site beside the title, in half-width columns.
const SITE: usize = 40;

/// The stage that takes the title out of the text.
pub struct Title {
    policy: Policy,
}

impl Title {
    /// The stage in the table of stages.
    pub const ENTRY: Entry = Entry {
        name: "strip.title",
        about: "moves the title to its column",
        rules: || vec![&TITLE],
        build: |config| Ok(Some(Box::new(Self::new(&config.strip)))),
    };

    /// The stage as configured.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        Self { policy: Policy::new(options) }
    }
}

impl Stage for Title {
    fn run(&self, document: &mut Document) {
        if !self.policy.allows(&TITLE) {
            return;
        }
        if document.metadata.title.is_none()
            && let Some((title, why)) = find(document)
        {
            document.metadata.title = Some(title);
            self.clear(document, why);
        } else if document.metadata.title.is_some() {
            self.clear(document, "equals the declared title");
        }
    }
}

impl Title {
    /// Removes the blocks at the head that say the title.
    fn clear(&self, document: &mut Document, why: &str) {
        let Some(title) = document.metadata.title.clone() else { return };
        let mut heads = head(document);
        // A text that is nothing but its title keeps it.
        if !document.kept().any(|block| !says(block.value(), &title) && !block.value().trim().is_empty()) {
            return;
        }
        heads.retain(|&index| document.blocks.get(index).is_some_and(|block| says(block.value(), &title)));
        for index in heads {
            self.policy.remove(document, index, Removal::by(&TITLE, 0.95).because(why));
        }
    }
}

/// Indices of the first kept blocks that are not empty.
fn head(document: &Document) -> Vec<usize> {
    let shown = |index: &usize| {
        document.blocks.get(*index).is_some_and(|block| block.is_kept() && !block.value().trim().is_empty())
    };
    (0..document.blocks.len()).filter(shown).take(HEAD).collect()
}

/// The title that the text itself gives: a heading above all else, or a line that stands twice at the very top.
fn find(document: &Document) -> Option<(String, &'static str)> {
    let heads = head(document);
    let first = document.blocks.get(*heads.first()?)?;
    let line = bare(first.value());
    if !is_headline(line) || width(line) > LONGEST {
        return None;
    }
    if document.format != Format::Plain && first.kind == Kind::Heading(1) && is_only(document) {
        return Some((line.to_owned(), "the heading above everything"));
    }
    let second = bare(document.blocks.get(*heads.get(1)?)?.value());
    let prose = document.kept().any(|block| is_prose(block.value()));
    let key = folded(line);
    let again = document.kept().filter(|block| folded_equal(block.value(), &key)).count();
    let twice =
        key.chars().count() >= 4 && key.contains(char::is_alphabetic) && folded(second) == key && again == 2 && prose;
    twice.then(|| (line.to_owned(), "stands twice at the top"))
}

/// Whether the document has one heading of the first level: with several, they part the text and are no title.
fn is_only(document: &Document) -> bool {
    document.kept().filter(|block| block.kind == Kind::Heading(1)).count() == 1
}

/// Whether `text` folds to `key`; long texts are not even folded.
fn folded_equal(text: &str, key: &str) -> bool {
    text.len() <= 4 * key.len() + 64 && folded(text) == key
}

/// Whether a line says the title and nothing else but the name of a site.
fn says(line: &str, title: &str) -> bool {
    if width(line) > LONGEST + SITE {
        return false;
    }
    let line = bare(line);
    let key = folded(title);
    if key.is_empty() {
        return false;
    }
    if folded(line) == key {
        return true;
    }
    let parts = line.rsplit_once(['_', '|', '｜', '—', '–', '-']);
    parts.is_some_and(|(main, site)| {
        width(site) <= SITE && key.chars().count() >= 6 && folded(main.trim_end_matches(['-', '—', '_', ' '])) == key
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    const BODY: &str = "船队天没亮就离开了港口，老人站在堤上数灯，一盏一盏地数，数到第七盏时雾又合上了。\
        他把烟掐灭，转身往村里走，路上谁也没有遇见，只有狗在远处叫了两声。";

    fn run(source: &str) -> Document {
        let mut document = parse::plain(source.to_owned());
        Title::new(&Options::default()).run(&mut document);
        document
    }

    #[test]
    fn a_line_twice_at_the_top_is_the_title() {
        let document = run(&format!("老人与七盏灯\n\n老人与七盏灯\n\n{BODY}\n"));
        assert_eq!(document.metadata.title.as_deref(), Some("老人与七盏灯"));
        assert_eq!(document.text(), BODY);
    }

    #[test]
    fn a_single_first_line_stays() {
        let source = format!("老人与七盏灯\n\n{BODY}");
        assert_eq!(run(&source).text(), source);
    }

    #[test]
    fn verse_that_begins_twice_the_same_stays() {
        let source = "归来吧归来\n\n归来吧归来\n\n浪迹山间的人\n\n归来吧归来";
        assert_eq!(run(source).text(), source);
    }

    #[test]
    fn a_declared_title_goes_with_the_name_of_the_site() {
        let mut document = parse::plain(format!("老人与七盏灯 - 海边日报\n{BODY}"));
        document.metadata.title = Some("老人与七盏灯".to_owned());
        Title::new(&Options::default()).run(&mut document);
        assert_eq!(document.text(), BODY);
    }
}

//! `strip.title`: the title, standing in the text again.

use super::Options;
use super::form::{bare, is_headline, is_prose};
use super::policy::Policy;
use crate::document::{Document, Format, Kind, Removal, Rule, Stage};
use crate::text::{Letter, folded, letters, width};

/// The title in the text.
static TITLE: Rule = Rule { id: "strip.title", about: "the title at the head of the text; it has its own column" };

/// Blocks at the head among which the title is looked for.
const HEAD: usize = 4;
/// Longest title, in half-width columns.
const LONGEST: usize = 200;
/// Longest name of a site beside the title, in half-width columns.
const SITE: usize = 40;
/// Letters of the shortest title that is told from the name of a site beside it.
const SHORTEST: usize = 6;
/// What separates a title from the name of a site.
const PARTS: [char; 6] = ['_', '|', '｜', '—', '–', '-'];
/// Endings of names of files.
const ENDINGS: [&str; 5] = ["html", "htm", "md", "txt", "php"];

/// The stage that takes the title out of the text.
pub struct Title {
    policy: Policy,
}

impl Title {
    /// The stage as configured.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        Self { policy: Policy::new(options) }
    }
}

impl Stage for Title {
    fn name(&self) -> &'static str {
        "strip.title"
    }

    fn rules(&self) -> Vec<&'static Rule> {
        vec![&TITLE]
    }

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
        let sought = Sought::new(&title);
        // A text that is nothing but its title keeps it.
        if !document.kept().any(|block| !block.value().trim().is_empty() && !sought.is_said_by(block.value())) {
            return;
        }
        let mut heads = head(document);
        heads.retain(|&index| document.blocks.get(index).is_some_and(|block| sought.is_said_by(block.value())));
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

/// The title that the text itself gives: a heading above all else, or a line that is there twice at the very top.
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
    let key = folded(line);
    let second = document.blocks.get(*heads.get(1)?)?.value();
    if key.len() < 4 || !line.contains(char::is_alphabetic) || !folds_to(second, &key) {
        return None;
    }
    let again = document.kept().filter(|block| folds_to(block.value(), &key)).count();
    let prose = || document.kept().any(|block| is_prose(block.value()));
    (again == 2 && prose()).then(|| (line.to_owned(), "stands twice at the top"))
}

/// Whether the document has one heading of the first level: with several, they divide the text and are no title.
fn is_only(document: &Document) -> bool {
    document.kept().filter(|block| block.kind == Kind::Heading(1)).count() == 1
}

/// Whether the letters of `text` are `key`.
fn folds_to(text: &str, key: &[Letter]) -> bool {
    letters(text).map(|(_, letter)| letter).eq(key.iter().copied())
}

/// What is looked for at the head of a text: the title, and how it reads without the name of a site.
struct Sought {
    title: Vec<Letter>,
    main: Option<Vec<Letter>>,
}

impl Sought {
    fn new(title: &str) -> Self {
        // Inside a title a dash may belong to its words: it must be set apart.
        let apart = |main: &&str| {
            let site = title.strip_prefix(main);
            site.is_some_and(|site| main.ends_with(char::is_whitespace) || site.starts_with(['_', '|', '｜']))
        };
        let main = mains(title).filter(apart).map(folded).find(|main| main.len() >= SHORTEST);
        Self { title: folded(title), main }
    }

    /// Whether a line says the title and nothing else but the name of a site. A slug folds as its title does.
    fn is_said_by(&self, line: &str) -> bool {
        if self.title.is_empty() || line.len() > 4 * (LONGEST + SITE) {
            return false;
        }
        let line = bare(line);
        let whole = folded(line);
        whole == self.title
            || self.main.as_ref() == Some(&whole)
            || (self.title.len() >= SHORTEST && mains(line).chain(slug(line)).any(|main| folds_to(main, &self.title)))
    }
}

/// What a line says before or behind the name of a site, for each place where it may be parted so.
fn mains(line: &str) -> impl Iterator<Item = &str> {
    let before = line.match_indices(PARTS).filter_map(|(at, part)| {
        let (main, site) = (&line[..at], &line[at + part.len()..]);
        // Two dashes part a title from a subtitle, a hyphen parts words.
        let subtitle = part == "—" && (site.starts_with('—') || main.ends_with('—'));
        let letter = |c: char| c.is_ascii_alphanumeric();
        let hyphen = part == "-" && main.ends_with(letter) && site.starts_with(letter);
        (!subtitle && !hyphen && width(site) <= SITE).then_some(main)
    });
    let behind = line.split_once(['|', '｜']).into_iter();
    before.chain(behind.filter(|(site, _)| width(site) <= SITE).map(|(_, main)| main))
}

/// A slug (`2019-03-04-my-post-title.html`) without its date and ending.
fn slug(line: &str) -> Option<&str> {
    let name = line.rsplit_once('.').filter(|(_, ending)| ENDINGS.contains(ending)).map_or(line, |(name, _)| name);
    let name = name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_'));
    (!name.contains(char::is_whitespace) && name.len() < line.len()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::strip::shown::shown;

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
    fn what_becomes_of_a_title() {
        insta::assert_snapshot!(shown(&run(&format!("老人与七盏灯\n\n老人与七盏灯\n\n{BODY}\n"))));
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

    /// Whether `line` stays above a text of the declared `title`.
    fn stays(title: &str, line: &str) -> bool {
        let mut document = parse::plain(format!("{line}\n{BODY}"));
        document.metadata.title = Some(title.to_owned());
        Title::new(&Options::default()).run(&mut document);
        document.text() != BODY
    }

    #[test]
    fn a_declared_title_goes_in_every_form() {
        for (title, line) in [
            ("老人与七盏灯", "老人與七盞燈"),
            ("老人与七盏灯（上）", "《老人与七盏灯》(上)"),
            ("老人与七盏灯", "老人与七盏灯_副刊_海边日报"),
            ("老人与七盏灯", "海边日报 | 老人与七盏灯"),
            ("老人与七盏灯 - 海边日报", "# 老人与七盏灯"),
            ("The Keeper's Seven Lamps", "the-keepers-seven-lamps"),
            ("The Keeper's Seven Lamps", "# 2019-03-04-the-keepers-seven-lamps.html"),
            ("Ｓｅｖｅｎ Ｌａｍｐｓ，１９８０", "Seven lamps, 1980"),
        ] {
            assert!(!stays(title, line), "{line}");
        }
    }

    #[test]
    fn what_says_more_than_the_title_stays() {
        for (title, line) in [
            ("老人与七盏灯", "老人与七盏灯——记一个渔村的三十年"),
            ("老人与七盏灯", "老人与七盏灯第二章"),
            ("七盏灯", "七盏灯-老人"),
            ("Lanterns", "Lanterns-at-sea"),
            ("Spring-time lamps", "Spring"),
            ("老人与七盏灯", "今天读到《老人与七盏灯》这一篇。"),
        ] {
            assert!(stays(title, line), "{line}");
        }
    }
}

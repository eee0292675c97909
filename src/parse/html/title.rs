//! The title of a page, without the names of site and section around it.

use super::blocks::Page;
use super::declared::Note;
use super::jsonld::Article;
use super::metas::{Metas, clean, squeeze};
use crate::document::Kind;
use crate::text::{boundary, is_common_han};

/// The title of a page, and where it comes from.
///
/// What the page tells search engines is what its editors call the article; titles for sharing and for the window are
/// often rewritten to be clicked. Where it tells them nothing, what two places agree on is surer than what one says.
pub(super) fn title(page: &Page, meta: &Metas, article: &Article, names: &Names) -> Option<(&'static str, String)> {
    let headings: Vec<String> = page
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, Kind::Heading(1 | 2)))
        .map(|block| line(block.value()))
        .filter(|heading| heading.chars().count() > 3)
        .collect();
    let element = page.notes.iter().find_map(|note| match note {
        Note::Title(title) => Some(line(title)).filter(|title| !title.is_empty()),
        _ => None,
    });
    let graph = meta.first(&["og:title", "twitter:title", "dc.title", "title"]).map(line);
    let (headline, name) = (article.headline.as_deref().map(line), article.name.as_deref().map(line));
    // A heading that the page's title or description repeats is the title; other headings carry names of sites.
    let declared = [element.as_deref(), graph.as_deref(), headline.as_deref(), name.as_deref()];
    let is_echoed = |heading: &&String| {
        let key = squeeze(heading);
        !names.has(heading) && declared.iter().flatten().any(|title| squeeze(title).contains(&key))
    };
    let is_declared = |heading: &String| {
        let key = squeeze(heading);
        [&graph, &headline, &name].iter().any(|title| title.as_ref().is_some_and(|title| squeeze(title) == key))
    };
    let heading = headings.iter().filter(is_echoed).max_by_key(|heading| (is_declared(heading), heading.len()));
    // Clipped headlines end so.
    let is_whole = |title: &String| {
        title.chars().count() > 3 && !names.has(title) && !title.ends_with('…') && !title.ends_with("...")
    };
    let headline = headline.map(|title| names.without(&title)).filter(is_whole);
    if let Some(headline) = headline {
        // What readers are shown and what is shared may be one, and another what search engines and the window are told.
        let key = squeeze(&headline);
        let is_window = element.as_ref().is_some_and(|title| squeeze(title).starts_with(&key));
        let shown =
            headings.iter().find(|heading| is_window && graph.as_ref() == Some(*heading) && squeeze(heading) != key);
        return Some(shown.map_or(("json-ld", headline), |heading| ("h1", heading.clone())));
    }
    // A page that declares nothing is called what its only heading says, unless that is the site's name.
    let mut first = page.blocks.iter().filter(|block| block.kind == Kind::Heading(1));
    if let (None, Some(block), None) = (&graph, first.next(), first.next())
        && let only = line(block.value())
        && !is_aside(&block.features.path)
        && !names.has(&only)
        && only.chars().count() > 3
        && !element.as_ref().is_some_and(|title| squeeze(title).contains(&squeeze(&only)))
    {
        return Some(("h1", only));
    }
    let candidates = [
        ("json-ld", name.clone()),
        ("h1", heading.cloned()),
        ("meta", graph.as_deref().map(|title| names.without(title))),
        ("title", element.as_deref().map(|title| names.without_tail(title))),
        ("h1", headings.first().cloned()),
    ];
    let said =
        candidates.into_iter().filter_map(|(from, title)| Some((from, title.filter(|title| !title.is_empty())?)));
    let said: Vec<(&'static str, String)> = said.collect();
    let is_shared = |at: &usize| said.iter().skip(at + 1).any(|(_, other)| squeeze(other) == squeeze(&said[*at].1));
    let is_own = |at: &usize| !names.has(&said[*at].1);
    let places = 0..said.len();
    let chosen = places.clone().filter(is_own).find(is_shared).or_else(|| places.clone().find(is_own)).unwrap_or(0);
    said.into_iter().nth(chosen)
}

/// Whether a path leads to what is around the text of a page. An article may have a header of its own.
fn is_aside(path: &str) -> bool {
    let is_in = |name: &str| path.split('/').any(|step| step.split('[').next() == Some(name));
    ["nav", "aside", "footer"].into_iter().any(is_in) || (is_in("header") && !is_in("article") && !is_in("main"))
}

/// Bytes of a title beyond which it is something else.
const LONGEST: usize = 2000;

/// A title in one line.
fn line(title: &str) -> String {
    clean(&title[..boundary(title, LONGEST)])
}

/// What a site is called: by itself, by its publisher, by its address.
pub(super) struct Names {
    keys: Vec<String>,
}

/// What separates a title from the names around it, with white space on both sides or without.
const SEPARATORS: &[&str] = &["|", " - ", " – ", " — ", "_", "--", " » ", " « ", " :: ", " · ", " • ", "-", "：", ": "];

impl Names {
    /// The names of a site: `declared` ones, and the parts of its `address`.
    pub(super) fn new<'a>(declared: impl IntoIterator<Item = &'a str>, address: Option<&str>) -> Self {
        let mut keys: Vec<String> = declared.into_iter().map(squeeze).collect();
        let host = address.and_then(|address| address.split_once("://")).map(|(_, rest)| rest);
        if let Some(host) = host.and_then(|rest| rest.split(['/', '?', '#', ':']).next()) {
            let host = host.trim_start_matches("www.");
            keys.push(squeeze(host));
            // The label before the public suffix, as near as can be told without a list of suffixes.
            keys.extend(host.split('.').max_by_key(|label| label.len()).map(squeeze));
        }
        keys.retain(|key| key.chars().count() > 1);
        Self { keys }
    }

    /// Whether `text` is a name of the site and nothing else.
    pub(super) fn has(&self, text: &str) -> bool {
        let key = squeeze(text);
        self.keys.contains(&key)
    }

    /// `title` without the name of the site at its end or beginning.
    fn without(&self, title: &str) -> String {
        let mut rest = title.trim();
        if let Some((before, _)) =
            cuts(rest).filter(|(_, after)| self.has(after)).min_by_key(|(before, _)| before.len())
        {
            rest = before;
        }
        if let Some((_, after)) = cuts(rest).find(|(before, _)| self.has(before)) {
            rest = after;
        }
        rest.to_owned()
    }

    /// `title`, that of the window, without what follows it: the name of the site where it is known, else what looks
    /// like one.
    fn without_tail(&self, title: &str) -> String {
        let own = self.without(title);
        if own.len() < title.trim().len() && !own.contains(['|', '_']) {
            return own;
        }
        // Separators that titles themselves hardly hold; the first part must be the longest.
        for separator in ["_", " | ", "|", " - ", " – ", " — ", "--", " » ", " :: ", " · ", "-"] {
            // A bare hyphen separates names of sites in Chinese only.
            let is_bare = separator == "-";
            if let Some((first, after)) = own.split_once(separator)
                && (!is_bare || after.chars().any(is_common_han))
                && first.chars().count() * 2 >= after.chars().count()
                && first.chars().count() > 5
            {
                return first.trim().to_owned();
            }
        }
        own
    }
}

/// How many separators of a title are looked at: a long one is a list of key words.
const CUTS: usize = 12;

/// The ways to cut a title in two at a separator, neither part empty.
fn cuts(title: &str) -> impl Iterator<Item = (&str, &str)> {
    let cut = move |separator: &'static str| {
        title.match_indices(separator).take(CUTS).map(move |(at, _)| (&title[..at], &title[at + separator.len()..]))
    };
    let parts = SEPARATORS.iter().copied().flat_map(cut);
    parts
        .map(|(before, after)| (before.trim(), after.trim()))
        .filter(|(before, after)| !before.is_empty() && !after.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_the_names_of_sites() {
        let none = Names::new([], None);
        assert_eq!(none.without_tail("甲乙丙丁戊己庚_新闻频道_某网"), "甲乙丙丁戊己庚");
        assert_eq!(none.without_tail("Covid-19 and what it did"), "Covid-19 and what it did");
        let site = Names::new(["The Site"], Some("https://www.the-other-site.org/a"));
        assert_eq!(site.without_tail("A long headline here | The Site"), "A long headline here");
        assert_eq!(site.without("The Site: a headline - with a dash"), "a headline - with a dash");
        assert_eq!(site.without("Harvest - or what is left of it"), "Harvest - or what is left of it");
        assert_eq!(site.without("A headline – the-other-site.org"), "A headline");
    }
}

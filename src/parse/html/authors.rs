//! Who wrote a page: what it declares, what the elements called after authors hold, what its lines say.

use super::blocks::Page;
use super::declared::Note;
use super::jsonld::Article;
use super::metas::Metas;
use super::near::{LINE, near};
use super::title::Names;
use crate::document::Block;
use crate::text::names::{line, read};

/// `meta` names that hold the author, the surest first.
const AUTHORS: &[&str] = &[
    "author",
    "article:author",
    "og:article:author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "dc.creator.aut",
    "citation_author",
    "twitter:creator_name",
];

/// Words of the labels that previews of a page show beside the author's name.
const LABELS: &[&str] =
    &["written by", "author", "von", "verfasst von", "geschrieben von", "écrit par", "escrito por", "作者"];

/// How many blocks before and after the title an element with an author's name may be.
const PERSONS: (usize, usize) = (4, 12);

/// Who wrote the page: the first to name somebody else than the site itself. Where nobody does, the site.
pub(super) fn authors(
    page: &Page,
    meta: &Metas,
    article: &Article,
    names: &Names,
    title_at: Option<usize>,
) -> Option<(&'static str, Vec<String>)> {
    let read_all =
        |raw: &mut dyn Iterator<Item = &str>| -> Vec<String> { raw.flat_map(|raw| read(raw).writers()).collect() };
    let declared = [("json-ld", read_all(&mut article.authors.iter().map(String::as_str)))];
    let metas = AUTHORS.iter().map(|name| ("meta", read_all(&mut meta.all(&[name]))));
    let label =
        meta.first(&["twitter:label1"]).is_some_and(|label| LABELS.contains(&label.trim().to_lowercase().as_str()));
    let preview = label.then(|| ("meta", read_all(&mut meta.all(&["twitter:data1"]))));
    let persons = page.notes.iter().filter_map(|note| match note {
        Note::Person(text, at) => Some((text.as_str(), *at)),
        _ => None,
    });
    let from = title_at.unwrap_or(0);
    let near = |(_, at): &(&str, usize)| *at + PERSONS.0 >= from && *at <= from + PERSONS.1;
    let persons = persons.clone().filter(near).chain(persons.take(3));
    let persons = persons.map(|(text, _)| ("class", read(text).writers()));
    let lines = std::iter::once_with(|| ("text", in_lines(&page.blocks, title_at).unwrap_or_default()));
    let mut site: Option<(&'static str, Vec<String>)> = None;
    for (from, named) in declared.into_iter().chain(metas).chain(preview).chain(persons).chain(lines) {
        let is_site = named.iter().all(|name| names.has(name));
        // Only the full name of a person takes the place of the site's.
        let is_person = |name: &String| name.contains(' ') || !name.is_ascii();
        if !is_site && (site.is_none() || named.iter().all(is_person)) {
            // A site that is named beside persons is where they work.
            let (sites, persons): (Vec<_>, Vec<_>) = named.into_iter().partition(|name| names.has(name));
            let has_persons = persons.iter().all(|name| name.contains(' '));
            return Some((from, if has_persons { persons } else { [sites, persons].concat() }));
        }
        if is_site && !named.is_empty() {
            site = site.or(Some((from, named)));
        }
    }
    site
}

/// The authors that a line near the title names, any short line, or the last line of a Chinese text.
fn in_lines(blocks: &[Block], title_at: Option<usize>) -> Option<Vec<String>> {
    let near = near(blocks, title_at).map(Block::value);
    let short = blocks.iter().map(Block::value).filter(|line| line.len() <= LINE);
    (near.clone().find_map(line::labelled))
        .or_else(|| near.clone().find_map(line::by))
        .or_else(|| near.clone().find_map(line::posted_by))
        .or_else(|| near.clone().find_map(line::on_board))
        .or_else(|| near.clone().find_map(line::wrote))
        .or_else(|| short.clone().find_map(line::labelled))
        .or_else(|| near.clone().find_map(line::reporter))
        .or_else(|| blocks.iter().rev().find_map(|block| line::signature(block.value())))
        .or_else(|| short.clone().find_map(line::reporter))
}

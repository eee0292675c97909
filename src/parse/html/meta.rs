//! What a page declares about itself, and what its visible lines say: title, authors, date, site.

use super::authors::authors;
use super::blocks::Page;
use super::declared::Note;
use super::jsonld::Article;
use super::metas::{Metas, clean, squeeze};
use super::published::{self, local_day, modified, published};
use super::title::{Names, title};
use crate::document::{Block, Kind, Metadata};
use crate::text::date::Zone;
use crate::text::leads_nowhere;

/// The metadata of a page. Where title, authors and date came from is noted as `title_from` and so on.
pub(super) fn metadata(page: &Page, zone: &Zone) -> Metadata {
    let mut article = Article::default();
    for note in &page.notes {
        if let Note::Json(script) = note {
            article.read(script);
        }
    }
    let mut metadata = Metadata::default();
    let meta = Metas::new(&page.notes);
    metadata.site =
        meta.first(&["og:site_name", "sitename", "application-name"]).map(clean).or_else(|| article.publisher.clone());
    metadata.url = page.notes.iter().find_map(|note| match note {
        Note::Canonical(href) if !leads_nowhere(href) => Some(href.clone()),
        _ => None,
    });
    metadata.url = metadata.url.or_else(|| {
        ["og:url", "twitter:url"]
            .iter()
            .filter_map(|name| meta.first(&[name]))
            .find(|url| !leads_nowhere(url))
            .map(str::to_owned)
    });
    metadata.language = page.notes.iter().find_map(|note| match note {
        Note::Language(language) => Some(language.trim().to_owned()).filter(|language| !language.is_empty()),
        _ => None,
    });
    metadata.language = metadata.language.or_else(|| article.language.clone());
    let called = [metadata.site.as_deref(), article.publisher.as_deref(), meta.first(&["application-name"])];
    let names = Names::new(called.into_iter().flatten(), metadata.url.as_deref());
    if let Some((from, title)) = title(page, &meta, &article, &names) {
        metadata.title = Some(title);
        metadata.note("title_from", from);
    }
    let title_at = title_block(&page.blocks, metadata.title.as_deref());
    if let Some((from, raw, moment)) = published(page, &meta, &article, metadata.url.as_deref(), title_at, zone) {
        let day = local_day(&raw, &moment, metadata.url.as_deref(), zone);
        published::note(&mut metadata, from, &raw, &moment, day, zone);
    }
    if let Some((from, names)) = authors(page, &meta, &article, &names, title_at) {
        metadata.add_authors(names);
        metadata.note("authors_from", from);
    }
    for (key, value) in [
        ("modified", modified(&meta, &article)),
        ("source", meta.first(&["contentsource", "mediaid", "article:source"])),
        (
            "description",
            meta.first(&["og:description", "description", "twitter:description"]).or(article.description.as_deref()),
        ),
        ("type", meta.first(&["og:type"])),
        ("license", meta.first(&["dc.rights", "dcterms.rights", "copyright"])),
    ] {
        if let Some(value) = value.map(clean).filter(|value| !value.is_empty()) {
            metadata.note(key, value);
        }
    }
    let declared = meta.all(&["article:section", "article:tag", "keywords", "news_keywords"]);
    for name in article
        .sections
        .iter()
        .map(String::as_str)
        .chain(declared)
        .flat_map(|names| names.split([',', '，', ';', '、']))
    {
        let name = clean(name);
        if !name.is_empty() && !metadata.categories.contains(&name) && metadata.categories.len() < CATEGORIES {
            metadata.categories.push(name);
        }
    }
    metadata
}

/// Categories kept of a page that declares more.
const CATEGORIES: usize = 50;

/// The block that is the title on the page.
fn title_block(blocks: &[Block], title: Option<&str>) -> Option<usize> {
    let title = squeeze(title?);
    let is_title = |block: &Block| {
        let length = block.value().len();
        (4..=600).contains(&length) && {
            let value = squeeze(block.value());
            // A heading may begin with a kicker or a date.
            let is_longer = || title.len() > 12 && value.len() < 2 * title.len() && value.ends_with(&title);
            !value.is_empty() && (value == title || (value.len() > 12 && title.starts_with(&value)) || is_longer())
        }
    };
    let heading = blocks.iter().position(|block| matches!(block.kind, Kind::Heading(_)) && is_title(block));
    let first = || blocks.iter().position(|block| block.kind == Kind::Heading(1));
    heading.or_else(|| blocks.iter().position(is_title)).or_else(first)
}

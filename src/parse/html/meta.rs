//! What a page declares about itself, and what its visible lines say: title, authors, date, site.

use super::blocks::{Note, Page};
use super::byline;
use super::jsonld::Article;
use crate::document::{Block, Kind, Metadata};
use crate::parse::date::{self, Moment};
use crate::parse::fields::Zone;

/// The metadata of a page. Where title, authors and date came from is noted as `title_from` and so on.
pub(super) fn metadata(page: &Page, zone: &Zone) -> Metadata {
    let mut article = Article::default();
    for note in &page.notes {
        if let Note::Json(script) = note {
            article.read(script);
        }
    }
    let mut metadata = Metadata::default();
    let meta = Metas { notes: &page.notes };
    metadata.site = meta.first(&["og:site_name", "application-name"]).map(clean).or_else(|| article.publisher.clone());
    metadata.url = page.notes.iter().find_map(|note| match note {
        Note::Canonical(href) => Some(href.clone()),
        _ => None,
    });
    metadata.url = metadata.url.or_else(|| meta.first(&["og:url", "twitter:url"]).map(str::to_owned));
    metadata.language = page.notes.iter().find_map(|note| match note {
        Note::Language(language) => Some(language.trim().to_owned()).filter(|language| !language.is_empty()),
        _ => None,
    });
    metadata.language = metadata.language.or_else(|| article.language.clone());
    if let Some((from, title)) = title(page, &meta, &article, metadata.site.as_deref()) {
        metadata.title = Some(title);
        metadata.note("title_from", from);
    }
    let title_at = title_block(&page.blocks, metadata.title.as_deref());
    if let Some((from, raw, moment)) = published(page, &meta, &article, metadata.url.as_deref(), title_at, zone) {
        metadata.published = Some(moment.micros);
        metadata.note("published_from", from);
        metadata.note("published_raw", raw);
        metadata.note("published_date", moment.date.to_string());
        if !moment.zoned {
            metadata.note("published_zone", format!("assumed {}", zone.name));
        }
    }
    if let Some((from, names)) = authors(page, &meta, &article, title_at) {
        for name in names {
            metadata.add_author(&name);
        }
        metadata.note("authors_from", from);
    }
    for (key, value) in [
        ("modified", article.modified.as_deref().or_else(|| meta.first(&["article:modified_time", "og:updated_time"]))),
        (
            "description",
            meta.first(&["og:description", "description", "twitter:description"]).or(article.description.as_deref()),
        ),
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

/// The `meta` elements of a page.
struct Metas<'a> {
    notes: &'a [Note],
}

impl<'a> Metas<'a> {
    /// The content of the first of `names` that the page declares, in the order of `names`.
    fn first(&self, names: &[&str]) -> Option<&'a str> {
        names.iter().find_map(|name| self.all(&[name]).find(|content| !content.trim().is_empty()))
    }

    fn all(&self, names: &[&str]) -> impl Iterator<Item = &'a str> {
        self.notes.iter().filter_map(move |note| match note {
            Note::Meta(key, content) if names.contains(&key.as_str()) => Some(content.as_str()),
            _ => None,
        })
    }
}

/// Text in one line, without white space at its ends.
fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn title(page: &Page, meta: &Metas, article: &Article, site: Option<&str>) -> Option<(&'static str, String)> {
    let headings: Vec<String> = page
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, Kind::Heading(1 | 2)))
        .map(|block| clean(block.value()))
        .filter(|heading| heading.chars().count() > 3)
        .collect();
    let element = page.notes.iter().find_map(|note| match note {
        Note::Title(title) => Some(clean(title)).filter(|title| !title.is_empty()),
        _ => None,
    });
    let graph = meta.first(&["og:title", "twitter:title", "dc.title", "title"]).map(clean);
    // A heading that the page's title or description repeats is the title; other headings carry names of sites.
    let declared = [element.as_deref(), graph.as_deref(), article.headline.as_deref()];
    let name = site.map(squeeze).unwrap_or_default();
    let is_echoed = |heading: &&String| {
        let heading = squeeze(heading);
        heading != name && declared.iter().flatten().any(|title| squeeze(title).contains(&heading))
    };
    let heading = headings.iter().filter(is_echoed).max_by_key(|heading| heading.len());
    let candidates = [
        ("json-ld", article.headline.as_deref().map(clean)),
        ("h1", heading.cloned()),
        ("meta", graph.as_deref().map(|title| without_site(title, site))),
        ("title", element.as_deref().map(|title| without_site(title, site))),
        ("h1", headings.first().cloned()),
    ];
    let said =
        candidates.into_iter().filter_map(|(from, title)| Some((from, title.filter(|title| !title.is_empty())?)));
    let said: Vec<(&'static str, String)> = said.collect();
    // What two sources agree on is surer than what the best one says.
    let is_shared = |at: &usize| said.iter().skip(at + 1).any(|(_, other)| squeeze(other) == squeeze(&said[*at].1));
    let chosen = (0..said.len()).find(is_shared).unwrap_or(0);
    said.into_iter().nth(chosen)
}

/// Letters and digits only, in lower case: for comparing titles.
fn squeeze(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A title without the names of site and section that follow it.
fn without_site(title: &str, site: Option<&str>) -> String {
    let mut rest = title;
    if let Some(site) = site.map(str::trim).filter(|site| !site.is_empty())
        && let Some(before) = rest.strip_suffix(site)
        && before.trim_end().ends_with(['|', '-', '–', '—', '_', '·', '：', ':', '»'])
    {
        rest = before.trim_end().trim_end_matches(['|', '-', '–', '—', '_', '·', '：', ':', '»']).trim_end();
    }
    // Separators that titles themselves hardly hold; the first part must be the longest.
    for separator in ["_", " | ", "|", " - ", " – ", " — ", "--", " » ", " :: ", " · ", "-"] {
        // A bare hyphen parts names of sites in Chinese only.
        let is_bare = separator == "-";
        if let Some((first, after)) = rest.split_once(separator)
            && (!is_bare || after.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)))
            && first.chars().count() * 2 >= after.chars().count()
            && first.chars().count() > 5
        {
            return first.trim().to_owned();
        }
    }
    rest.trim().to_owned()
}

/// The block that is the title on the page.
fn title_block(blocks: &[Block], title: Option<&str>) -> Option<usize> {
    let title = squeeze(title?);
    let is_title = |block: &Block| {
        let length = block.value().len();
        (4..=600).contains(&length) && {
            let value = squeeze(block.value());
            !value.is_empty() && (value == title || (value.len() > 12 && title.starts_with(&value)))
        }
    };
    let heading = blocks.iter().position(|block| matches!(block.kind, Kind::Heading(_)) && is_title(block));
    heading.or_else(|| blocks.iter().position(is_title))
}

/// `meta` names that hold the time of publication, the surest first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date.published",
    "publishdate",
    "publish_date",
    "publish-date",
    "pubdate",
    "article.published",
    "og:article:published_time",
    "og:release_date",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date.created",
    "dc.date",
    "cxenseparse:recs:publishtime",
    "weibo: article:create_at",
    "bytedance:published_time",
    "article:create_at",
    "date",
    "last-modified-date",
    "citation_publication_date",
    "datecreated",
    "timestamp",
];

fn published(
    page: &Page,
    meta: &Metas,
    article: &Article,
    url: Option<&str>,
    title_at: Option<usize>,
    zone: &Zone,
) -> Option<(&'static str, String, Moment)> {
    let read = |from: &'static str, raw: &str| date::parse(raw, &zone.zone).map(|moment| (from, clean(raw), moment));
    let declared = article.published.as_deref().and_then(|raw| read("json-ld", raw));
    let declared = declared.or_else(|| PUBLISHED.iter().find_map(|name| read("meta", meta.first(&[name])?)));
    if declared.is_some() {
        return declared;
    }
    let visible = byline::date(&page.blocks, title_at, &zone.zone);
    let times = page.notes.iter().filter_map(|note| match note {
        Note::Time(raw, at) => Some((raw, *at)),
        _ => None,
    });
    let from = title_at.unwrap_or(0);
    let time = times.filter(|(_, at)| *at >= from && *at <= from + 12).find_map(|(raw, _)| read("time", raw));
    time.or_else(|| visible.map(|(raw, moment)| ("text", clean(&raw), moment)))
        .or_else(|| url.and_then(|url| date::in_address(url, &zone.zone).map(|moment| ("url", url.to_owned(), moment))))
        .or_else(|| byline::any_date(&page.blocks, &zone.zone).map(|(raw, moment)| ("text", clean(&raw), moment)))
        .or_else(|| {
            let mut times =
                page.notes.iter().filter_map(|note| if let Note::Time(raw, _) = note { Some(raw) } else { None });
            times.find_map(|raw| read("time", raw))
        })
}

fn authors(
    page: &Page,
    meta: &Metas,
    article: &Article,
    title_at: Option<usize>,
) -> Option<(&'static str, Vec<String>)> {
    let names = |raw: &mut dyn Iterator<Item = &str>| -> Vec<String> { raw.flat_map(byline::names).collect() };
    let declared: Vec<String> = names(&mut article.authors.iter().map(String::as_str));
    if !declared.is_empty() {
        return Some(("json-ld", declared));
    }
    for name in [
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
        "mediaid",
    ] {
        let declared = names(&mut meta.all(&[name]));
        if !declared.is_empty() {
            return Some(("meta", declared));
        }
    }
    let persons = page.notes.iter().filter_map(|note| match note {
        Note::Person(text, at) => Some((text.as_str(), *at)),
        _ => None,
    });
    let from = title_at.unwrap_or(0).saturating_sub(4);
    let near = persons.clone().filter(|(_, at)| *at >= from && *at <= from + 16);
    for (text, _) in near.chain(persons.take(3)) {
        let named = byline::names(text);
        if !named.is_empty() {
            return Some(("class", named));
        }
    }
    byline::authors(&page.blocks, title_at).map(|names| ("text", names))
}

#[cfg(test)]
mod tests {
    use crate::parse::{Options, html};

    #[test]
    fn titles_lose_the_names_of_sites() {
        assert_eq!(super::without_site("甲乙丙丁戊己庚_新闻频道_某网", None), "甲乙丙丁戊己庚");
        assert_eq!(super::without_site("A long headline here | The Site", Some("The Site")), "A long headline here");
        assert_eq!(super::without_site("Covid-19 and what it did", None), "Covid-19 and what it did");
    }

    #[test]
    fn a_page_is_described_by_its_declarations_and_its_lines() {
        let page = "<html lang=zh><head><title>某地举行秋收节-某某日报</title><meta property=og:site_name content=某某日报></head>
            <body><h1>某地举行秋收节</h1><div class=info>2019年09月07日 20:17　来源：某社　作者：张三</div><p>正文第一段。</p></body></html>";
        let metadata = html::html(page.to_owned(), &Options::default()).metadata;
        assert_eq!(metadata.title.as_deref(), Some("某地举行秋收节"));
        assert_eq!(metadata.authors, ["张三"]);
        assert_eq!(metadata.extra["published_date"], "2019-09-07");
        assert_eq!(metadata.published, Some(1_567_858_620_000_000));
        assert_eq!(metadata.language.as_deref(), Some("zh"));
        assert_eq!(metadata.extra["published_zone"], "assumed Asia/Shanghai");
    }
}

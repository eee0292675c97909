//! What a page declares about itself, and what its visible lines say: title, authors, date, site.

use jiff::civil::Date;

use super::blocks::Page;
use super::byline;
use super::declared::Note;
use super::jsonld::Article;
use super::title::{Names, title};
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
    metadata.site =
        meta.first(&["og:site_name", "sitename", "application-name"]).map(clean).or_else(|| article.publisher.clone());
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
    let called = [metadata.site.as_deref(), article.publisher.as_deref(), meta.first(&["application-name"])];
    let names = Names::new(called.into_iter().flatten(), metadata.url.as_deref());
    if let Some((from, title)) = title(page, &meta, &article, &names) {
        metadata.title = Some(title);
        metadata.note("title_from", from);
    }
    let title_at = title_block(&page.blocks, metadata.title.as_deref());
    if let Some((from, raw, moment)) = published(page, &meta, &article, metadata.url.as_deref(), title_at, zone) {
        let day = local_day(&raw, &moment, metadata.url.as_deref(), zone);
        publish(&mut metadata, from, &raw, &moment, day, zone);
    }
    if let Some((from, names)) = authors(page, &meta, &article, &names, title_at) {
        for name in names {
            metadata.add_author(&name);
        }
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

/// Notes when the page was published, and the day it was where the page is written, in place of what was noted before.
pub(super) fn publish(metadata: &mut Metadata, from: &str, raw: &str, moment: &Moment, day: Date, zone: &Zone) {
    metadata.published = Some(moment.micros);
    let day = day.to_string();
    for (key, value) in [("published_from", from), ("published_raw", raw), ("published_date", &day)] {
        metadata.extra.insert(key.to_owned(), value.into());
    }
    if moment.zoned {
        metadata.extra.remove("published_zone");
    } else {
        metadata.extra.insert("published_zone".to_owned(), format!("assumed {}", zone.name).into());
    }
}

/// The day of `moment` where the page is written. A time declared in UTC may be of the day before or after: then the
/// page's address tells which.
fn local_day(raw: &str, moment: &Moment, url: Option<&str>, zone: &Zone) -> Date {
    let raw = raw.trim_end();
    if !["Z", "+00:00", "+0000", "GMT", "UTC"].iter().any(|utc| raw.ends_with(utc)) {
        return moment.date;
    }
    let is_near = |day: &Date| [day.yesterday(), day.tomorrow()].iter().flatten().any(|near| *near == moment.date);
    let address = url.and_then(|url| date::in_address(url, &zone.zone)).map(|moment| moment.date);
    address.filter(is_near).unwrap_or(moment.date)
}

/// When the page says it was last changed.
fn modified<'a>(meta: &Metas<'a>, article: &'a Article) -> Option<&'a str> {
    article.modified.as_deref().or_else(|| meta.first(&["article:modified_time", "og:updated_time", "dateupdate"]))
}

/// Categories kept of a page that declares more.
const CATEGORIES: usize = 50;

/// The `meta` elements of a page.
pub(super) struct Metas<'a> {
    notes: &'a [Note],
}

impl<'a> Metas<'a> {
    /// The content of the first of `names` that the page declares, in the order of `names`.
    pub(super) fn first(&self, names: &[&str]) -> Option<&'a str> {
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
pub(super) fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters and digits only, in lower case: for comparing titles.
pub(super) fn squeeze(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

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

/// `meta` names that hold the time of publication, the surest first.
const PUBLISHED: &[&str] = &[
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
    "dc.date.created",
    "cxenseparse:recs:publishtime",
    "weibo: article:create_at",
    "bytedance:published_time",
    "article:create_at",
    "citation_publication_date",
    "datecreated",
];

/// `meta` names that hold some date of the page, which may be that of its last change: the lines that readers see go
/// before.
const DATED: &[&str] = &["date", "dcterms.date", "dc.date", "last-modified-date", "timestamp"];

fn published(
    page: &Page,
    meta: &Metas,
    article: &Article,
    url: Option<&str>,
    title_at: Option<usize>,
    zone: &Zone,
) -> Option<(&'static str, String, Moment)> {
    let read = |from: &'static str, raw: &str| date::parse(raw, &zone.zone).map(|moment| (from, clean(raw), moment));
    // Articles that are published anew say so for sharing first.
    let shared = meta.first(&["article:published_time"]).and_then(|raw| read("meta", raw));
    let declared = shared.or_else(|| article.published.as_deref().and_then(|raw| read("json-ld", raw)));
    let declared = declared.or_else(|| PUBLISHED.iter().find_map(|name| read("meta", meta.first(&[name])?)));
    let declared = declared.or_else(|| {
        page.notes.iter().find_map(|note| match note {
            Note::Published(raw) => read("itemprop", raw),
            _ => None,
        })
    });
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
    // Elements that point to other articles are of other days.
    let mut dated =
        page.notes.iter().filter_map(|note| if let Note::Dated(raw) = note { read("time", raw) } else { None });
    let first = dated.next();
    let only = first.filter(|(.., first)| dated.all(|(.., other)| other.date == first.date));
    time.or(only)
        .or_else(|| visible.map(|(raw, moment)| ("text", clean(&raw), moment)))
        .or_else(|| DATED.iter().find_map(|name| read("meta", meta.first(&[name])?)))
        .or_else(|| url.and_then(|url| date::in_address(url, &zone.zone).map(|moment| ("url", url.to_owned(), moment))))
        .or_else(|| modified(meta, article).and_then(|raw| read("modified", raw)))
        .or_else(|| byline::any_date(&page.blocks, &zone.zone).map(|(raw, moment)| ("text", clean(&raw), moment)))
        .or_else(|| {
            let mut times =
                page.notes.iter().filter_map(|note| if let Note::Time(raw, _) = note { Some(raw) } else { None });
            times.find_map(|raw| read("time", raw))
        })
}

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

/// How many blocks before and after the title an element with an author's name may stand.
const PERSONS: (usize, usize) = (4, 12);

/// Who wrote the page: the first to name somebody else than the site itself. Where nobody does, the site.
fn authors(
    page: &Page,
    meta: &Metas,
    article: &Article,
    names: &Names,
    title_at: Option<usize>,
) -> Option<(&'static str, Vec<String>)> {
    let read = |raw: &mut dyn Iterator<Item = &str>| -> Vec<String> { raw.flat_map(byline::names).collect() };
    let declared = [("json-ld", read(&mut article.authors.iter().map(String::as_str)))];
    let metas = AUTHORS.iter().map(|name| ("meta", read(&mut meta.all(&[name]))));
    let label =
        meta.first(&["twitter:label1"]).is_some_and(|label| LABELS.contains(&label.trim().to_lowercase().as_str()));
    let preview = label.then(|| ("meta", read(&mut meta.all(&["twitter:data1"]))));
    let persons = page.notes.iter().filter_map(|note| match note {
        Note::Person(text, at) => Some((text.as_str(), *at)),
        _ => None,
    });
    let from = title_at.unwrap_or(0);
    let near = |(_, at): &(&str, usize)| *at + PERSONS.0 >= from && *at <= from + PERSONS.1;
    let persons = persons.clone().filter(near).chain(persons.take(3));
    let persons = persons.map(|(text, _)| ("class", byline::names(text)));
    let lines = std::iter::once_with(|| ("text", byline::authors(&page.blocks, title_at).unwrap_or_default()));
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

#[cfg(test)]
mod tests {
    use crate::parse::{Options, html};

    fn date(page: &str) -> Option<String> {
        let metadata = html::html(page.to_owned(), &Options::default()).metadata;
        metadata.extra.get("published_date").and_then(|date| Some(date.as_str()?.to_owned()))
    }

    #[test]
    fn the_day_is_that_of_the_place_where_a_page_is_written() {
        let page = |day: &str| {
            format!(
                "<link rel=canonical href=https://village.example/{day}/harvest/>
                <meta property=article:published_time content=2018-12-31T23:11:59+00:00><p>text"
            )
        };
        assert_eq!(date(&page("2019/01/01")).as_deref(), Some("2019-01-01"));
        assert_eq!(date(&page("2017/01/01")).as_deref(), Some("2018-12-31"));
        assert_eq!(
            date("<link rel=canonical href=https://village.example/2020/oct/02/a><p>text").as_deref(),
            Some("2020-10-02")
        );
    }

    #[test]
    fn dates_are_found_in_headings_footers_and_by_class() {
        assert_eq!(
            date("<h1><span>27.01.2022</span>Harvest report</h1><p>until 31.12.2020").as_deref(),
            Some("2022-01-27")
        );
        let footer = "<p>A village.<div class=meta>Last seen: 7<br>Erschienen am: 01.11.2023<br>© the author</div>";
        assert_eq!(date(footer).as_deref(), Some("2023-11-01"));
        let class = "<p>18.11.2021 in News</p><h1>Harvest</h1><p>text</p><time class='entry-date published' datetime=2021-11-19>x</time>";
        let far = class.replace("<p>text</p>", &"<p>text</p>".repeat(20));
        assert_eq!(date(&far).as_deref(), Some("2021-11-19"));
    }

    #[test]
    fn a_site_beside_a_person_is_no_author() {
        let page = r#"<meta property=og:site_name content="Rural Times">
            <script type="application/ld+json">{"@type": "NewsArticle", "author": [{"name": "Rural Times"}, {"name": "Ann Lee"}]}</script><p>text"#;
        assert_eq!(html::html(page.to_owned(), &Options::default()).metadata.authors, ["Ann Lee"]);
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

//! When a page was published: what it declares, what its lines say, what its address says.

use jiff::civil::Date;

use super::blocks::Page;
use super::dateline;
use super::declared::Note;
use super::jsonld::Article;
use super::metas::{Metas, clean};
use crate::document::Metadata;
use crate::text::date::{self, Moment, Zone};

/// Notes when the page was published, and the day it was where the page is written, in place of what was noted before.
pub(super) fn note(metadata: &mut Metadata, from: &str, raw: &str, moment: &Moment, day: Date, zone: &Zone) {
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
pub(super) fn local_day(raw: &str, moment: &Moment, url: Option<&str>, zone: &Zone) -> Date {
    let raw = raw.trim_end();
    if !["Z", "+00:00", "+0000", "GMT", "UTC"].iter().any(|utc| raw.ends_with(utc)) {
        return moment.date;
    }
    let is_near = |day: &Date| [day.yesterday(), day.tomorrow()].iter().flatten().any(|near| *near == moment.date);
    let address = url.and_then(|url| date::in_address(url, &zone.zone)).map(|moment| moment.date);
    address.filter(is_near).unwrap_or(moment.date)
}

/// When the page says it was last changed.
pub(super) fn modified<'a>(meta: &Metas<'a>, article: &'a Article) -> Option<&'a str> {
    article.modified.as_deref().or_else(|| meta.first(&["article:modified_time", "og:updated_time", "dateupdate"]))
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

/// When the page was published: where that is said, how it is written there, and the moment.
pub(super) fn published(
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
    let visible = dateline::date(&page.blocks, title_at, &zone.zone);
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
        .or_else(|| dateline::any_date(&page.blocks, &zone.zone).map(|(raw, moment)| ("text", clean(&raw), moment)))
        .or_else(|| {
            let mut times =
                page.notes.iter().filter_map(|note| if let Note::Time(raw, _) = note { Some(raw) } else { None });
            times.find_map(|raw| read("time", raw))
        })
}

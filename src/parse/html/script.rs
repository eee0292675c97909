//! The time of publication in the data that a page hands to its scripts: pages that scripts build declare nothing else.

use crate::text::date::{self, Moment, Zone};

/// What such data call the time of publication.
const NAMES: [&str; 9] = [
    "datePublished",
    "published_at",
    "publishedAt",
    "published_time",
    "publishDate",
    "publish_date",
    "publishedDate",
    "publishTime",
    "pubDate",
];

/// How often a name is looked at: it may be in the code, too.
const TRIES: usize = 4;

/// The first time of publication in the scripts of `source`, as written and as read.
pub(super) fn published<'a>(source: &'a str, zone: &Zone) -> Option<(&'a str, Moment)> {
    let values = NAMES.iter().flat_map(|name| {
        let places = memchr::memmem::find_iter(source.as_bytes(), *name).take(TRIES);
        places.filter_map(|at| value(source.get(at + name.len()..)?))
    });
    values.filter_map(|raw| Some((raw, date::parse(raw, &zone.zone)?))).next()
}

/// The date behind a name in quotation marks, which may be escaped: `": "2020-01-02T03:04:05Z"`.
fn value(rest: &str) -> Option<&str> {
    let rest = rest.trim_start_matches('\\').strip_prefix('"')?.trim_start().strip_prefix(':')?.trim_start();
    let rest = rest.trim_start_matches('\\').strip_prefix('"')?;
    let value = rest.get(..rest.find(['"', '\\', '<', '\n'])?).filter(|value| value.len() <= 40)?;
    let is_date = value.bytes().zip(b"0000-00-00").filter(|(byte, form)| match form {
        b'-' => byte == *form,
        _ => byte.is_ascii_digit(),
    });
    (is_date.count() == 10).then_some(value)
}

//! Declared fields to the typed columns of the metadata, by what they are called.

use jiff::tz::TimeZone;
use serde_json::Value;
use unicode_script::Script;

use super::{Options, date};
use crate::document::Metadata;
use crate::text::{is_letter, script};

/// The column that a field belongs to.
enum Column {
    Title,
    Author,
    /// The name of a person in blogs that call the author `name`.
    Name,
    Published,
    Url,
    Site,
    Language,
    Categories,
}

fn column(key: &str) -> Option<Column> {
    Some(match key {
        "title" | "headline" | "标题" | "題名" | "标题名" => Column::Title,
        "author" | "authors" | "byline" | "writer" | "creator" | "作者" | "撰文" => Column::Author,
        "name" => Column::Name,
        "date" | "time" | "datetime" | "pubdate" | "pub_date" | "published" | "published_at" | "publish_date"
        | "publishdate" | "publish_time" | "publishtime" | "created" | "created_at" | "createtime" | "create_time"
        | "日期" | "时间" | "发布时间" | "发表时间" | "发布日期" => Column::Published,
        "url" | "link" | "permalink" | "canonical" | "source_url" | "original_url" | "链接" | "网址" => Column::Url,
        "site" | "site_name" | "sitename" | "publication" | "媒体" => Column::Site,
        "lang" | "language" | "locale" | "语言" => Column::Language,
        "categories" | "category" | "tags" | "tag" | "keywords" | "分类" | "标签" | "关键词" => {
            Column::Categories
        }
        _ => return None,
    })
}

/// Puts declared fields into their columns, in the order given; what has no column, or a second value for a column that
/// holds one, goes to `extra` under its own name.
pub(super) fn assign(metadata: &mut Metadata, fields: Vec<(String, Value)>, zone: &Zone) {
    let has_author = fields.iter().any(|(key, _)| matches!(column(&key.to_lowercase()), Some(Column::Author)));
    for (key, value) in fields {
        let taken = match column(&key.to_lowercase()) {
            Some(Column::Title) => set(&mut metadata.title, &value),
            Some(Column::Site) => set(&mut metadata.site, &value),
            Some(Column::Language) => set(&mut metadata.language, &value),
            Some(Column::Url) if text(&value).is_some_and(is_address) => set(&mut metadata.url, &value),
            Some(Column::Published) => text(&value).is_some_and(|text| publish(metadata, text, zone)),
            Some(Column::Author) => add_authors(metadata, &value),
            Some(Column::Name) if !has_author => add_authors(metadata, &value),
            Some(Column::Categories) => add_categories(metadata, &value),
            _ => false,
        };
        if !taken {
            metadata.note(&key, value);
        }
    }
}

/// The time zone of dates that name none, and what to call it.
pub(super) struct Zone {
    pub zone: TimeZone,
    pub name: String,
}

impl Zone {
    /// The zone that the settings ask for, given what the document says.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a str>, options: &Options) -> Self {
        if options.zone != "auto"
            && let Some(zone) = date::zone(&options.zone)
        {
            return Self { zone, name: options.zone.clone() };
        }
        let shanghai = is_mostly_han(texts).then(|| date::zone("Asia/Shanghai")).flatten();
        match shanghai {
            Some(zone) => Self { zone, name: "Asia/Shanghai".into() },
            None => Self { zone: TimeZone::UTC, name: "UTC".into() },
        }
    }
}

/// How many letters decide on a text's script.
const SAMPLE: usize = 20_000;

fn is_mostly_han<'a>(texts: impl IntoIterator<Item = &'a str>) -> bool {
    let (mut all, mut han, mut kana) = (0_usize, 0_usize, 0_usize);
    for text in texts {
        if all >= SAMPLE {
            break;
        }
        if text.is_ascii() {
            all = SAMPLE.min(all + text.bytes().filter(u8::is_ascii_alphabetic).count());
            continue;
        }
        for c in text.chars().filter(|c| is_letter(*c)).take(SAMPLE - all) {
            all += 1;
            // The tables are slow, and nothing below is of either script.
            if c < '\u{2E80}' {
                continue;
            }
            match script(c) {
                Script::Han => han += 1,
                Script::Hiragana | Script::Katakana => kana += 1,
                _ => {}
            }
        }
    }
    // Chinese text has Latin names in it, and Markdown has addresses.
    han * 4 > all && kana * 8 < han
}

/// Takes `raw` as the time of publication unless there is one; tells whether it was a date.
pub(super) fn publish(metadata: &mut Metadata, raw: &str, zone: &Zone) -> bool {
    if metadata.published.is_some() {
        return false;
    }
    let Some(moment) = date::parse(raw, &zone.zone) else { return false };
    metadata.published = Some(moment.micros);
    metadata.note("published_raw", raw.trim());
    if !moment.zoned {
        metadata.note("published_zone", format!("assumed {}", zone.name));
    }
    true
}

fn text(value: &Value) -> Option<&str> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty())
}

fn set(column: &mut Option<String>, value: &Value) -> bool {
    match text(value) {
        Some(text) if column.is_none() => {
            *column = Some(text.to_owned());
            true
        }
        _ => false,
    }
}

fn is_address(text: &str) -> bool {
    text.starts_with('/')
        || text.starts_with("www.")
        || text.split_once("://").is_some_and(|(scheme, _)| !scheme.contains(' '))
}

fn add_authors(metadata: &mut Metadata, value: &Value) -> bool {
    match value {
        Value::String(names) => {
            for name in names.split(['、', ',', '，', ';', '；', '/', '|']) {
                metadata.add_author(name);
            }
            true
        }
        Value::Array(items) => items.iter().filter(|item| !add_authors(metadata, item)).count() == 0,
        Value::Object(fields) => fields.get("name").is_some_and(|name| add_authors(metadata, name)),
        _ => false,
    }
}

fn add_categories(metadata: &mut Metadata, value: &Value) -> bool {
    match value {
        Value::String(names) => {
            for name in names.split([',', '，', '、', ';', '；']).map(str::trim).filter(|name| !name.is_empty()) {
                if !metadata.categories.iter().any(|known| known == name) {
                    metadata.categories.push(name.to_owned());
                }
            }
            true
        }
        Value::Array(items) => items.iter().filter(|item| !add_categories(metadata, item)).count() == 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn assigned(fields: &[(&str, Value)]) -> Metadata {
        let mut metadata = Metadata::default();
        let fields = fields.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        assign(&mut metadata, fields, &Zone::of(["汉字"], &Options::default()));
        metadata
    }

    #[test]
    fn fields_find_their_columns() {
        let metadata = assigned(&[
            ("layout", json!("post")),
            ("name", json!("小王")),
            ("time", json!("2014-05-12 10:59")),
            ("tags", json!(["甲", "乙"])),
            ("link", json!("https://example.org/1")),
        ]);
        assert_eq!(metadata.authors, ["小王"]);
        assert_eq!(metadata.published, Some(1_399_863_540_000_000));
        assert_eq!(metadata.categories, ["甲", "乙"]);
        assert_eq!(metadata.url.as_deref(), Some("https://example.org/1"));
        assert_eq!(metadata.extra["published_zone"], "assumed Asia/Shanghai");
        assert_eq!(metadata.extra["layout"], "post");
    }

    #[test]
    fn a_name_beside_an_author_is_not_the_author() {
        let metadata = assigned(&[("name", json!("文档一")), ("author", json!("张三、李四"))]);
        assert_eq!(metadata.authors, ["张三", "李四"]);
        assert_eq!(metadata.extra["name"], "文档一");
    }

    #[test]
    fn what_is_no_date_is_kept_as_written() {
        let metadata = assigned(&[("date", json!("昨天"))]);
        assert_eq!((metadata.published, metadata.extra["date"].as_str()), (None, Some("昨天")));
    }
}

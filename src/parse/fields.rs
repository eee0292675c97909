//! Declared fields to the typed columns of the metadata, by what they are called.

use serde_json::Value;

use crate::document::Metadata;
use crate::text::date::Zone;
use crate::text::{leads_nowhere, names};

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
            Some(Column::Published) => text(&value).is_some_and(|text| metadata.publish(text, zone)),
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
    let is_written = text.starts_with('/')
        || text.starts_with("www.")
        || text.split_once("://").is_some_and(|(scheme, _)| !scheme.contains(' '));
    is_written && !leads_nowhere(text)
}

/// Whether all of `value` names authors; those that it names are added.
fn add_authors(metadata: &mut Metadata, value: &Value) -> bool {
    let mut found = Vec::new();
    let complete = writers(value, &mut found);
    metadata.add_authors(found);
    complete
}

fn writers(value: &Value, found: &mut Vec<String>) -> bool {
    match value {
        Value::String(line) => {
            let names = names::read(line).writers();
            let named = !names.is_empty();
            found.extend(names);
            named
        }
        Value::Array(items) => items.iter().filter(|item| !writers(item, found)).count() == 0,
        Value::Object(fields) => fields.get("name").is_some_and(|name| writers(name, found)),
        _ => false,
    }
}

/// Whether all of `value` names categories; those that it names are added.
fn add_categories(metadata: &mut Metadata, value: &Value) -> bool {
    let mut found = Vec::new();
    let complete = categories(value, &mut found);
    metadata.add_categories(found);
    complete
}

fn categories<'a>(value: &'a Value, found: &mut Vec<&'a str>) -> bool {
    match value {
        Value::String(names) => {
            found.extend(names.split([',', '，', '、', ';', '；']));
            true
        }
        Value::Array(items) => items.iter().filter(|item| !categories(item, found)).count() == 0,
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
        assign(&mut metadata, fields, &Zone::of(["汉字"], "auto"));
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
    fn an_address_that_leads_nowhere_is_no_url() {
        for address in ["javascript://%0aalert(1)", "JavaScript\t://x", "data://text/plain,x"] {
            let metadata = assigned(&[("url", json!(address))]);
            assert_eq!((metadata.url, metadata.extra["url"].as_str()), (None, Some(address)));
        }
    }

    #[test]
    fn a_name_beside_an_author_is_not_the_author() {
        let metadata = assigned(&[("name", json!("文档一")), ("author", json!("张三、李四"))]);
        assert_eq!(metadata.authors, ["张三", "李四"]);
        assert_eq!(metadata.extra["name"], "文档一");
    }

    #[test]
    fn authors_are_told_from_titles_and_labels() {
        let metadata = assigned(&[("author", json!("林一川、白玉（海边大学教授） 记者 秦小舟"))]);
        assert_eq!(metadata.authors, ["林一川", "白玉", "秦小舟"]);
        let nobody = assigned(&[("author", json!("admin"))]);
        assert_eq!((nobody.authors.len(), nobody.extra["author"].as_str()), (0, Some("admin")));
    }

    #[test]
    fn what_is_no_date_is_kept_as_written() {
        let metadata = assigned(&[("date", json!("昨天"))]);
        assert_eq!((metadata.published, metadata.extra["date"].as_str()), (None, Some("昨天")));
    }
}

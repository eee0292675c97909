//! Front matter: YAML between `---` lines, TOML between `+++` lines.
//!
//! YAML is read an entry at a time: an entry that no YAML parser accepts (`title: foo: bar`, `@abc`, `[转] 微信`) is taken
//! as it is written and spoils no other. Plain values stay as they are written: `010` and `yes` are strings.

use serde::de::IgnoredAny;
use serde_json::Value;

use super::plain::is_blank;
use crate::document::Span;

/// Front matter found at the beginning of a text.
pub(super) struct Front {
    /// From the first fence to the last, the line end after it excluded.
    pub span: Span,
    /// The fields, in the order given where the format has one.
    pub fields: Vec<(String, Value)>,
}

/// Field names that front matter in the wild has at least one of, unless all its names are ASCII.
const KNOWN: &[&str] = &["标题", "作者", "日期", "时间", "分类", "标签", "链接", "发布时间"];

/// The front matter of `source`, if it has any. What is fenced but holds no fields is text.
pub(super) fn find(source: &str) -> Option<Front> {
    let start = source.len() - source.trim_start_matches(is_blank).len();
    let rest = &source[start..];
    let fence = rest.get(..3).filter(|fence| matches!(*fence, "---" | "+++"))?;
    let first = rest.find('\n')?;
    if !rest[3..first].trim().is_empty() {
        return None;
    }
    let mut at = first + 1;
    let end = loop {
        let line_end = rest[at..].find('\n').map_or(rest.len(), |end| at + end);
        let line = rest[at..line_end].trim_end();
        if line == fence || (line == "..." && fence == "---") {
            break at + line.len();
        }
        if line_end == rest.len() {
            return None;
        }
        at = line_end + 1;
    };
    let body = &rest[first + 1..at];
    let fields = if fence == "---" { yaml(body)? } else { toml(body)? };
    Some(Front { span: Span::new(start, start + end), fields })
}

fn yaml(body: &str) -> Option<Vec<(String, Value)>> {
    let mut entries: Vec<(&str, String)> = Vec::new();
    let mut strays = 0;
    for line in body.lines() {
        let belongs = line.starts_with([' ', '\t', '-', '#']) || line.trim().is_empty();
        match key(line) {
            Some(key) if !belongs => entries.push((key, line.to_owned())),
            _ => {
                strays += usize::from(!belongs);
                match entries.last_mut() {
                    Some((_, entry)) => {
                        entry.push('\n');
                        entry.push_str(line);
                    }
                    None if line.trim().is_empty() || line.starts_with('#') => {}
                    None => return None,
                }
            }
        }
    }
    let is_front = !entries.is_empty()
        && strays <= entries.len() / 2
        && (entries.iter().all(|(key, _)| key.is_ascii()) || entries.iter().any(|(key, _)| KNOWN.contains(key)));
    is_front.then(|| entries.into_iter().map(|(key, entry)| (key.to_owned(), value(&entry))).collect())
}

/// The key that a line of YAML begins with.
fn key(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once(':')?;
    let bare = key.trim_matches(['"', '\'']).trim();
    let is_key = !bare.is_empty()
        && bare.chars().count() <= 40
        && bare.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '/'));
    (is_key && (rest.is_empty() || rest.starts_with(char::is_whitespace))).then_some(bare)
}

/// The value of one entry: as YAML says, plain values as written; failing that, the text after the colon.
fn value(entry: &str) -> Value {
    type Map<T> = std::collections::BTreeMap<String, T>;
    fn read<T: serde::de::DeserializeOwned>(entry: &str) -> Option<T> {
        serde_saphyr::from_str::<Map<T>>(entry).ok().and_then(|map| map.into_values().next())
    }
    let written = entry.split_once(':').map_or("", |(_, value)| value).trim();
    if let Some(text) = read::<Option<String>>(entry) {
        return text.map_or(Value::Null, Value::String);
    }
    if let Some(items) = read::<Vec<String>>(entry) {
        // `[转] 微信` is a list with a stray word after it; a parser that stops early must not lose the word.
        return Value::from(items);
    }
    if read::<IgnoredAny>(entry).is_some()
        && let Some(value) = read::<Value>(entry)
    {
        return value;
    }
    let bare = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(written);
    Value::String(bare.to_owned())
}

fn toml(body: &str) -> Option<Vec<(String, Value)>> {
    let table: toml::Table = body.parse().ok()?;
    let fields: Vec<_> = table.into_iter().map(|(key, value)| (key, plain(value))).collect();
    (!fields.is_empty()).then_some(fields)
}

/// A TOML value as JSON; dates and times become strings as TOML writes them.
fn plain(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(datetime) => Value::String(datetime.to_string()),
        toml::Value::Array(items) => items.into_iter().map(plain).collect(),
        toml::Value::Table(table) => Value::Object(table.into_iter().map(|(key, value)| (key, plain(value))).collect()),
        other => serde_json::to_value(other).unwrap_or(Value::Null),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn field(entry: &str) -> Value {
        let source = format!("---\n{entry}\n---\n");
        find(&source).unwrap().fields.remove(0).1
    }

    #[test]
    fn plain_values_stay_as_written() {
        assert_eq!(field("version: 010"), json!("010"));
        assert_eq!(field("draft: yes"), json!("yes"));
        assert_eq!(field("time: 2014-05-12 10:59"), json!("2014-05-12 10:59"));
        assert_eq!(field("title: 'it''s'"), json!("it's"));
        assert_eq!(field("title: \"a\\tb\""), json!("a\tb"));
        assert_eq!(field("note: |\n  甲\n  乙"), json!("甲\n乙\n"));
    }

    #[test]
    fn lists_and_tables_keep_their_shape() {
        assert_eq!(field("tags: [a, 012]"), json!(["a", "012"]));
        assert_eq!(field("categories: \n - 甲\n - 乙"), json!(["甲", "乙"]));
        assert_eq!(field("tags:\n- 甲"), json!(["甲"]));
        assert_eq!(field("cover:\n  image: a.png"), json!({"image": "a.png"}));
    }

    #[test]
    fn what_yaml_refuses_is_taken_as_written() {
        assert_eq!(field("title: foo: bar"), json!("foo: bar"));
        assert_eq!(field("title: @abc"), json!("@abc"));
        assert_eq!(field("title: %50 off"), json!("%50 off"));
        assert_eq!(field("title: [转] 甲乙"), json!("[转] 甲乙"));
        assert_eq!(field("title: \"甲乙\" 很好"), json!("\"甲乙\" 很好"));
    }

    #[test]
    fn fences_around_text_are_not_front_matter() {
        assert!(find("---\n一段话，没有字段。\n---\n").is_none());
        assert!(find("---\n问: 你好\n答: 好\n---\n").is_none());
        assert!(find("---\ntitle: 没有结尾\n").is_none());
        assert!(find("--- x\ntitle: a\n---\n").is_none());
    }

    #[test]
    fn blank_lines_may_stand_before_it() {
        let source = "\n\u{feff}\n---\r\ntitle: a\r\n---\r\nb";
        let front = find(source).unwrap();
        assert_eq!(front.span.of(source), "---\r\ntitle: a\r\n---");
        assert_eq!(front.fields, [("title".to_owned(), json!("a"))]);
    }

    #[test]
    fn toml_is_read_too() {
        let front = find("+++\ntitle = 'a'\ndate = 2020-01-02\n+++\n").unwrap();
        assert_eq!(front.fields, [("date".to_owned(), json!("2020-01-02")), ("title".to_owned(), json!("a"))]);
    }
}

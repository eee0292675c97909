//! Fields: lines of keys and values (`作者：… 来源：…`) whose values belong into the metadata.

use serde_json::Value;

use super::packs::Packs;
use crate::document::{Block, Document, Metadata};
use crate::strip::form::{bare, ends_sentence};
use crate::text::date::{self, Zone};
use crate::text::{leads_nowhere, names, width};

/// Longest value, in half-width columns.
const LONGEST: usize = 120;

/// A value and the definition whose key stood before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) owner: usize,
    /// What stood before the value; empty for a date by itself.
    pub(super) key: String,
    pub(super) value: String,
}

/// Reads `line` as fields; none when anything in it is no field.
pub(super) fn read(packs: &Packs, line: &str) -> Option<Vec<Field>> {
    if width(line) > 3 * LONGEST {
        return None;
    }
    let line = bare(line);
    let keys: Vec<_> = packs.key()?.captures_iter(line).collect();
    let mut fields = Vec::new();
    let first = keys.first().and_then(|key| key.get(0)).map_or(line.len(), |key| key.start());
    let before = line[..first].trim_matches(is_mark);
    if !before.is_empty() {
        let value = date::whole(before)?.0.to_owned();
        fields.push(Field { owner: packs.dates?, key: String::new(), value });
    }
    for (number, key) in keys.iter().enumerate() {
        let from = key.get(0)?.end();
        let to = keys.get(number + 1).and_then(|next| next.get(0)).map_or(line.len(), |next| next.start());
        let name = key.name("key").or_else(|| key.name("boxed"))?.as_str();
        let owner = packs.owner(name)?;
        let value = opened(line.get(from..to)?.trim_matches(is_mark));
        if !value.is_empty() && Some(owner) == packs.dates && !date::is_told(value) {
            return None;
        }
        if (width(value) > LONGEST && !is_address(value))
            || value.contains(['。', '！', '!'])
            || (ends_sentence(value) && !value.ends_with(['.', '?', '？']))
        {
            return None;
        }
        fields.push(Field { owner, key: name.split_whitespace().collect(), value: value.to_owned() });
    }
    let says = fields.iter().any(|field| !field.value.is_empty());
    says.then_some(fields)
}

/// Whether `value` is an address, which may be of any length.
fn is_address(value: &str) -> bool {
    let value = value.trim_start_matches(['[', '<', '(']);
    (value.starts_with("http://") || value.starts_with("https://")) && !value.contains(char::is_whitespace)
}

/// Marks that part fields and are no part of a value.
fn is_mark(c: char) -> bool {
    c.is_whitespace() || matches!(c, '|' | '｜' | '·' | '*' | '_' | '`' | '>' | '#' | '\u{200B}' | '\u{FEFF}')
}

/// Puts the values of `fields` where they belong; `zone` is the setting for dates that name none.
pub(super) fn store(document: &mut Document, packs: &Packs, fields: &[Field], zone: &str) {
    for field in fields {
        let Some(to) = packs.definitions().get(field.owner).and_then(|loaded| loaded.definition.to.as_deref()) else {
            continue;
        };
        let value = strip_links(&field.value);
        if !value.is_empty() {
            let to = if to == "*" { &field.key } else { to };
            match to {
                "published" => publish(document, &value, zone),
                _ => put(&mut document.metadata, to, &value),
            }
        }
    }
}

/// Takes a date; what is none, or comes second, is noted.
fn publish(document: &mut Document, value: &str, zone: &str) {
    let zone = Zone::of(document.blocks.iter().map(Block::value), zone);
    if !document.metadata.publish(value, &zone) && document.metadata.extra.get("published_raw") != Some(&value.into()) {
        document.metadata.note("date", value);
    }
}

fn put(metadata: &mut Metadata, to: &str, value: &str) {
    match to {
        "authors" => metadata.add_authors(names::read(value).writers()),
        "site" if metadata.site.is_none() => metadata.site = Some(unboxed(value).to_owned()),
        "url" if metadata.url.is_none() && !leads_nowhere(value) => metadata.url = Some(value.to_owned()),
        "title" if metadata.title.is_none() => metadata.title = Some(value.to_owned()),
        "none" => {}
        key => {
            let values = if PEOPLE.contains(&key) { names::read(value).everybody() } else { items(value) };
            if key.ends_with('s') && values.len() > 1 {
                metadata.note(key, Value::from(values));
            } else {
                metadata.note(key, value);
            }
        }
    }
}

/// Keys of the metadata that name people.
const PEOPLE: [&str; 3] = ["editors", "translators", "photographers"];

/// The items of a list, in Chinese parted by blanks as well.
fn items(value: &str) -> Vec<String> {
    let parts = value.split(|c: char| {
        matches!(c, '、' | ',' | '，' | ';' | '；' | '/' | '／' | '|' | '｜' | '&' | '\t' | '\u{3000}' | '\u{A0}')
    });
    let mut items: Vec<String> = Vec::new();
    for part in parts {
        let is_wide = part.chars().any(|c| c >= '\u{2E80}');
        let pieces: Vec<&str> = if is_wide { part.split_whitespace().collect() } else { vec![part.trim()] };
        for item in pieces {
            if !item.is_empty() && !items.iter().any(|known| known == item) {
                items.push(item.to_owned());
            }
        }
    }
    items
}

/// A value without the closing bracket of a pair that was opened before its key.
fn opened(value: &str) -> &str {
    let pairs = [('）', '（'), (')', '('), ('】', '【'), (']', '['), ('」', '「')];
    let lone = pairs.into_iter().find(|(close, open)| value.ends_with(*close) && !value.contains(*open));
    lone.and_then(|(close, _)| value.strip_suffix(close)).map_or(value, |rest| rest.trim_matches(is_mark))
}

/// A value without the brackets around all of it.
fn unboxed(value: &str) -> &str {
    let inner = value.strip_prefix(['《', '【', '「', '（', '(']);
    inner.and_then(|inner| inner.strip_suffix(['》', '】', '」', '）', ')'])).unwrap_or(value)
}

/// `[words](address)` as `words`.
fn strip_links(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, link)) = rest.split_once('[') {
        let Some((words, after)) = link.split_once("](") else { break };
        let Some((_, after)) = after.split_once(')') else { break };
        text.push_str(before);
        text.push_str(words);
        rest = after;
    }
    text.push_str(rest);
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strip::Options;

    fn values(line: &str) -> Option<Vec<String>> {
        let packs = Packs::load(&Options::default().rules).expect("built-in packs");
        read(&packs, line).map(|fields| fields.into_iter().map(|field| field.value).collect())
    }

    #[test]
    fn a_line_of_fields_is_read_whole_or_not_at_all() {
        assert_eq!(values("作者：林一川 来源：海边日报"), Some(vec!["林一川".into(), "海边日报".into()]));
        assert_eq!(values("2020-03-04 10:20 来源：海边日报"), Some(vec!["2020-03-04 10:20".into(), "海边日报".into()]));
        assert_eq!(values("（来源：海边日报）"), Some(vec!["海边日报".into()]));
        assert_eq!(values("时间：周三下午三点"), None);
        assert_eq!(values("作者：林一川、白玉（海边大学教授） 记者 秦小舟").map(|values| values.len()), Some(1));
        assert_eq!(values("他说起来源：一条没有名字的小河。"), None);
        assert_eq!(values("作者：我们都知道，他那时已经不在人世了。后来的事没有人知道。"), None);
    }

    #[test]
    fn people_and_other_lists_are_split_each_in_its_way() {
        let mut metadata = Metadata::default();
        put(&mut metadata, "authors", "林一川、白玉（海边大学教授） 记者 秦小舟");
        put(&mut metadata, "editors", "海边日报编辑 白玉，林一川");
        put(&mut metadata, "tags", "渔火 教授，灯");
        assert_eq!(metadata.authors, ["林一川", "白玉", "秦小舟"]);
        assert_eq!(metadata.extra["editors"], Value::from(vec!["白玉", "林一川"]));
        assert_eq!(metadata.extra["tags"], Value::from(vec!["渔火", "教授", "灯"]));
    }
}

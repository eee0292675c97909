//! Refuses values that no module can use, by what the declaration of a setting says of them.

use serde_json::Value;

use super::error::Error;
use super::resolve::resolve;
use crate::decode;
use crate::judge;
use crate::text::date;

/// What a text may be: the `format` that a declaration names, what to call it, and whether a text is one.
type Meaning = (&'static str, &'static str, fn(&str) -> bool);

const MEANINGS: &[Meaning] = &[
    ("address", "an address that begins with http:// or https://, or empty", is_address),
    ("day", "a day such as 2026-11-22, or empty", |text| text.is_empty() || text.parse::<jiff::civil::Date>().is_ok()),
    ("encoding", "the name of an encoding such as UTF-8, GB18030 or Big5", |text| decode::canonical_name(text).is_ok()),
    ("language", "a BCP 47 tag of a language that can be told, such as zh, zh-Hant or en", |text| {
        judge::is_known(text)
    }),
    ("time-zone", "`auto`, an IANA name such as Asia/Taipei, or an offset such as +08:00", |text| date::is_zone(text)),
];

fn is_address(text: &str) -> bool {
    text.is_empty()
        || ["http://", "https://"].iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme))
}

/// Checks every value of `table` against `schema`, that of the configuration.
pub(super) fn values(table: &toml::Table, schema: &Value, origin: &str) -> Result<(), Error> {
    table.iter().try_for_each(|(key, value)| check(value, property(schema, key), schema, key, origin))
}

fn property<'a>(schema: &'a Value, key: &str) -> &'a Value {
    schema.get("properties").and_then(|known| known.get(key)).unwrap_or(&Value::Null)
}

fn check(value: &toml::Value, declared: &Value, root: &Value, name: &str, origin: &str) -> Result<(), Error> {
    let declared = resolve(declared, root);
    let refuse = |wanted: String| {
        Err(Error::Meaningless { origin: origin.to_owned(), name: name.to_owned(), value: value.to_string(), wanted })
    };
    match value {
        toml::Value::Table(table) => table
            .iter()
            .try_for_each(|(key, value)| check(value, property(declared, key), root, &format!("{name}.{key}"), origin)),
        toml::Value::Array(items) => {
            let declared = declared.get("items").unwrap_or(&Value::Null);
            items.iter().try_for_each(|item| check(item, declared, root, name, origin))
        }
        toml::Value::Integer(number) => in_range(*number as f64, declared).or_else(refuse),
        toml::Value::Float(number) => in_range(*number, declared).or_else(refuse),
        toml::Value::String(text) => {
            if text.is_empty() && declared.get("minLength").is_some() {
                return refuse("not empty".to_owned());
            }
            let format = declared.get("format").and_then(Value::as_str);
            let meaning = MEANINGS.iter().find(|(name, ..)| Some(*name) == format);
            match meaning {
                Some((_, about, is_one)) if !is_one(text) => refuse((*about).to_owned()),
                _ => Ok(()),
            }
        }
        toml::Value::Boolean(_) | toml::Value::Datetime(_) => Ok(()),
    }
}

/// Checks a number; says which are allowed otherwise.
fn in_range(number: f64, declared: &Value) -> Result<(), String> {
    let bound = |key: &str| declared.get(key).and_then(Value::as_f64);
    let (least, most) = (bound("minimum"), bound("maximum"));
    let fits = least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most);
    if fits && number.is_finite() {
        return Ok(());
    }
    Err(match (least, most) {
        (Some(least), Some(most)) => format!("from {least} to {most}"),
        (Some(least), None) => format!("{least} or more"),
        (None, Some(most)) => format!("{most} or less"),
        (None, None) => "a number".to_owned(),
    })
}

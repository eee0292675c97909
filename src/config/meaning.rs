//! What a value must be: its type, its range, its set, and the formats whose meaning a schema cannot tell.

use serde_json::Value;

use super::nearest::nearest;
use crate::{decode, dedup, judge, read, text};

/// A format of a text: refuses what is none, with what is wanted instead.
type Format = fn(&str) -> Result<(), String>;

/// The values of `format` in the declarations, and what checks them.
const FORMATS: [(&str, Format); 7] = [
    ("glob", glob),
    ("encoding", encoding),
    ("time-zone", time_zone),
    ("language", language),
    ("url", url),
    ("day", day),
    ("memory", memory),
];

/// The values that `schema` lists.
pub(super) fn constants(schema: &Value) -> impl Iterator<Item = &Value> {
    schema.get("enum").and_then(Value::as_array).into_iter().flatten().chain(schema.get("const"))
}

/// That one of `names` is wanted, and which of them `given` was probably meant to be.
pub(super) fn one_of(names: &[&str], given: &str) -> String {
    let list = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let hint = nearest(given, names.iter().copied()).map(|name| format!("; did you mean `{name}`?"));
    format!("it must be one of {list}{}", hint.unwrap_or_default())
}

/// Checks a value by itself, not what is in it, against its `schema`.
///
/// # Errors
/// What is wanted instead, in words.
pub(super) fn check(value: &toml::Value, schema: &Value) -> Result<(), String> {
    of_type(value, schema)?;
    let number = match value {
        toml::Value::Integer(number) => Some(*number as f64),
        toml::Value::Float(number) => Some(*number),
        _ => None,
    };
    if let Some(number) = number {
        let (least, most) = bounds(schema);
        // Written so that what is no number is refused too.
        let within = number.is_finite() && least.is_none_or(|least| number >= least);
        if !within || most.is_some_and(|most| number > most) {
            let range = range(schema).unwrap_or_else(|| "a finite number".to_owned());
            return Err(format!("it must be {range}"));
        }
    }
    let given = match value {
        toml::Value::String(text) => text,
        // An amount of memory may be a number of bytes.
        toml::Value::Integer(number) => &number.to_string(),
        _ => return Ok(()),
    };
    if schema.get("minLength").is_some() && given.trim().is_empty() {
        return Err("it must not be empty".to_owned());
    }
    let format = schema.get("format").and_then(Value::as_str);
    match FORMATS.iter().find(|(name, _)| Some(*name) == format) {
        Some((_, check)) => check(given),
        None => Ok(()),
    }
}

/// The range of a number that `schema` declares, in words.
pub(super) fn range(schema: &Value) -> Option<String> {
    match bounds(schema) {
        (Some(least), Some(most)) => Some(format!("from {least} to {most}")),
        (Some(least), None) => Some(format!("{least} or more")),
        (None, Some(most)) => Some(format!("at most {most}")),
        (None, None) => None,
    }
}

fn bounds(schema: &Value) -> (Option<f64>, Option<f64>) {
    let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
    let narrow = || schema.get("format").filter(|format| *format == "uint32").map(|_| f64::from(u32::MAX));
    (bound("minimum"), bound("maximum").or_else(narrow))
}

/// What the types of JSON are called, and which of TOML they take.
fn of_type(value: &toml::Value, schema: &Value) -> Result<(), String> {
    let kinds: Vec<&str> = match schema.get("type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect(),
        _ => return Ok(()),
    };
    let fits = kinds.iter().any(|kind| match *kind {
        "boolean" => value.is_bool(),
        "integer" => value.is_integer(),
        "number" => value.is_integer() || value.is_float(),
        "string" => value.is_str(),
        "array" => value.is_array(),
        "object" => value.is_table(),
        _ => true,
    });
    let words = kinds.iter().map(|kind| match *kind {
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        "string" => "a text in quotes",
        "array" => "a list, such as [\"a\", \"b\"]",
        _ => "a table",
    });
    let range = range(schema).map_or_else(String::new, |range| format!(", {range}"));
    if fits { Ok(()) } else { Err(format!("it must be {}{range}", words.collect::<Vec<_>>().join(" or "))) }
}

fn glob(given: &str) -> Result<(), String> {
    if given.trim().is_empty() {
        return Err("it must be a glob such as `*.txt`, not empty".to_owned());
    }
    let error = |error: read::Error| format!("it must be a glob such as `*.txt` or `news/**`: {error}");
    read::globs(std::iter::once(given)).map(|_| ()).map_err(error)
}

fn encoding(given: &str) -> Result<(), String> {
    let error = |error: decode::UnknownEncoding| format!("it must be the name of an encoding: {error}");
    decode::canonical_name(given).map(|_| ()).map_err(error)
}

fn time_zone(given: &str) -> Result<(), String> {
    if text::date::is_zone(given) {
        return Ok(());
    }
    // Who writes `Beijing` means a city, which is what the name of a zone ends in.
    let zones: Vec<String> = jiff::tz::db().available().map(|zone| zone.as_str().to_owned()).collect();
    let city = |zone: &&str| zone.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(given.trim()));
    let near = zones.iter().map(String::as_str).find(city).or_else(|| nearest(given, zones.iter().map(String::as_str)));
    let hint = near.map_or_else(String::new, |zone| format!("; did you mean `{zone}`?"));
    Err(format!("it must be `auto`, an IANA name such as `Asia/Shanghai` or an offset such as `+08:00`{hint}"))
}

fn language(given: &str) -> Result<(), String> {
    let mut parts = given.split('-');
    let primary = parts.next().unwrap_or_default();
    let is_subtag = |part: &str| matches!(part.len(), 1..=8) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mut tags: Vec<&str> = judge::languages().map(|(tag, _)| tag).collect();
    if tags.iter().any(|tag| tag.eq_ignore_ascii_case(primary)) && parts.all(is_subtag) {
        return Ok(());
    }
    tags.sort_unstable();
    let named = judge::languages().find(|(_, name)| name.eq_ignore_ascii_case(given.trim())).map(|(tag, _)| tag);
    let hint = named.map_or_else(String::new, |tag| format!("; did you mean `{tag}`?"));
    Err(format!("it must be the tag of a language that is told apart, one of {}{hint}", tags.join(", ")))
}

fn url(given: &str) -> Result<(), String> {
    let rest = given.strip_prefix("https://").or_else(|| given.strip_prefix("http://"));
    if given.is_empty() || rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace)) {
        return Ok(());
    }
    Err("it must be an address that begins with `https://` or `http://`, or empty".to_owned())
}

fn day(given: &str) -> Result<(), String> {
    let is_day = given.len() == 10 && given.parse::<jiff::civil::Date>().is_ok();
    if given.is_empty() || is_day {
        return Ok(());
    }
    Err("it must be a day such as `2026-11-22`, or empty".to_owned())
}

fn memory(given: &str) -> Result<(), String> {
    let memory: dedup::Memory = given.parse()?;
    memory.workspace(0).map(|_| ()).map_err(|error| error.to_string())
}

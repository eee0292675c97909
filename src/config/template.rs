//! The commented `taojin.toml` and the JSON schema, both made from the fields' doc comments and defaults.

use std::fmt::Write;

use serde_json::Value;

use super::meaning::range;
use super::resolve::{alternatives, resolve};
use super::settings::{Config, schema};

/// Ranges that say no more than that a number counts something.
const UNSIGNED: [&str; 2] = ["0 or more", "from 0 to 4294967295"];

/// A `taojin.toml` with every setting at its default, each with its documentation as a comment.
#[must_use]
pub fn template() -> String {
    let schema = schema();
    let defaults = serde_json::to_value(Config::default()).unwrap_or_default();
    let mut text = String::from(
        "# Settings of taojin. Every value below is the default: keep what you change, delete the rest.\n",
    );
    for (module, section) in properties(&schema) {
        let _ = write!(text, "\n# {}\n[{module}]\n", description(section).lines().next().unwrap_or_default());
        for (key, field) in properties(resolve(section, &schema)) {
            for line in description(field).lines() {
                let _ = writeln!(text, "{}", format!("# {line}").trim_end());
            }
            let declared = alternatives(field, &schema).into_iter().find_map(range);
            if let Some(range) = declared.filter(|range| !UNSIGNED.contains(&range.as_str())) {
                let _ = writeln!(text, "# Range: {range}.");
            }
            let _ = match defaults.get(module).and_then(|module| module.get(key)) {
                None | Some(Value::Null) => writeln!(text, "# {key} ="),
                Some(value) => writeln!(text, "{key} = {}", literal(value)),
            };
        }
    }
    text
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema.get("properties").and_then(Value::as_object).into_iter().flatten()
}

fn description(schema: &Value) -> &str {
    schema.get("description").and_then(Value::as_str).unwrap_or_default()
}

/// A JSON value written as TOML.
fn literal(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| format!("{key:?} = {}", literal(value)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
        Value::String(text) => toml::Value::String(text.clone()).to_string(),
        other => other.to_string(),
    }
}

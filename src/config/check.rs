//! Refuses names that no module knows and values outside what their setting declares.
//!
//! What may be set stands with each setting, as attributes that go into the JSON schema; nothing is repeated here.

use serde_json::Value;

use super::error::Error;
use super::meaning;
use super::nearest::nearest;
use super::resolve::{alternatives, resolve};

/// Checks every section, key and value of `table` against `schema`, that of the configuration; `origin` is what
/// messages call the source of the table.
pub(super) fn check(table: &toml::Table, schema: &Value, origin: &str) -> Result<(), Error> {
    Check { root: schema, origin }.table(table, schema, "")
}

struct Check<'a> {
    root: &'a Value,
    origin: &'a str,
}

impl Check<'_> {
    fn table(&self, table: &toml::Table, schema: &Value, prefix: &str) -> Result<(), Error> {
        let Some(known) = resolve(schema, self.root).get("properties").and_then(Value::as_object) else {
            return Ok(());
        };
        for (key, value) in table {
            let name = format!("{prefix}{key}");
            let Some(schema) = known.get(key) else {
                let nearest = nearest(key, known.keys().map(String::as_str)).map(|near| format!("{prefix}{near}"));
                return Err(Error::Unknown { origin: self.origin.into(), name, nearest });
            };
            self.value(value, schema, &name)?;
        }
        Ok(())
    }

    fn value(&self, value: &toml::Value, schema: &Value, name: &str) -> Result<(), Error> {
        let refuse = |wanted: String| Error::Value {
            origin: self.origin.into(),
            name: name.into(),
            value: value.to_string(),
            wanted,
        };
        let choices = alternatives(schema, self.root);
        let names: Vec<&str> =
            choices.iter().flat_map(|choice| meaning::constants(choice)).filter_map(Value::as_str).collect();
        if !names.is_empty() {
            return match value.as_str() {
                Some(text) if names.contains(&text) => Ok(()),
                text => Err(refuse(meaning::one_of(&names, text.unwrap_or_default()))),
            };
        }
        // What is left beside a choice is only `null`, which TOML does not have.
        let Some(&schema) = choices.first() else { return Ok(()) };
        meaning::check(value, schema).map_err(refuse)?;
        match value {
            toml::Value::Table(table) => self.table(table, schema, &format!("{name}.")),
            toml::Value::Array(items) => match schema.get("items") {
                Some(inner) => items.iter().try_for_each(|item| self.value(item, inner, name)),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }
}

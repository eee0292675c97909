//! Refuses names that no module knows, and says which known one was probably meant.

use serde_json::Value;

use super::error::Error;
use super::resolve::resolve;

/// Checks every section and key of `table` against `schema`, that of the configuration.
pub(super) fn names(table: &toml::Table, schema: &Value, origin: &str) -> Result<(), Error> {
    check(table, schema, schema, "", origin)
}

fn check(table: &toml::Table, schema: &Value, root: &Value, prefix: &str, origin: &str) -> Result<(), Error> {
    let Some(known) = resolve(schema, root).get("properties").and_then(Value::as_object) else {
        return Ok(());
    };
    for (key, value) in table {
        let Some(inner) = known.get(key) else {
            let nearest = known
                .keys()
                .map(|name| (strsim::damerau_levenshtein(name, key), name))
                .filter(|(distance, name)| *distance <= name.len().max(key.len()) / 2)
                .min()
                .map(|(_, name)| format!("{prefix}{name}"));
            return Err(Error::Unknown { origin: origin.into(), name: format!("{prefix}{key}"), nearest });
        };
        if let toml::Value::Table(table) = value {
            check(table, inner, root, &format!("{prefix}{key}."), origin)?;
        }
    }
    Ok(())
}

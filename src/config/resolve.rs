//! References and alternatives inside a JSON schema.

use serde_json::Value;

/// Follows a `$ref` into the definitions of `root`.
pub(super) fn resolve<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix("#/$defs/"));
    name.and_then(|name| root.get("$defs")?.get(name)).unwrap_or(schema)
}

/// The schemas of which a value follows one, without that of `null`.
pub(super) fn alternatives<'a>(schema: &'a Value, root: &'a Value) -> Vec<&'a Value> {
    let schema = resolve(schema, root);
    let of = ["anyOf", "oneOf"].into_iter().find_map(|key| schema.get(key)?.as_array());
    match of {
        Some(all) => {
            let all = all.iter().filter(|schema| schema.get("type").is_none_or(|kind| kind != "null"));
            all.flat_map(|schema| alternatives(schema, root)).collect()
        }
        None => vec![schema],
    }
}

//! What the manifest says of the dataset as a whole.

use std::collections::BTreeMap;

use serde_json::Value;

use super::report::Report;
use crate::dataset::{Counts, Dataset, LedgerMode, config_sha256};

/// Checks the settings.
pub(super) fn check(dataset: &Dataset, report: &mut Report) {
    let manifest = &dataset.manifest;
    let found = config_sha256(&manifest.config);
    if found != manifest.config_sha256 {
        report.problem(format!(
            "manifest.json: the SHA-256 of its settings is {found}, it says {}",
            manifest.config_sha256
        ));
    }
    let mode = manifest.ledger.name();
    let set = manifest.config.pointer("/write/ledger").and_then(Value::as_str);
    if set.is_some_and(|set| set != mode) {
        report.problem(format!("manifest.json: says `{mode}` of the ledger, its settings say otherwise"));
    }
    let rows = manifest.tables.get("ledger").map_or(0, |table| table.rows);
    if manifest.ledger == LedgerMode::None && rows > 0 {
        report.problem(format!("ledger: {rows} rows, though the manifest says that there is no ledger"));
    }
}

/// Compares the counts of the manifest with those that were `counted` again.
pub(super) fn check_counts(dataset: &Dataset, mut counted: Counts, report: &mut Report) {
    let said = &dataset.manifest.counts;
    // What the folders held besides only the run knew; the splits are in the names of the files.
    counted.not_read.clone_from(&said.not_read);
    counted.splits = splits(dataset);
    if dataset.manifest.ledger == LedgerMode::None {
        counted.rules.clone_from(&said.rules);
    }
    let (said, counted) = (serde_json::to_value(said), serde_json::to_value(&counted));
    let (Ok(Value::Object(said)), Ok(Value::Object(counted))) = (said, counted) else { return };
    for (name, counted) in &counted {
        let says = said.get(name).unwrap_or(&Value::Null);
        if says != counted {
            let (says, counted) = differing(says, counted);
            report.problem(format!("manifest.json: counts.{name} says {says}, the tables have {counted}"));
        }
    }
}

/// The part in which two counts differ.
fn differing(says: &Value, counted: &Value) -> (String, String) {
    let (Value::Object(says), Value::Object(counted)) = (says, counted) else {
        return (says.to_string(), counted.to_string());
    };
    let names = says.keys().chain(counted.keys());
    let part = |of: &serde_json::Map<String, Value>, name: &str| {
        format!("{name} = {}", of.get(name).map_or_else(|| "nothing".to_owned(), Value::to_string))
    };
    let found = names.into_iter().find(|name| says.get(*name) != counted.get(*name));
    found.map_or_else(Default::default, |name| (part(says, name), part(counted, name)))
}

/// Kept documents by split, as the files of `data` are named.
fn splits(dataset: &Dataset) -> BTreeMap<String, u64> {
    let mut splits = BTreeMap::new();
    for file in dataset.files("data") {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let split = name.split('-').next().unwrap_or_default();
        let rows = file.rows.unwrap_or_default();
        if rows > 0 {
            *splits.entry(split.to_owned()).or_default() += rows;
        }
    }
    splits
}

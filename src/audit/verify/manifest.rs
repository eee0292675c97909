//! What the manifest says of the dataset as a whole.

use serde_json::Value;

use super::report::Report;
use crate::dataset::{Counts, Dataset, LedgerMode, TableEntry, config_sha256};

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
    let splits = dataset.manifest.tables.get("data").map(TableEntry::splits).unwrap_or_default();
    let splits = splits.into_iter().filter(|(_, (rows, _))| *rows > 0);
    counted.splits = splits.map(|(split, (rows, _))| (split.to_owned(), rows)).collect();
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

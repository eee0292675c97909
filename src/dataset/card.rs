//! `README.md`: the dataset card.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use arrow::datatypes::{DataType, Field};
use serde_json::Value;

use super::counts::Counts;
use super::manifest::TableEntry;
use super::options::Options;
use super::schema::{self, Description};

/// The card: YAML for Hugging Face, then the same for people.
pub(super) fn card(
    options: &Options,
    counts: &Counts,
    tables: &BTreeMap<String, TableEntry>,
    rules: &BTreeMap<String, String>,
) -> String {
    let mut page = String::from("---\n");
    front(&mut page, options, counts, tables);
    page.push_str("---\n\n");
    let _ = write!(page, "# {}\n\n{}\n\n", options.name, options.description);
    loading(&mut page, tables);
    statistics(&mut page, counts, tables);
    provenance(&mut page, options, counts, rules);
    page.push_str("## Data dictionary\n\nOffsets and lengths count Unicode code points.\n");
    for table in schema::written(tables) {
        let _ = write!(page, "\n### {}\n\n{}\n\n{}", table.name, table.about, schema::columns(&table));
    }
    page
}

/// The tables that the card offers to load: `datasets` refuses one without rows. The documents are named in any case.
fn offered(tables: &BTreeMap<String, TableEntry>) -> impl Iterator<Item = Description> {
    let has_rows = |name: &str| name == "data" || tables.get(name).is_some_and(|table| table.rows > 0);
    schema::written(tables).into_iter().filter(move |table| has_rows(table.name))
}

fn loading(page: &mut String, tables: &BTreeMap<String, TableEntry>) {
    page.push_str(
        "\
## Loading

```python
import pandas as pd
df = pd.read_parquet(\"data/\")            # the folder `data`, not the one above it

import duckdb
duckdb.sql(\"SELECT * FROM 'data/*.parquet'\")

import polars as pl
pl.scan_parquet(\"data/*.parquet\")

from datasets import load_dataset
load_dataset(\".\")                        # the kept documents
",
    );
    let others: Vec<&str> = offered(tables).map(|table| table.name).filter(|name| *name != "data").collect();
    if let [first, rest @ ..] = others.as_slice() {
        let call = format!("load_dataset(\".\", \"{first}\")");
        let rest: Vec<String> = rest.iter().map(|name| format!("`{name}`")).collect();
        let hint = if rest.is_empty() { String::new() } else { format!("# or {}", rest.join(", ")) };
        let _ = writeln!(page, "{}", format!("{call:<41}{hint}").trim_end());
    }
    page.push_str(
        "```\n\n`taojin verify .` proves that nothing was lost; `taojin restore . ID` rebuilds a source file.\n\n",
    );
}

fn front(page: &mut String, options: &Options, counts: &Counts, tables: &BTreeMap<String, TableEntry>) {
    let _ = writeln!(page, "pretty_name: {}", quoted(&options.name));
    let _ = writeln!(page, "license: {}", quoted(&options.license));
    let languages: Vec<&String> = counts.languages.keys().filter(|language| !language.is_empty()).collect();
    if !languages.is_empty() {
        page.push_str("language:\n");
        for language in languages {
            let _ = writeln!(page, "- {}", quoted(language));
        }
    }
    let _ = writeln!(page, "size_categories:\n- {}", size_category(counts.kept));
    page.push_str("task_categories:\n- text-generation\n");
    page.push_str("configs:\n");
    for table in offered(tables) {
        let _ = writeln!(page, "- config_name: {}", config(table.name));
        if table.name == "data" {
            page.push_str("  default: true\n");
        }
        page.push_str("  data_files:\n");
        for (split, _) in loadable(tables.get(table.name)) {
            let _ = writeln!(page, "  - split: {split}\n    path: {}/{split}-*.parquet", table.name);
        }
    }
    page.push_str("dataset_info:\n");
    for table in offered(tables) {
        let _ = writeln!(page, "- config_name: {}\n  features:", config(table.name));
        features(page, &table);
        page.push_str("  splits:\n");
        let mut size = 0;
        for (split, (rows, bytes)) in loadable(tables.get(table.name)) {
            size += bytes;
            let _ = writeln!(page, "  - name: {split}\n    num_bytes: {bytes}\n    num_examples: {rows}");
        }
        let _ = writeln!(page, "  download_size: {size}\n  dataset_size: {size}");
    }
}

/// Name of a table's configuration: the documents are what is loaded by default.
fn config(table: &str) -> &str {
    if table == "data" { "default" } else { table }
}

/// The splits that are listed: `datasets` refuses a table altogether when one of its splits is empty.
fn loadable(table: Option<&TableEntry>) -> BTreeMap<&str, (u64, u64)> {
    let mut splits = table.map(TableEntry::splits).unwrap_or_default();
    if splits.values().any(|(rows, _)| *rows > 0) {
        splits.retain(|_, (rows, _)| *rows > 0);
    }
    splits
}

fn features(page: &mut String, table: &Description) {
    for (field, _) in &table.columns {
        let _ = writeln!(page, "  - name: {}", field.name());
        feature(page, field.data_type(), 4);
    }
}

/// The type of a column as `datasets` writes it.
fn feature(page: &mut String, data_type: &DataType, indent: usize) {
    let pad = " ".repeat(indent);
    match data_type {
        DataType::List(inner) => match inner.data_type() {
            DataType::Struct(fields) => {
                let _ = writeln!(page, "{pad}list:");
                for field in fields.iter().map(AsRef::<Field>::as_ref) {
                    let _ = writeln!(page, "{pad}- name: {}", field.name());
                    feature(page, field.data_type(), indent + 2);
                }
            }
            inner => {
                let _ = writeln!(page, "{pad}list: {}", dtype(inner));
            }
        },
        other => {
            let _ = writeln!(page, "{pad}dtype: {}", dtype(other));
        }
    }
}

fn dtype(data_type: &DataType) -> String {
    match data_type {
        DataType::Timestamp(_, _) => "timestamp[us, tz=UTC]".to_owned(),
        other => schema::type_name(other),
    }
}

fn size_category(rows: u64) -> &'static str {
    match rows {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        100_000..1_000_000 => "100K<n<1M",
        1_000_000..10_000_000 => "1M<n<10M",
        10_000_000..100_000_000 => "10M<n<100M",
        100_000_000..1_000_000_000 => "100M<n<1B",
        _ => "n>1B",
    }
}

/// A YAML string: every JSON string is one.
fn quoted(text: &str) -> Value {
    Value::from(text)
}

fn statistics(page: &mut String, counts: &Counts, tables: &BTreeMap<String, TableEntry>) {
    page.push_str("## Statistics\n\n| table | rows | bytes |\n|---|---:|---:|\n");
    for table in schema::written(tables) {
        if let Some(entry) = tables.get(table.name) {
            let bytes = entry.files.iter().map(|file| file.bytes).sum::<u64>();
            let _ = writeln!(page, "| `{}` | {} | {bytes} |", table.name, entry.rows);
        }
    }
    let figures = [
        ("input files", counts.inputs),
        ("documents found", counts.documents),
        ("documents kept", counts.kept),
        ("documents rejected", counts.rejected),
        ("characters found", counts.source_chars),
        ("characters of rejected documents", counts.rejected_chars),
        ("characters removed from kept documents", counts.removed_chars),
        ("characters inserted", counts.inserted_chars),
        ("characters kept", counts.chars),
        ("paragraphs kept", counts.paragraphs),
        ("documents that were word-segmented", counts.segmented),
    ];
    page.push_str("\n| what | how many |\n|---|---:|\n");
    for (name, figure) in figures {
        let _ = writeln!(page, "| {name} | {figure} |");
    }
    let groups = [
        ("split", &counts.splits),
        ("language", &counts.languages),
        ("script", &counts.scripts),
        ("encoding", &counts.encodings),
        ("input status", &counts.statuses),
    ];
    for (name, group) in groups.into_iter().filter(|(_, group)| !group.is_empty()) {
        let unit = if name == "input status" { "files" } else { "documents" };
        let _ = write!(page, "\n| {name} | {unit} |\n|---|---:|\n");
        for (value, count) in group {
            let _ = writeln!(page, "| {} | {count} |", if value.is_empty() { "unknown" } else { value });
        }
    }
    page.push('\n');
}

fn provenance(page: &mut String, options: &Options, counts: &Counts, rules: &BTreeMap<String, String>) {
    let _ = write!(
        page,
        "## Provenance\n\n`manifest.json` lists every input with its SHA-256, the configuration, and every file of this \
         dataset with its SHA-256. The table `inputs` says what became of each input, `rejected` holds the documents \
         that are not kept, with the reason. The ledger ({}) has {} removals and changes by {} rules; `report.html` \
         shows them in their places.\n\n",
        options.ledger.name(),
        counts.rules.values().map(|rule| rule.times).sum::<u64>(),
        counts.rules.len(),
    );
    page.push_str("| rule | what it does | documents | characters |\n|---|---|---:|---:|\n");
    for (id, rule) in counts.rules.iter().chain(&counts.rejections) {
        let about = rules.get(id).map_or("", String::as_str).replace('|', "\\|");
        let _ = writeln!(page, "| `{id}` | {about} | {} | {} |", rule.documents, rule.chars.max(rule.marked));
    }
    page.push('\n');
}

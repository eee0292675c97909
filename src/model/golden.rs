//! Golden files: `models/NAME/golden.jsonl`, documents written for it with all that a model sees of them and makes of
//! them. `WRITE_GOLDEN=1 cargo test golden` writes them anew.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;
use serde_json::{Map, Value};

/// A document and what is exported of it.
#[derive(Serialize)]
struct Line<T> {
    input: Value,
    #[serde(flatten)]
    exported: T,
}

/// Checks that `export` makes of each `input` in the golden file of `model` what is beside it, to the last digit. Gives
/// the lines back.
pub(crate) fn check<T: Serialize>(model: &str, export: impl Fn(&Value) -> T) -> Vec<Map<String, Value>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("models").join(model).join("golden.jsonl");
    let golden = std::fs::read_to_string(&path).unwrap();
    let lines = golden.lines().map(|line| serde_json::from_str::<Map<String, Value>>(line).unwrap());
    let fresh = lines.map(|line| {
        let input = line["input"].clone();
        let exported = export(&input);
        serde_json::to_string(&Line { input, exported }).unwrap()
    });
    let fresh: Vec<String> = fresh.collect();
    if std::env::var_os("WRITE_GOLDEN").is_some() {
        std::fs::write(&path, fresh.iter().map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    } else {
        for (number, (golden, fresh)) in golden.lines().zip(&fresh).enumerate() {
            let at = golden.bytes().zip(fresh.bytes()).take_while(|(a, b)| a == b).count();
            let around = |line: &str| line.chars().skip(at.saturating_sub(60)).take(120).collect::<String>();
            assert!(golden == fresh, "{model}, line {}:\n{}\n{}", number + 1, around(golden), around(fresh));
        }
    }
    fresh.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The names of the features that have the same value in all rows of `lines`.
pub(crate) fn constant_features<'a>(names: &[&'a str], lines: &[Map<String, Value>]) -> Vec<&'a str> {
    let rows = || lines.iter().flat_map(|line| line["rows"].as_array().unwrap());
    let values = |at: usize| rows().map(|row| row[at].to_string()).collect::<BTreeSet<String>>().len();
    names.iter().enumerate().filter(|(at, _)| values(*at) < 2).map(|(_, name)| *name).collect()
}

//! The whole pipeline on the project's own seeds, as snapshots: text, metadata and ledger of every document.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod common;

use std::fmt::Write;

use common::Scene;
use serde_json::Value;

/// A document as a reader of the snapshot wants to see it.
fn page(found: &Value) -> String {
    let mut page = String::new();
    for key in ["format", "encoding", "language", "script", "loss_marks", "rejected"] {
        let _ = writeln!(page, "{key}: {}", found[key]);
    }
    let segmented = found["segmented"].as_f64().unwrap_or_default();
    let _ = writeln!(page, "segmented: {segmented:.2}\n");
    for (key, value) in found["metadata"].as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
        let _ = writeln!(page, "{key}: {value}");
    }
    let _ = writeln!(page, "\n----- text\n{}\n----- ledger", found["text"].as_str().unwrap_or_default());
    for row in found["ledger"].as_array().into_iter().flatten() {
        let removed: String = row["removed"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let places = row["ranges"].as_array().map_or(0, Vec::len);
        let shown: String = removed.chars().take(60).collect();
        let _ = writeln!(page, "{} {} {places} {shown:?}", row["rule"], row["action"]);
    }
    page
}

#[test]
fn every_seed_is_cleaned_as_it_was() {
    let scene = Scene::of_seeds();
    for name in scene.texts().into_keys() {
        insta::assert_snapshot!(name.replace(['/', '.'], "_"), page(&scene.explain(&name)));
    }
}

#[test]
fn of_two_versions_of_a_report_one_is_kept() {
    let scene = Scene::of_seeds();
    let ended = scene.run(&[]);
    assert!(ended.stderr.contains("1 rejected"), "{}", ended.stderr);
}

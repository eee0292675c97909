//! `taojin dedup` and the folder that it writes: what an earlier run wrote there is replaced as a whole, nothing else is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod common;

use common::Scene;

const ROWS: &str =
    "{\"id\": 1, \"text\": \"春天的田野上开满了油菜花。\"}\n{\"id\": 2, \"text\": \"春天的田野上开满了油菜花。\"}\n";

fn scene() -> Scene {
    let scene = Scene::new().file("rows.jsonl", ROWS);
    scene.call(&["dedup", "in/rows.jsonl", "-o", "out"]).with_status(0);
    scene
}

/// Calls `dedup` with `arguments`, which must be refused with `words`, and leave the scene as it was.
#[track_caller]
fn refused(scene: &Scene, arguments: &[&str], words: &str) {
    let before = scene.bytes("");
    scene.call(&[&["dedup"], arguments].concat()).with_status(2).saying(words);
    assert!(scene.bytes("") == before, "{arguments:?}");
}

#[test]
fn what_an_earlier_run_wrote_is_replaced_as_a_whole() {
    let scene = Scene::new().file("bad.jsonl", format!("{ROWS}no row\n")).file("rows.jsonl", ROWS);
    scene.call(&["dedup", "in/bad.jsonl", "-o", "out"]).with_status(1).saying("out/problems.parquet");
    assert_eq!(
        scene.bytes("out").into_keys().collect::<Vec<_>>(),
        ["clusters.parquet", "kept.parquet", "problems.parquet"]
    );
    scene.call(&["dedup", "in/rows.jsonl", "-o", "out"]).with_status(0);
    assert_eq!(scene.bytes("out").into_keys().collect::<Vec<_>>(), ["clusters.parquet", "kept.parquet"]);
}

#[test]
fn nothing_but_an_earlier_result_is_replaced() {
    let scene = scene();
    let kept = std::fs::read(scene.path("out/kept.parquet")).unwrap();
    refused(&scene, &["out/kept.parquet", "-o", "out"], "is in the output folder");
    refused(&scene, &["in/rows.jsonl", "-o", "out", "--against", "out/kept.parquet"], "is in the output folder");
    for (name, content) in [("clusters.parquet", b"PAR1 of somebody else".to_vec()), ("notes.txt", kept)] {
        let folder = scene.path(&format!("other-{name}"));
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join(name), content).unwrap();
        refused(&scene, &["in/rows.jsonl", "-o", folder.to_str().unwrap()], name);
    }
    scene.call(&["run", "in", "-o", "dataset"]).with_status(0);
    refused(&scene, &["in/rows.jsonl", "-o", "dataset"], "which taojin did not write there");
    // Nor does a run replace what it compares with, or tables.
    scene
        .call(&["run", "in", "-o", "dataset", "--against", "dataset"])
        .with_status(2)
        .saying("is in the output folder");
    scene.call(&["run", "in", "-o", "out"]).with_status(2).saying("which taojin did not write there");
}

#[test]
fn rows_are_not_replaced_by_nothing() {
    let scene = scene().file("blank.jsonl", "\n");
    refused(&scene, &["in/blank.jsonl", "-o", "out"], "--allow-empty");
    scene.call(&["dedup", "in/blank.jsonl", "-o", "out", "--allow-empty"]).with_status(0);
}

#[cfg(unix)]
#[test]
fn inputs_that_cannot_be_used_are_refused() {
    let scene = scene().file("body.jsonl", "{\"body\": \"没有叫 text 的一栏。\", \"n\": 1}\n");
    assert!(std::process::Command::new("mkfifo").arg(scene.path("in/pipe")).status().unwrap().success());
    scene.call(&["dedup", "in/pipe", "-o", "new"]).with_status(2).saying("in/pipe: is no regular file");
    scene.call(&["dedup", "in", "-o", "new"]).with_status(2).saying("in: is no regular file");
    std::fs::remove_file(scene.path("in/pipe")).unwrap();
    refused(
        &scene,
        &["in/body.jsonl", "-o", "new"],
        "has no column `text`; name the text with --text-column (body, n)",
    );
    refused(
        &scene,
        &["in/rows.jsonl", "-o", "new", "--against", "in/body.jsonl"],
        "in/body.jsonl: has no column `text`",
    );
    scene.call(&["dedup", "in/body.jsonl", "-o", "new", "--text-column", "body"]).with_status(0);
}

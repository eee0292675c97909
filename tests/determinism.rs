//! The same input gives the same bytes, whatever the machine does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod common;

use common::Scene;

#[test]
fn threads_and_memory_do_not_change_a_byte() {
    let scene = Scene::of_seeds();
    let annotated = ["--sentences", "--tokens", "jieba"];
    for options in [&[][..], &annotated] {
        let run = |threads| {
            scene.run(&[options, &["--threads", threads]].concat());
            scene.bytes("out")
        };
        let once = run("1");
        for threads in ["2", "8"] {
            assert!(run(threads) == once, "{threads} threads {options:?}");
        }
        scene.run(&[options, &["--memory", "192MB"]].concat());
        assert!(scene.bytes("out") == once, "other memory {options:?}");
    }
}

#[test]
fn annotations_change_no_other_table() {
    let scene = Scene::of_seeds();
    let tables = |scene: &Scene| {
        let mut files = scene.bytes("out");
        files.retain(|name, _| name.ends_with(".parquet"));
        files
    };
    scene.run(&[]);
    let plain = tables(&scene);
    scene.run(&["--sentences", "--tokens", "jieba"]);
    let mut annotated = tables(&scene);
    assert!(annotated.len() == plain.len() + 2);
    annotated.retain(|name, _| !name.starts_with("sentences/") && !name.starts_with("tokens/"));
    assert!(annotated == plain);
}

#[test]
fn the_folder_and_the_order_of_creation_do_not_change_a_byte() {
    let (here, there) = (Scene::of_seeds(), Scene::new());
    // Files written in the order of their names, in another folder, read from another working directory.
    let mut names: Vec<_> = here.bytes("in").into_iter().collect();
    names.sort();
    let there = names.into_iter().fold(there, |scene, (name, content)| scene.file(&name, content));
    here.run(&[]);
    let mut command = there.command(&["run", "../in", "-o", "../out"]);
    std::fs::create_dir(there.path("elsewhere")).unwrap();
    assert!(command.current_dir(there.path("elsewhere")).output().unwrap().status.success());
    assert!(here.bytes("out") == there.bytes("out"));
}

#[test]
fn a_rerun_replaces_the_dataset_with_the_same_bytes() {
    let scene = Scene::of_seeds();
    scene.run(&[]);
    let once = scene.bytes("out");
    scene.run(&[]);
    assert!(scene.bytes("out") == once);
}

#[test]
fn cleaning_clean_text_again_changes_nothing() {
    let scene = Scene::of_seeds();
    for name in scene.texts().into_keys() {
        let once = scene.explain(&name);
        let text = once["text"].as_str().unwrap();
        let again = Scene::new().file("again.txt", text).explain("again.txt");
        assert_eq!(again["text"].as_str(), Some(text), "{name}");
    }
}

#[test]
fn a_lock_pins_inputs_settings_and_outputs() {
    let scene = Scene::of_seeds();
    scene.run(&["--lock"]);
    scene.run(&["--frozen"]);
    let frozen = ["run", "in", "-o", "out", "--frozen"];
    scene
        .call(&[&frozen[..], &["--set", "dedup.near=false"]].concat())
        .with_status(1)
        .saying("setting dedup.near is false");
    let scene = scene.file("english_article.txt", "Another text, which is not the one that was there before.\n");
    scene.call(&frozen).with_status(1).saying("english_article.txt");
}

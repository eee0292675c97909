//! Every source comes back to the byte from the dataset alone, and a dataset that was tampered with is found out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod common;

use common::Scene;

#[test]
fn every_seed_comes_back_to_the_byte() {
    let scene = Scene::of_seeds();
    scene.run(&[]);
    scene.call(&["verify", "out"]).with_status(0);
    for (name, bytes) in scene.texts() {
        let content = match name.strip_suffix(".gz") {
            None => bytes,
            Some(_) => {
                let mut content = Vec::new();
                std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(&bytes[..]), &mut content).unwrap();
                content
            }
        };
        let output = scene.command(&["restore", "out", &name]).output().unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(output.stdout == content, "{name} came back different");
    }
}

#[test]
fn a_ledger_of_ranges_asks_for_the_source_and_checks_it() {
    let scene = Scene::of_seeds();
    scene.run(&["--ledger", "ranges"]);
    scene.call(&["verify", "out"]).with_status(0);
    scene.call(&["restore", "out", "repeated_title.txt"]).with_status(2).saying("folder of the sources");
    let restore = ["restore", "out", "repeated_title.txt", "--sources", "in"];
    let output = scene.command(&restore).output().unwrap();
    assert!(output.status.success());
    assert_eq!(output.stdout, scene.bytes("in")["repeated_title.txt"]);
    let scene = scene.file("repeated_title.txt", "another text\n");
    scene.call(&restore).with_status(2).saying("has changed");
}

#[test]
fn tampering_is_found() {
    let scene = Scene::of_seeds();
    scene.run(&[]);
    let table = scene.path("out/data/train-00000-of-00001.parquet");
    let mut bytes = std::fs::read(&table).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&table, bytes).unwrap();
    let ended = scene.call(&["verify", "out"]).with_status(1);
    assert!(ended.stdout.contains("data/train-00000-of-00001.parquet"), "{}", ended.stdout);
}

#[test]
fn two_datasets_are_compared_by_document_and_by_rule() {
    let scene = Scene::of_seeds();
    scene.run(&[]);
    std::fs::rename(scene.path("out"), scene.path("before")).unwrap();
    let scene = scene.file("new.txt", "一篇新来的文章，此前不在这里，说的是新的事情。\n");
    std::fs::remove_file(scene.path("in/english_article.txt")).unwrap();
    scene.run(&["--keep", "strip.prev_next"]);
    let ended = scene.call(&["diff", "before", "out"]).with_status(1);
    for words in ["new.txt", "english_article.txt", "repeated_title.txt", "strip.prev_next"] {
        assert!(ended.stdout.contains(words), "{words} not in {}", ended.stdout);
    }
    scene.call(&["diff", "out", "out"]).with_status(0);
}

//! Every generator of large and hostile texts at its smallest size: no panic, text and ledger add up, and the dataset
//! verifies. How time and memory grow is measured by `make bench`, not here.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "../../fuzz/checks.rs"]
mod checks;
mod generators;

use std::collections::BTreeSet;

use assert_cmd::Command;
use generators::{SIZES, all};

fn taojin() -> Command {
    Command::new(env!("CARGO_BIN_EXE_taojin"))
}

#[test]
fn there_are_many_and_each_has_its_name() {
    let names: BTreeSet<_> = all().map(|generator| generator.name).collect();
    assert!(names.len() >= 60, "{} generators", names.len());
    assert_eq!(names.len(), all().count(), "two generators have one name");
}

#[test]
fn texts_are_as_long_as_they_are_asked_to_be() {
    for generator in all() {
        let length = (generator.make)(SIZES[0]).len();
        assert!((SIZES[0] / 2..=SIZES[0] * 2).contains(&length), "{}: {length} bytes", generator.name);
    }
}

#[test]
fn every_text_balances() {
    for generator in all() {
        let bytes = (generator.make)(SIZES[0]);
        checks::decode(&bytes);
        checks::clean(&bytes, &generator.file());
    }
}

#[test]
fn a_dataset_of_every_text_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let (texts, out) = (folder.path().join("texts"), folder.path().join("out"));
    std::fs::create_dir(&texts).unwrap();
    for generator in all() {
        std::fs::write(texts.join(generator.file()), (generator.make)(SIZES[0])).unwrap();
    }
    taojin().args(["run", "--quiet", "-o"]).args([&out, &texts]).assert().success();
    taojin().arg("verify").arg(&out).assert().success();
}

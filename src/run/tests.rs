//! Runs in which something goes wrong.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use tempfile::TempDir;

use super::{Cleaner, Error, Outcome, Run};
use crate::config::Config;
use crate::dataset::Dataset;
use crate::document::Document;
use crate::read::Raw;

const GOOD: &str = "好文件一直在这里，不受旁边坏文件的影响。\n";

/// Files of a test and the dataset made from them.
struct Scene(TempDir);

impl Scene {
    fn new(files: &[(&str, &str)]) -> Self {
        let scene = Self(tempfile::tempdir().unwrap());
        fs::create_dir(scene.path("in")).unwrap();
        for (name, text) in files {
            fs::write(scene.path("in").join(name), text).unwrap();
        }
        scene
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A run in which `spoil` is done to every document that was cleaned.
    fn run(&self, allow_empty: bool, spoil: impl Fn(&str, &mut Document) + Sync) -> Result<Outcome, Error> {
        let config = Config::default();
        let cleaner = Cleaner::new(&config).unwrap();
        let clean = |path: &str, raw: &Raw| {
            let mut document = cleaner.document(path, raw)?;
            spoil(path, &mut document);
            Ok(document)
        };
        let run = Run {
            config: &config,
            inputs: &[self.path("in")],
            out: &self.path("out"),
            threads: 2,
            locked: None,
            pin: false,
            allow_empty,
            progress: None,
            interrupted: &AtomicBool::new(false),
        };
        run.run_with(&clean)
    }

    /// Path, status and message of every input.
    fn inputs(&self) -> Vec<(String, String, String)> {
        let dataset = Dataset::open(&self.path("out")).unwrap();
        dataset
            .inputs()
            .map(|row| row.unwrap())
            .map(|row| (row.path, row.status.name().to_owned(), row.error))
            .collect()
    }
}

#[test]
fn a_bug_is_the_problem_of_one_file() {
    let scene = Scene::new(&[("a.txt", GOOD), ("b.txt", "另一篇文字，它的一段被写了两遍。\n"), ("c.txt", GOOD)]);
    let outcome = scene.run(false, |path, document| match path {
        "a.txt" => panic!("a stage that has a bug"),
        "b.txt" => document.blocks.push(document.blocks[0].clone()),
        _ => {}
    });
    let outcome = outcome.unwrap();
    assert_eq!((outcome.failure_count(), outcome.problem_count(), outcome.kept), (2, 2, 1));
    let named: Vec<&str> = outcome.problems.iter().map(|found| found.path.as_str()).collect();
    assert_eq!(named, ["a.txt", "b.txt"]);
    let inputs = scene.inputs();
    let statuses: Vec<&str> = inputs.iter().map(|(_, status, _)| status.as_str()).collect();
    assert_eq!(statuses, ["failed", "failed", "ok"]);
    assert!(inputs[0].2.contains("a stage that has a bug"), "{inputs:?}");
    assert!(inputs[..2].iter().all(|(_, _, error)| error.contains("report it") && error.contains("--exclude")));
}

#[test]
fn nothing_never_replaces_a_dataset_unless_told_so() {
    let scene = Scene::new(&[("a.txt", GOOD)]);
    scene.run(false, |_, _| {}).unwrap();
    let before = fs::read(scene.path("out/manifest.json")).unwrap();
    // The file can no longer be read.
    fs::write(scene.path("in/a.txt"), b"\x89PNG\r\n\x1a\n\0\0").unwrap();
    let error = scene.run(false, |_, _| {}).unwrap_err().to_string();
    assert!(error.contains("(a.txt: binary data") && error.contains("--allow-empty"), "{error}");
    // There is none at all.
    fs::remove_file(scene.path("in/a.txt")).unwrap();
    let error = scene.run(false, |_, _| {}).unwrap_err().to_string();
    assert!(error.contains("no file to read") && error.contains("--allow-empty"), "{error}");
    assert_eq!(fs::read(scene.path("out/manifest.json")).unwrap(), before);

    assert_eq!(scene.run(true, |_, _| {}).unwrap(), Outcome::default());
    assert_eq!(scene.inputs(), []);
}

#[test]
fn an_empty_dataset_replaces_an_empty_one() {
    let scene = Scene::new(&[("a.txt", "")]);
    for _ in 0..2 {
        let outcome = scene.run(false, |_, _| {}).unwrap();
        assert_eq!((outcome.inputs["empty"], outcome.problem_count()), (1, 0));
    }
}

//! A dataset written and read again.

mod beside;
mod folder;
mod round_trip;
pub(crate) mod sample;
mod unknown;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use sample::{keep, options, record, write, writer};

use super::*;

/// Every file below `folder` with its content.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(at).expect("folder").map(|entry| entry.expect("entry").path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else {
                found.insert(entry.strip_prefix(folder).expect("below").to_owned(), fs::read(entry).expect("file"));
            }
        }
    }
    found
}

#[test]
fn the_same_rows_give_the_same_bytes_in_any_folder() {
    let scratch = tempfile::tempdir().expect("scratch");
    let (a, b) = (scratch.path().join("a"), scratch.path().join("deep/b"));
    let summary = write(&a, &options());
    write(&b, &options());
    assert_eq!(contents(&a), contents(&b));
    let files = &summary.tables["paragraphs"].files;
    assert!(files.len() > 1, "small limits make several shards");
    assert_eq!(files[0].path, format!("paragraphs/train-00000-of-{:05}.parquet", files.len()));
    assert_eq!(summary.tables["data"].rows, 11);
}

#[test]
fn a_run_that_ends_early_leaves_the_old_dataset() {
    let scratch = tempfile::tempdir().expect("scratch");
    let out = scratch.path().join("out");
    fs::create_dir(&out).expect("folder");
    fs::write(out.join(".gitkeep"), "").expect("write");
    write(&out, &options());
    assert!(out.join(".gitkeep").exists(), "hidden files stay");
    let before = contents(scratch.path());
    {
        let mut writer = writer(&out);
        keep(&mut writer, &record("y.txt", "别的"));
        assert!(matches!(Writer::create(&out, &options(), OptionalTables::default()), Err(Error::Busy { .. })));
    }
    assert_eq!(contents(scratch.path()), before);
}

#[test]
fn splits_are_stable_shares() {
    let options = Options { validation: 0.1, test: 0.2, ..Options::default() };
    let mut counts = BTreeMap::new();
    for key in 0..10_000 {
        *counts.entry(options.split(&key.to_string())).or_insert(0) += 1;
    }
    let wrong = Options { validation: 0.6, test: 0.6, ..Options::default() };
    assert!(matches!(Writer::create(Path::new("never"), &wrong, OptionalTables::default()), Err(Error::Options(_))));
    assert!(
        (1_800..2_200).contains(&counts[&Split::Test]) && (900..1_100).contains(&counts[&Split::Validation]),
        "{counts:?}"
    );
}

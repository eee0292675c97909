//! A dataset written, read again, proved, damaged.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::*;
use crate::annotate::{self, Annotations};
use crate::audit::{self, Dataset};
use crate::document::{Change, Document, Format, Origin, Record, Removal, Rule, hex};

static SPACES: Rule = Rule { id: "mend.spaces", about: "" };
static NAVIGATION: Rule = Rule { id: "strip.navigation", about: "" };

/// A record of one line a paragraph: spaces are taken out, the line of the next article too.
fn record(path: &str, source: &str) -> Record {
    let mut document: Document = crate::parse::plain(source.to_owned());
    document.format = Format::Plain;
    document.encoding.name = "UTF-8".to_owned();
    for index in 0..document.blocks.len() {
        let value = document.blocks[index].value().to_owned();
        let spaces: Vec<Change> = value.match_indices(' ').map(|(at, _)| Change::removal(at..at + 1)).collect();
        document.change(index, &spaces, &SPACES);
        if value.starts_with("下一篇") {
            document.remove(index, Removal::by(&NAVIGATION, 0.9), 0.5);
        }
    }
    let sha256 = hex(&Sha256::digest(source));
    let origin = Origin { path: path.to_owned(), sha256, bytes: source.len() as u64, ..Origin::default() };
    Record::new(origin, &document).expect("balance")
}

fn options() -> Options {
    Options { row_group_bytes: 2_000, shard_bytes: 1_000, ..Options::default() }
}

/// Writes twelve documents, of which the last is a duplicate of the first.
fn write(out: &Path, options: &Options) -> Summary {
    let mut writer = Writer::create(out, options, &annotate::Options::default()).expect("create");
    for number in 0..12 {
        let path = format!("{number:02}.txt");
        let record = record(&path, &format!("第 {number} 篇 文 章\n\n\n{}\n下一篇:别的", "山 高 水 长。".repeat(20)));
        if number == 11 {
            let kept_path = Some("00.txt".to_owned());
            let why = Rejected { rule: "dedup.near".into(), kept_path, similarity: Some(0.97), ..Rejected::default() };
            writer.rejected(&record, &why).expect("rejected");
        } else {
            let place = Place { cluster: None, split: options.split(&record.id) };
            writer.kept(&record, &place, &Annotations::default()).expect("kept");
        }
        let input = InputRow { path, status: "ok".into(), documents: 1, ..InputRow::default() };
        writer.input(&input).expect("input");
    }
    let rules = BTreeMap::from([("mend.spaces".to_owned(), "spaces".to_owned())]);
    writer.finish(&Run { config: serde_json::json!({"a": 1}), rules }).expect("finish")
}

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
fn a_dataset_is_proved_and_its_damage_found() {
    let scratch = tempfile::tempdir().expect("scratch");
    let out = scratch.path().join("out");
    write(&out, &options());
    let report = audit::verify(&out).expect("dataset");
    assert!(report.is_clean(), "{report}");
    assert_eq!((report.kept, report.rejected, report.restored), (11, 1, 12));

    let dataset = Dataset::open(&out).expect("dataset");
    let file = out.join(&dataset.files("data")[0].path);
    let mut bytes = fs::read(&file).expect("file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&file, bytes).expect("write");
    fs::copy(&file, out.join("data/more.parquet")).expect("copy");
    fs::remove_file(out.join("croissant.json")).expect("remove");
    let text = audit::verify(&out).expect("dataset").to_string();
    for problem in ["its SHA-256 is", "more.parquet: not in the manifest", "croissant.json: No such file"] {
        assert!(text.contains(problem), "{problem} is not in\n{text}");
    }
}

#[test]
fn annotations_that_do_not_fit_the_text_are_found() {
    let scratch = tempfile::tempdir().expect("scratch");
    let out = scratch.path().join("out");
    let record = record("x.txt", "山高。水长。\n\n好");
    let annotate = annotate::Options { sentences: true, tokens: annotate::Tokens::Jieba, ..Default::default() };
    let says = |parts: &[(u32, u32)], words: &[(u32, u32)]| {
        let mut writer = Writer::create(&out, &options(), &annotate).expect("create");
        let tokens = words.len() as u32;
        let part = |&(start, end): &(u32, u32)| annotate::Sentence { start, end, tokens, ..Default::default() };
        let found = Annotations { sentences: parts.iter().map(part).collect(), tokens: words.to_vec() };
        writer.kept(&record, &Place { cluster: None, split: "train" }, &found).expect("kept");
        writer.finish(&Run::default()).expect("finish");
        audit::verify(&out).expect("dataset").problems.join("\n")
    };
    let (parts, words) = ([(0, 3), (3, 6), (8, 9)], [(0, 2), (2, 3), (3, 5), (5, 6), (8, 9)]);
    assert_eq!(says(&parts, &words), "");
    assert!(says(&parts[1..], &words).contains("sentences: text before number 0 is in none"));
    assert!(says(&parts[..2], &words).contains("sentences: text after the last of 2 is in none"));
    assert!(says(&parts, &[(0, 2), (1, 3)]).contains("tokens: number 1 has the range 1 to 3, which is out of place"));
    assert!(says(&parts, &[(0, 3), (3, 12)]).contains("tokens: number 1 has the range 3 to 12"));

    says(&parts, &words);
    fs::create_dir_all(out.join("more")).expect("folder");
    fs::rename(out.join("tokens"), out.join("more/tokens")).expect("rename");
    assert!(audit::verify(&out).expect("dataset").to_string().contains("tokens/train-00000-of-00001.parquet"));
}

#[test]
fn documents_come_back_kept_or_not() {
    let scratch = tempfile::tempdir().expect("scratch");
    let out = scratch.path().join("out");
    write(&out, &options());
    let dataset = Dataset::open(&out).expect("dataset");
    let mut ids: Vec<String> = dataset.documents().map(|record| record.expect("row").id).collect();
    ids.extend(dataset.rejected().map(|rejection| rejection.expect("row").record.id));
    assert_eq!(ids.len(), 12);
    for (number, id) in ids.iter().enumerate() {
        let bytes = audit::restore(&dataset, id, None).expect("restore");
        assert!(String::from_utf8(bytes).expect("text").starts_with(&format!("第 {number} 篇 文 章\n")));
    }
    assert!(matches!(audit::restore(&dataset, "no such", None), Err(audit::Error::Unknown(_))));
}

#[test]
fn a_ledger_of_ranges_asks_for_the_source_and_checks_it() {
    let scratch = tempfile::tempdir().expect("scratch");
    let out = scratch.path().join("out");
    let source = "山 高\n下一篇:别的";
    fs::write(scratch.path().join("x.txt"), source).expect("write");
    let options = Options { ledger: Ledger::Ranges, ..options() };
    let mut writer = Writer::create(&out, &options, &annotate::Options::default()).expect("create");
    let record = record("x.txt", source);
    writer.kept(&record, &Place { cluster: None, split: "train" }, &Annotations::default()).expect("kept");
    writer.finish(&Run::default()).expect("finish");

    assert!(audit::verify(&out).expect("dataset").is_clean());
    let dataset = Dataset::open(&out).expect("dataset");
    let back = |sources| audit::restore(&dataset, &record.id, sources);
    assert!(matches!(back(None), Err(audit::Error::SourceNeeded { .. })));
    assert_eq!(back(Some(scratch.path())).expect("restore"), source.as_bytes());
    fs::write(scratch.path().join("x.txt"), "changed").expect("write");
    assert!(matches!(back(Some(scratch.path())), Err(audit::Error::SourceChanged { .. })));
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
        let mut writer = Writer::create(&out, &options(), &annotate::Options::default()).expect("create");
        writer
            .kept(&record("y.txt", "别的"), &Place { cluster: None, split: "train" }, &Annotations::default())
            .expect("kept");
        assert!(matches!(Writer::create(&out, &options(), &annotate::Options::default()), Err(Error::Busy(_))));
    }
    assert_eq!(contents(scratch.path()), before);

    // A killed run leaves its folder, but no lock on it.
    fs::create_dir_all(scratch.path().join(".out.partial/data")).expect("folder");
    write(&out, &options());
    assert_eq!(contents(scratch.path()), before);
}

#[test]
fn a_kill_between_the_two_steps_of_a_swap_is_mended() {
    let scratch = tempfile::tempdir().expect("scratch");
    let out = scratch.path().join("out");
    write(&out, &options());
    let before = contents(&out);
    fs::rename(&out, scratch.path().join(".out.old")).expect("rename");
    drop(Writer::create(&out, &options(), &annotate::Options::default()).expect("create"));
    assert_eq!(contents(&out), before);
}

#[test]
fn a_folder_of_something_else_is_never_replaced() {
    let scratch = tempfile::tempdir().expect("scratch");
    fs::write(scratch.path().join("thesis.docx"), "years of work").expect("write");
    let Err(error) = Writer::create(scratch.path(), &options(), &annotate::Options::default()) else {
        panic!("taken for a dataset")
    };
    assert!(error.to_string().contains("thesis.docx, which is no part of a dataset"), "{error}");
}

#[test]
fn splits_are_stable_shares() {
    let options = Options { validation: 0.1, test: 0.2, ..Options::default() };
    let mut counts = BTreeMap::new();
    for key in 0..10_000 {
        *counts.entry(options.split(&key.to_string())).or_insert(0) += 1;
    }
    let wrong = Options { validation: 0.6, test: 0.6, ..Options::default() };
    assert!(matches!(
        Writer::create(Path::new("never"), &wrong, &annotate::Options::default()),
        Err(Error::Options(_))
    ));
    assert!((1_800..2_200).contains(&counts["test"]) && (900..1_100).contains(&counts["validation"]), "{counts:?}");
}

#[test]
fn differences_are_told() {
    let scratch = tempfile::tempdir().expect("scratch");
    let (a, b) = (scratch.path().join("a"), scratch.path().join("b"));
    write(&a, &options());
    let mut writer = Writer::create(&b, &options(), &annotate::Options::default()).expect("create");
    for (path, source) in [("00.txt", "山高水长"), ("new.txt", "新 的")] {
        writer
            .kept(&record(path, source), &Place { cluster: None, split: "train" }, &Annotations::default())
            .expect("kept");
    }
    writer.finish(&Run::default()).expect("finish");
    let (a, b) = (Dataset::open(&a).expect("a"), Dataset::open(&b).expect("b"));
    assert!(audit::diff(&a, &a).expect("diff").is_empty());
    let changes = audit::diff(&a, &b).expect("diff");
    assert_eq!((changes.added, changes.changed), (vec!["new.txt".to_owned()], vec!["00.txt".to_owned()]));
    assert_eq!(changes.lost.len(), 10);
    assert_eq!(changes.rules["mend.spaces"].times_after, 1);

    let (lock, now) = (audit::Lock::of(&a).expect("lock"), audit::Lock::of(&b).expect("lock"));
    let path = scratch.path().join("taojin.lock");
    lock.write(&path).expect("write");
    assert_eq!(audit::Lock::read(&path).expect("read").check(&lock), Vec::<String>::new());
    let differences = lock.check(&now);
    assert!(differences.contains(&"the configuration has changed".to_owned()), "{differences:?}");
    assert!(differences.contains(&"input 00.txt is missing".to_owned()), "{differences:?}");
}

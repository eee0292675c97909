//! Datasets proved, damaged, restored, compared.

use std::fs;

use crate::audit;
use crate::dataset::sample::{input, keep, options, record, write, writer};
use crate::dataset::{Dataset, LedgerMode, OptionalTables, Options, Place, Provenance, Writer};
use crate::document::{Annotations, Sentence};

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
    for problem in ["its SHA-256 is", "more.parquet: not in the manifest", "croissant.json\": No such file"] {
        assert!(text.contains(problem), "{problem} is not in\n{text}");
    }
}

#[test]
fn annotations_that_do_not_fit_the_text_are_found() {
    let scratch = tempfile::tempdir().expect("scratch");
    let out = scratch.path().join("out");
    let record = record("x.txt", "山高。水长。\n\n好");
    let both = OptionalTables { sentences: true, tokens: true };
    let says = |parts: &[(u32, u32)], words: &[(u32, u32)]| {
        let mut writer = Writer::create(&out, &options(), both).expect("create");
        let tokens = words.len() as u32;
        let part = |&(start, end): &(u32, u32)| Sentence { start, end, tokens, ..Default::default() };
        let found = Annotations { sentences: parts.iter().map(part).collect(), tokens: words.to_vec() };
        writer.kept(&record, &Place::default(), &found).expect("kept");
        input(&mut writer, "x.txt");
        writer.finish(&Provenance::default()).expect("finish");
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
    let options = Options { ledger: LedgerMode::Ranges, ..options() };
    let mut writer = Writer::create(&out, &options, OptionalTables::default()).expect("create");
    let record = record("x.txt", source);
    keep(&mut writer, &record);
    input(&mut writer, "x.txt");
    writer.finish(&Provenance::default()).expect("finish");

    assert!(audit::verify(&out).expect("dataset").is_clean());
    let dataset = Dataset::open(&out).expect("dataset");
    let back = |sources| audit::restore(&dataset, &record.id, sources);
    assert!(matches!(back(None), Err(audit::Error::SourceNeeded { .. })));
    assert_eq!(back(Some(scratch.path())).expect("restore"), source.as_bytes());
    fs::write(scratch.path().join("x.txt"), "changed").expect("write");
    assert!(matches!(back(Some(scratch.path())), Err(audit::Error::SourceChanged { .. })));
}

#[test]
fn differences_are_told() {
    let scratch = tempfile::tempdir().expect("scratch");
    let (a, b) = (scratch.path().join("a"), scratch.path().join("b"));
    write(&a, &options());
    let mut writer = writer(&b);
    for (path, source) in [("00.txt", "山高水长"), ("new.txt", "新 的")] {
        keep(&mut writer, &record(path, source));
    }
    writer.finish(&Provenance::default()).expect("finish");
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
    assert!(differences.iter().any(|line| line.starts_with("setting a is not set, locked as 1")), "{differences:?}");
    assert!(differences.contains(&"input 00.txt is missing".to_owned()), "{differences:?}");
}

#[test]
fn a_kind_of_ledger_that_does_not_exist_is_no_dataset() {
    let scratch = tempfile::tempdir().expect("scratch");
    let out = scratch.path().join("out");
    write(&out, &options());
    let path = out.join("manifest.json");
    let manifest = fs::read_to_string(&path).expect("manifest");
    fs::write(&path, manifest.replace("\"ledger\": \"full\"", "\"ledger\": \"junk\"")).expect("write");
    let error = audit::verify(&out).expect_err("junk").to_string();
    assert!(error.contains("manifest.json: `ledger` is `junk`, which is none of `full`, `ranges`, `none`"), "{error}");
}

//! Datasets that somebody changed, with checksums and row counts made to fit: `verify` finds every one of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod common;

use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Int32Array, RecordBatch, StringArray, UInt32Array, new_null_array};
use common::Scene;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A dataset of three kept documents and one that repeats another.
fn scene() -> Scene {
    let scene = Scene::new()
        .file("a.md", "---\ntitle: 茶亭\n---\n# 茶亭\n\n山口 的 茶亭 又 开 了 门 ， 挑担 的 人 坐下 歇脚 。\n\n上一篇：无\n下一篇：渡口\n")
        .file("b.html", "<html><body><nav><a href=/>首页</a></nav><p>渡口的灯亮了一夜 &amp; 船家在等最后一个客人，天快亮时才收了缆。</p></body></html>")
        .file("c.txt", [b"\xEF\xBB\xBF", "第三篇说的是别的事情。\r\n".as_bytes()].concat())
        .file("d.txt", [b"\xEF\xBB\xBF", "第三篇说的是别的事情。\r\n".as_bytes()].concat());
    scene.run(&[]);
    scene.call(&["verify", "out"]).with_status(0);
    scene
}

fn manifest(scene: &Scene) -> Value {
    serde_json::from_slice(&fs::read(scene.path("out/manifest.json")).unwrap()).unwrap()
}

fn write_manifest(scene: &Scene, manifest: &Value) {
    fs::write(scene.path("out/manifest.json"), serde_json::to_vec(manifest).unwrap()).unwrap();
}

fn file_of(scene: &Scene, table: &str) -> PathBuf {
    scene.path(&format!("out/{table}/train-00000-of-00001.parquet"))
}

/// The checksum, by another library's hand than the project's own.
fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Rewrites the one batch of a table and makes the manifest fit.
fn rewrite(scene: &Scene, table: &str, change: impl Fn(&RecordBatch) -> RecordBatch) {
    let path = file_of(scene, table);
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(&path).unwrap()).unwrap().build().unwrap();
    let batches: Vec<RecordBatch> = reader.map(|batch| batch.unwrap()).collect();
    let [batch] = batches.as_slice() else { panic!("{table}: {} batches", batches.len()) };
    let changed = change(batch);
    let mut writer = ArrowWriter::try_new(File::create(&path).unwrap(), changed.schema(), None).unwrap();
    writer.write(&changed).unwrap();
    writer.close().unwrap();
    let bytes = fs::read(&path).unwrap();
    let mut manifest = manifest(scene);
    let entry = &mut manifest["tables"][table];
    entry["rows"] = json!(changed.num_rows());
    entry["files"][0]["rows"] = json!(changed.num_rows());
    entry["files"][0]["bytes"] = json!(bytes.len());
    entry["files"][0]["sha256"] = json!(sha256(&bytes));
    write_manifest(scene, &manifest);
}

fn with_column(batch: &RecordBatch, name: &str, column: ArrayRef) -> RecordBatch {
    let index = batch.schema().index_of(name).unwrap();
    let mut columns = batch.columns().to_vec();
    columns[index] = column;
    RecordBatch::try_new(batch.schema(), columns).unwrap()
}

fn texts(batch: &RecordBatch, name: &str, change: fn(usize, Option<&str>) -> Option<String>) -> RecordBatch {
    let column = batch.column_by_name(name).unwrap().as_any().downcast_ref::<StringArray>().unwrap();
    let column: StringArray = column.iter().enumerate().map(|(row, text)| change(row, text)).collect();
    with_column(batch, name, Arc::new(column))
}

fn numbers(batch: &RecordBatch, name: &str, change: fn(i32) -> i32) -> RecordBatch {
    let column = batch.column_by_name(name).unwrap().as_any().downcast_ref::<Int32Array>().unwrap();
    let column: Int32Array = column.iter().map(|number| number.map(change)).collect();
    with_column(batch, name, Arc::new(column))
}

fn reversed(batch: &RecordBatch) -> RecordBatch {
    let rows = UInt32Array::from_iter_values((0..batch.num_rows() as u32).rev());
    arrow::compute::take_record_batch(batch, &rows).unwrap()
}

fn without_first(batch: &RecordBatch) -> RecordBatch {
    batch.slice(1, batch.num_rows() - 1)
}

type Tampering = (&'static str, fn(&Scene));

#[track_caller]
fn all_are_found(tamperings: &[Tampering]) {
    for (name, tamper) in tamperings {
        let scene = scene();
        tamper(&scene);
        let ended = scene.call(&["verify", "out"]);
        assert!(matches!(ended.status, 1 | 2), "{name}: status {}, {}", ended.status, ended.stdout);
        assert!(!ended.stderr.contains("panicked"), "{name}: {}", ended.stderr);
    }
}

#[test]
fn rows_that_were_changed_are_found() {
    all_are_found(&[
        ("a character of a text", |s| {
            rewrite(s, "data", |b| texts(b, "text", |_, t| Some(t?.replacen('茶', "酒", 1))))
        }),
        ("chars", |s| rewrite(s, "data", |b| numbers(b, "chars", |n| n + 1))),
        ("source_chars", |s| rewrite(s, "data", |b| numbers(b, "source_chars", |n| n + 1))),
        ("removed_chars", |s| rewrite(s, "data", |b| numbers(b, "removed_chars", |_| 0))),
        ("inserted_chars", |s| rewrite(s, "data", |b| numbers(b, "inserted_chars", |n| n + 7))),
        ("the length of ranges", |s| rewrite(s, "ledger", |b| numbers(b, "chars", |n| n + 1))),
        ("the number of paragraphs", |s| rewrite(s, "data", |b| numbers(b, "paragraphs", |n| n + 1))),
        ("whether it was segmented", |s| {
            rewrite(s, "data", |b| {
                let flags = arrow::array::BooleanArray::from(vec![true; b.num_rows()]);
                with_column(b, "was_segmented", Arc::new(flags))
            });
        }),
        ("an encoding", |s| rewrite(s, "data", |b| texts(b, "encoding", |_, _| Some("Big5".into())))),
        ("a path", |s| rewrite(s, "data", |b| texts(b, "source_path", |_, t| Some(format!("x{}", t?))))),
        ("an id", |s| rewrite(s, "data", |b| texts(b, "id", |row, _| Some(format!("{row:032x}"))))),
        ("a ledger's text", |s| rewrite(s, "ledger", |b| texts(b, "removed", |_, t| Some(t?.replacen('上', "下", 1))))),
        ("what was put in", |s| {
            rewrite(s, "ledger", |batch| {
                let lists = batch.column_by_name("replacements").unwrap();
                let lists = lists.as_any().downcast_ref::<arrow::array::ListArray>().unwrap();
                let texts = lists.values().as_any().downcast_ref::<StringArray>().unwrap();
                assert!(texts.iter().flatten().any(|text| text == "&"), "{texts:?}");
                let texts: StringArray = texts.iter().map(|text| text.map(|text| text.replace('&', "+"))).collect();
                let arrow::datatypes::DataType::List(field) = lists.data_type() else { panic!("no list") };
                let (offsets, nulls) = (lists.offsets().clone(), lists.nulls().cloned());
                let lists = arrow::array::ListArray::new(field.clone(), offsets, Arc::new(texts), nulls);
                with_column(batch, "replacements", Arc::new(lists))
            });
        }),
        ("a rule's name", |s| rewrite(s, "ledger", |b| texts(b, "rule", |_, _| Some("strip.nothing".into())))),
        ("an action", |s| rewrite(s, "ledger", |b| texts(b, "action", |_, _| Some("eaten".into())))),
        ("a source", |s| rewrite(s, "rejected", |b| texts(b, "source", |_, t| Some(format!("{}x", t?))))),
        ("what is repeated", |s| rewrite(s, "rejected", |b| texts(b, "kept_id", |_, _| Some("0".repeat(32))))),
        ("a missing source", |s| {
            rewrite(s, "rejected", |b| {
                let nothing = new_null_array(&arrow::datatypes::DataType::Utf8, b.num_rows());
                with_column(b, "source", nothing)
            });
        }),
        ("an input's checksum", |s| rewrite(s, "inputs", |b| texts(b, "sha256", |_, _| Some("0".repeat(64))))),
        ("an input's documents", |s| rewrite(s, "inputs", |b| numbers(b, "documents", |n| n + 1))),
    ]);
}

#[test]
fn rows_that_are_gone_or_elsewhere_are_found() {
    all_are_found(&[
        ("data: one gone", |s| rewrite(s, "data", without_first)),
        ("data: order", |s| rewrite(s, "data", reversed)),
        ("data: one twice", |s| {
            rewrite(s, "data", |b| arrow::compute::concat_batches(&b.schema(), [&b.slice(0, 1), b]).unwrap())
        }),
        ("ledger: one gone", |s| rewrite(s, "ledger", without_first)),
        ("ledger: all gone", |s| rewrite(s, "ledger", |b| b.slice(0, 0))),
        ("paragraphs: one gone", |s| rewrite(s, "paragraphs", without_first)),
        ("rejected: one gone", |s| rewrite(s, "rejected", without_first)),
        ("inputs: one gone", |s| rewrite(s, "inputs", without_first)),
        ("inputs: order", |s| rewrite(s, "inputs", reversed)),
    ]);
}

fn edit(scene: &Scene, change: impl Fn(&mut Value)) {
    let mut manifest = manifest(scene);
    change(&mut manifest);
    write_manifest(scene, &manifest);
}

#[test]
fn a_manifest_that_says_something_else_is_found() {
    all_are_found(&[
        ("counts", |s| edit(s, |m| m["counts"]["kept"] = json!(999))),
        ("counts of a rule", |s| edit(s, |m| m["counts"]["rules"]["strip.prev_next"]["chars"] = json!(1))),
        ("settings", |s| edit(s, |m| m["config"]["strip"]["confidence"] = json!(0.1))),
        ("ledger: none", |s| edit(s, |m| m["ledger"] = json!("none"))),
        ("ledger: ranges", |s| edit(s, |m| m["ledger"] = json!("ranges"))),
        ("ledger: unknown", |s| edit(s, |m| m["ledger"] = json!("some"))),
        ("an input", |s| edit(s, |m| m["inputs"][0]["sha256"] = json!("0".repeat(64)))),
        ("no inputs", |s| edit(s, |m| m["inputs"] = json!([]))),
        ("no files", |s| edit(s, |m| m["files"] = json!([]))),
        ("no tables", |s| edit(s, |m| m["tables"] = json!({}))),
        ("rows", |s| edit(s, |m| m["tables"]["data"]["rows"] = json!(u64::MAX))),
        ("a file twice", |s| {
            edit(s, |m| {
                let file = m["tables"]["data"]["files"][0].clone();
                m["tables"]["data"]["files"].as_array_mut().unwrap().push(file);
            })
        }),
        ("another format", |s| edit(s, |m| m["format"] = json!("taojin/99"))),
        ("an empty object", |s| fs::write(s.path("out/manifest.json"), "{}").unwrap()),
        ("endless brackets", |s| fs::write(s.path("out/manifest.json"), "[".repeat(200_000)).unwrap()),
    ]);
}

#[test]
fn files_that_are_elsewhere_or_too_many_are_found() {
    fn moved(scene: &Scene, to: &str) {
        fs::create_dir_all(scene.path("elsewhere")).unwrap();
        fs::rename(file_of(scene, "data"), scene.path("elsewhere/d.parquet")).unwrap();
        edit(scene, |m| m["tables"]["data"]["files"][0]["path"] = json!(to));
    }
    all_are_found(&[
        ("a relative path out", |s| moved(s, "../elsewhere/d.parquet")),
        ("an absolute path", |s| moved(s, &s.path("elsewhere/d.parquet").display().to_string())),
        ("a page that was changed", |s| fs::write(s.path("out/README.md"), "something else").unwrap()),
        ("a page that is gone", |s| fs::remove_file(s.path("out/report.html")).unwrap()),
        ("a further file of a table", |s| {
            assert!(fs::copy(file_of(s, "data"), s.path("out/data/more.parquet")).is_ok())
        }),
        ("a further folder", |s| {
            fs::create_dir(s.path("out/more")).unwrap();
            fs::write(s.path("out/more/x"), "x").unwrap();
        }),
        ("half a table", |s| {
            let bytes = fs::read(file_of(s, "data")).unwrap();
            fs::write(file_of(s, "data"), &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("no table", |s| fs::write(file_of(s, "data"), b"PAR1 and then nothing PAR1").unwrap()),
    ]);
}

#[cfg(unix)]
#[test]
fn links_pipes_and_devices_are_no_files_of_a_dataset() {
    fn pipe(path: PathBuf) {
        let _ = fs::remove_file(&path);
        assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
    }
    all_are_found(&[
        ("a link", |s| {
            fs::rename(file_of(s, "data"), s.path("d.parquet")).unwrap();
            std::os::unix::fs::symlink(s.path("d.parquet"), file_of(s, "data")).unwrap();
        }),
        ("a pipe as a page", |s| pipe(s.path("out/README.md"))),
        ("a pipe as a table", |s| pipe(file_of(s, "data"))),
        ("a pipe as the manifest", |s| pipe(s.path("out/manifest.json"))),
        ("a device", |s| edit(s, |m| m["files"][0]["path"] = json!("/dev/zero"))),
    ]);
}

#[test]
fn the_checksum_of_the_manifest_is_said() {
    let scene = scene();
    let bytes = fs::read(scene.path("out/manifest.json")).unwrap();
    assert!(scene.call(&["verify", "out"]).with_status(0).stdout.contains(&sha256(&bytes)));
}

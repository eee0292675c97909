//! Tests of tables in and tables out.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use arrow::array::{RecordBatch, StringArray};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use proptest::prelude::*;

use super::columns::Columns;
use super::counts::TableCounts;
use super::known::Known;
use super::run::run_files;
use crate::dedup::error::Error;
use crate::dedup::options::Options;

fn read(path: &Path) -> Vec<RecordBatch> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap().build().unwrap();
    reader.map(Result::unwrap).collect()
}

fn run(inputs: &[&Path], out: &Path) -> Result<TableCounts, Error> {
    let inputs: Vec<PathBuf> = inputs.iter().map(|path| path.to_path_buf()).collect();
    run_on(&inputs, out, 2)
}

fn run_on(inputs: &[PathBuf], out: &Path, threads: usize) -> Result<TableCounts, Error> {
    let options = Options::default();
    let known = Known::open(&options, "id", |path| Ok::<_, Error>(vec![path.to_owned()]))?;
    let _ = std::fs::remove_dir_all(out);
    std::fs::create_dir(out).unwrap();
    run_files(inputs, out, &Columns::default(), &options, &known, threads)
}

fn strings(batch: &RecordBatch, column: &str) -> Vec<Option<String>> {
    let array = batch.column_by_name(column).unwrap().as_any().downcast_ref::<StringArray>().unwrap().clone();
    array.iter().map(|value| value.map(str::to_owned)).collect()
}

const LINES: &str = r#"{"id": "a", "text": "春天的田野上开满了油菜花。", "score": 1}
{"id": "b", "text": "春天的田野上，开满了油菜花！", "score": 2.5, "tags": ["x"]}

{"id": 7, "text": "一场雨之后，山里的蘑菇都长出来了。", "extra": null}
{"text": null}
"#;

#[test]
fn lines_and_parquet_give_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("in.jsonl");
    std::fs::write(&lines, LINES).unwrap();
    let out = folder.path().join("out");
    let tally = run(&[&lines], &out).unwrap();
    assert_eq!(tally, TableCounts { rows: 4, kept: 3, exact: 1, ..TableCounts::default() });

    let kept = read(&out.join("kept.parquet")).remove(0);
    let names: Vec<String> = kept.schema().fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!(names, ["id", "text", "score", "tags", "extra"]);
    assert_eq!(kept.num_rows(), 3);
    let clusters = read(&out.join("clusters.parquet")).remove(0);
    let named = |names: [&str; 4]| names.map(|name| Some(name.to_owned()));
    assert_eq!(strings(&clusters, "id"), named(["a", "b", "7", "3"]));
    assert_eq!(strings(&clusters, "cluster"), [Some("a".to_owned()), Some("a".to_owned()), None, None]);
    assert_eq!(strings(&clusters, "kind"), [None, Some("exact_text".to_owned()), None, None]);

    let again = folder.path().join("again");
    let tally = run(&[&out.join("kept.parquet")], &again).unwrap();
    assert_eq!((tally.rows, tally.kept), (3, 3));
    assert_eq!(read(&again.join("kept.parquet")), [kept]);
}

#[test]
fn the_same_files_whatever_the_threads() {
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("in.jsonl");
    let text =
        |n: u32| (0..60).filter_map(|i| char::from_u32(0x4e00 + (n / 3 * 77 + i * 131) % 9000)).collect::<String>();
    let rows: String = (0..2000).map(|n| format!("{{\"id\": {n}, \"text\": \"{}\"}}\n", text(n))).collect();
    std::fs::write(&lines, rows).unwrap();
    let files: BTreeMap<usize, Vec<Vec<u8>>> = [1, 4]
        .map(|threads| {
            let out = folder.path().join(threads.to_string());
            run_on(std::slice::from_ref(&lines), &out, threads).unwrap();
            (threads, ["kept", "clusters"].map(|n| std::fs::read(out.join(format!("{n}.parquet"))).unwrap()).to_vec())
        })
        .into();
    assert_eq!(files[&1], files[&4]);
}

#[test]
fn errors_name_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let (bad, out) = (folder.path().join("bad.jsonl"), folder.path().join("out"));
    std::fs::write(&bad, "PAR1 and nothing else").unwrap();
    let message = format!("{}", run(&[&bad], &out).unwrap_err());
    assert!(message.contains("bad.jsonl"), "{message}");
    assert!(!out.join("kept.parquet").exists());
    let message = format!("{}", run(&[&folder.path().join("none.parquet")], &out).unwrap_err());
    assert!(message.contains("none.parquet"), "{message}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn the_same_files_whatever_the_order_they_are_named_in_and_the_threads(
        rows in proptest::collection::vec((0_u32..7, 3_usize..60, 40_usize..300), 3..50),
        turn in 0_usize..3,
        threads in 1_usize..5,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let letter = |seed: u32, at: usize| char::from_u32(0x4e00 + (seed * 7919 + at as u32 * at as u32 * 31) % 9000);
        let text = |&(seed, every, length): &(u32, usize, usize)| -> String {
            (0..length).filter_map(|at| if at % every == 2 { Some('改') } else { letter(seed, at) }).collect()
        };
        let mut files: Vec<PathBuf> = Vec::new();
        for (number, part) in rows.chunks(rows.len().div_ceil(3)).enumerate() {
            let path = folder.path().join(format!("{number}.jsonl"));
            let lines: String = part.iter().map(|row| format!("{{\"text\": \"{}\"}}\n", text(row))).collect();
            std::fs::write(&path, lines).unwrap();
            files.push(path);
        }
        let run = |files: &[PathBuf], threads| {
            let out = folder.path().join("out");
            run_on(files, &out, threads).unwrap();
            ["kept", "clusters"].map(|name| std::fs::read(out.join(format!("{name}.parquet"))).unwrap())
        };
        let once = run(&files, 1);
        let count = files.len();
        files.rotate_left(turn % count);
        prop_assert!(once == run(&files, threads));
    }
}

#[test]
fn numbers_keep_their_text_and_bad_lines_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("in.jsonl");
    let good = "\u{feff}{\"id\": 18446744073709551615, \"text\": \"春天的田野上开满了油菜花。\", \"n\": 9007199254740993, \"x\": {\"a\":  1.0e5}}\n\
         {\"id\": 2, \"text\": \"一场雨之后，山里的蘑菇都长出来了。\", \"n\": 0.5, \"x\": [12345678901234567890]}\n";
    std::fs::write(&lines, format!("{good}no JSON\n{{\"id\": 3, \"text\": 7}}\n{{\"id\": 4, \"text\": \"没有完"))
        .unwrap();
    let out = folder.path().join("out");
    let counts = run(&[&lines], &out).unwrap();
    assert_eq!(counts, TableCounts { rows: 2, kept: 2, problems: 3, ..TableCounts::default() });
    let kept = read(&out.join("kept.parquet")).remove(0);
    let texts = |column: &str| strings(&kept, column).into_iter().flatten().collect::<Vec<_>>();
    assert_eq!(texts("id"), ["18446744073709551615", "2"]);
    assert_eq!(texts("n"), ["9007199254740993", "0.5"]);
    assert_eq!(texts("x"), ["{\"a\":  1.0e5}", "[12345678901234567890]"]);
    let problems = read(&out.join("problems.parquet")).remove(0);
    let found = strings(&problems, "text").into_iter().flatten().collect::<Vec<_>>();
    assert_eq!(found, ["no JSON", "{\"id\": 3, \"text\": 7}", "{\"id\": 4, \"text\": \"没有完"]);

    std::fs::write(&lines, good).unwrap();
    assert_eq!(run(&[&lines], &out).unwrap().problems, 0);
    assert!(!out.join("problems.parquet").exists());
    std::fs::write(&lines, "nothing\nof use\n").unwrap();
    assert!(run(&[&lines], &out).unwrap_err().to_string().contains("no line is a JSON object"));
}

#[test]
fn dates_stay_dates() {
    use arrow::array::{ArrayRef, Date64Array};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in.parquet");
    let day: ArrayRef = std::sync::Arc::new(Date64Array::from(vec![1_577_923_200_000]));
    let text: ArrayRef = std::sync::Arc::new(StringArray::from(vec!["春天的田野上开满了油菜花。"]));
    let batch = RecordBatch::try_from_iter([("text", text), ("day", day)]).unwrap();
    let mut writer = super::output::writer(&path, batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let out = folder.path().join("out");
    run(&[&path], &out).unwrap();
    assert_eq!(read(&out.join("kept.parquet")), [batch]);
    let file = parquet::file::reader::SerializedFileReader::new(File::open(out.join("kept.parquet")).unwrap()).unwrap();
    let columns = parquet::file::reader::FileReader::metadata(&file).file_metadata().schema_descr().column(1);
    assert_eq!(columns.logical_type_ref(), Some(&parquet::basic::LogicalType::Date));
}

//! Small datasets for tests.

use std::collections::BTreeMap;
use std::path::Path;

use crate::dataset::{Duplicate, InputRow, OptionalTables, Options, Place, Provenance, Rejected, Summary, Writer};
use crate::document::{
    Annotations, Block, Change, Document, Format, Kind, Origin, Reason, Record, Removal, Rule, Span, Text, sha256,
};

static SPACES: Rule = Rule { id: "mend.spaces", about: "" };
static NAVIGATION: Rule = Rule { id: "strip.navigation", about: "" };

/// A record with one paragraph per line: spaces are taken out, the line of the next article too.
pub(crate) fn record(path: &str, source: &str) -> Record {
    let mut document = Document::new(source.to_owned(), Format::Plain);
    document.encoding.name = "UTF-8".to_owned();
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let length = line.trim_end().len();
        if length > 0 {
            let text = Text::verbatim(source, Span::new(at, at + length));
            document.blocks.push(Block::new(Kind::Paragraph, text));
        }
        at += line.len();
    }
    for index in 0..document.blocks.len() {
        let value = document.blocks[index].value().to_owned();
        let spaces: Vec<Change> = value.match_indices(' ').map(|(at, _)| Change::removal(at..at + 1)).collect();
        document.change(index, &spaces, &SPACES);
        if value.starts_with("下一篇") {
            document.remove(index, Removal::by(&NAVIGATION, 0.9), 0.5);
        }
    }
    let sha256 = sha256(source.as_bytes());
    let origin = Origin { path: path.to_owned(), sha256, bytes: source.len() as u64, ..Origin::default() };
    Record::new(origin, &document).expect("balance")
}

/// Settings under which tables have several row groups and files.
pub(crate) fn options() -> Options {
    Options { row_group_bytes: 2_000, shard_bytes: 1_000, ..Options::default() }
}

/// A writer of the tables that every dataset has.
pub(crate) fn writer(out: &Path) -> Writer {
    Writer::create(out, &options(), OptionalTables::default()).expect("create")
}

/// Keeps a document in the split `train`.
pub(crate) fn keep(writer: &mut Writer, record: &Record) {
    writer.kept(record, &Place::default(), &Annotations::default()).expect("kept");
}

/// Writes the row of an input with one document.
pub(crate) fn input(writer: &mut Writer, path: &str) {
    writer.input(&InputRow { path: path.to_owned(), documents: 1, ..InputRow::default() }).expect("input");
}

/// Writes twelve documents, of which the last is a duplicate of the first.
pub(crate) fn write(out: &Path, options: &Options) -> Summary {
    let mut writer = Writer::create(out, options, OptionalTables::default()).expect("create");
    for number in 0..12 {
        let path = format!("{number:02}.txt");
        let record = record(&path, &format!("第 {number} 篇 文 章\n\n\n{}\n下一篇:别的", "山 高 水 长。".repeat(20)));
        if number == 11 {
            let kept_path = Some("00.txt".to_owned());
            let duplicate = Duplicate { kept_path, similarity: 0.97, ..Duplicate::default() };
            let reason = Reason { rule: "dedup.near".into(), ..Reason::default() };
            writer.rejected(&record, &Rejected { reason, duplicate: Some(duplicate) }).expect("rejected");
        } else {
            let place = Place { cluster: None, split: options.split(&record.id) };
            writer.kept(&record, &place, &Annotations::default()).expect("kept");
        }
        input(&mut writer, &path);
    }
    let rules = BTreeMap::from([("mend.spaces".to_owned(), "spaces".to_owned())]);
    writer.finish(&Provenance { config: serde_json::json!({"a": 1}), rules }).expect("finish")
}

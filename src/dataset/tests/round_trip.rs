//! What is written comes back: every table, every column.

use std::borrow::Cow;
use std::fmt::Debug;
use std::fs;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::dataset::column::Table;
use crate::dataset::read::Rows;
use crate::dataset::table::{
    Data, Duplicate, InputRow, Inputs, KeptRow, Ledger, LedgerRow, ParagraphRow, Paragraphs, Place, Rejected,
    RejectedRow, Rejects, SentenceRow, Sentences, TokenRow, Tokens,
};
use crate::dataset::write::{Limits, Shards};
use crate::dataset::{Dataset, OptionalTables, Options, Provenance, Split, Writer};
use crate::document::{Action, Annotations, Format, Kind, Origin, Paragraph, Reason, Record, Row, Signals, Status};

/// The rows that come back, as they are shown, when `rows` are written to small files and row groups.
fn back<'a, T: Table>(rows: &'a [T::Row<'a>]) -> Vec<String>
where
    for<'r> T::Row<'r>: Debug,
{
    let scratch = tempfile::tempdir().expect("scratch");
    let limits = Limits { group_bytes: 200, group_rows: 3, file_bytes: 1 };
    let mut shards = Shards::<T>::create(scratch.path(), Split::Train, limits).expect("create");
    rows.iter().for_each(|row| shards.append(row).expect("append"));
    let files = shards.finish().expect("finish");
    let mut found = Rows::<T>::new(files.iter().map(|file| scratch.path().join(&file.path)));
    let mut shown = Vec::new();
    while let Some(row) = found.next().expect("readable") {
        shown.push(format!("{:?}", row.read().expect("a row")));
    }
    shown
}

fn shown<R: Debug>(rows: &[R]) -> Vec<String> {
    rows.iter().map(|row| format!("{row:?}")).collect()
}

fn text() -> impl Strategy<Value = String> {
    "[a-c中𠮷\n \"`]{0,6}"
}

fn number() -> impl Strategy<Value = u32> {
    prop_oneof![0..9_u32, Just(i32::MAX as u32)]
}

fn share() -> impl Strategy<Value = f32> {
    0.0_f32..=1.0
}

fn range() -> impl Strategy<Value = (u32, u32)> {
    (0..500_u32, 0..500_u32).prop_map(|(start, length)| (start, start + length))
}

fn origin() -> impl Strategy<Value = Origin> {
    let bytes = prop_oneof![0..9_u64, Just(i64::MAX as u64)];
    (text(), text(), text(), bytes).prop_map(|(path, member, sha256, bytes)| Origin { path, member, sha256, bytes })
}

fn signals() -> impl Strategy<Value = Signals> {
    let names = (select(vec!["", "zh", "en"]), select(vec!["", "Hans", "Latn"]), number());
    (names, [share(), share(), share(), share(), share(), share(), share()]).prop_map(|(names, shares)| {
        let ((language, script, loss_marks), [mean_line_chars, punctuation, symbols, digits, latin, han, repeated]) =
            (names, shares);
        let (language, script, duplicate_lines) = (language.to_owned(), script.to_owned(), repeated);
        Signals {
            language,
            script,
            mean_line_chars,
            punctuation,
            symbols,
            digits,
            latin,
            han,
            duplicate_lines,
            loss_marks,
        }
    })
}

/// A record as far as the table `data` holds it.
fn record() -> impl Strategy<Value = Record> {
    let source = (origin(), select(Format::ALL.to_vec()), text(), share(), share());
    let declared = (option::of(text()), vec(text(), 0..3), option::of(any::<i64>()), option::of(text()));
    let more = (option::of(text()), vec(text(), 0..3), text());
    (text(), source, text(), declared, more, signals(), [number(), number(), number()]).prop_map(
        |(id, source, text, declared, more, signals, [source_chars, removed_chars, chars])| {
            let (origin, format, encoding, encoding_confidence, segmented) = source;
            let (title, authors, published, url) = declared;
            let (site, categories, metadata) = more;
            Record {
                id,
                origin,
                format,
                encoding,
                encoding_confidence,
                text,
                title,
                authors,
                published,
                url,
                site,
                categories,
                metadata,
                signals,
                segmented,
                source_chars,
                removed_chars,
                chars,
                ..Record::default()
            }
        },
    )
}

fn place() -> impl Strategy<Value = Place> {
    (option::of(text()), select(Split::ALL.to_vec())).prop_map(|(cluster, split)| Place { cluster, split })
}

fn paragraph() -> impl Strategy<Value = Paragraph> {
    let kind = prop_oneof![(1..7_u8).prop_map(Kind::Heading), select(Kind::ALL.to_vec())];
    (kind, range(), range()).prop_map(|(kind, (start, end), (source_start, source_end))| Paragraph {
        kind,
        start,
        end,
        source_start,
        source_end,
    })
}

fn entry() -> impl Strategy<Value = Row> {
    let what = (text(), select(Action::ALL.to_vec()), option::of(number()), vec(range(), 0..4));
    let held = (text(), text(), vec(text(), 0..4), share(), text(), vec(vec(any::<u8>(), 0..4), 0..4));
    (what, held).prop_map(|((rule, action, paragraph, ranges), held)| {
        let (removed, shown, replacements, confidence, evidence, bytes) = held;
        Row { rule, action, paragraph, ranges, removed, shown, replacements, confidence, evidence, bytes }
    })
}

fn rejected() -> impl Strategy<Value = Rejected> {
    let kept = (option::of(text()), option::of(text()), share(), option::of(text()));
    let duplicate = kept.prop_map(|(kept_id, kept_path, similarity, passage)| Duplicate {
        kept_id,
        kept_path,
        similarity,
        passage,
    });
    (text(), text(), option::of(duplicate))
        .prop_map(|(rule, evidence, duplicate)| Rejected { reason: Reason { rule, evidence }, duplicate })
}

fn input() -> impl Strategy<Value = InputRow> {
    let file = (text(), text(), 0..=i64::MAX as u64);
    (file, select(Status::ALL.to_vec()), text(), number(), text()).prop_map(
        |((path, sha256, bytes), status, encoding, documents, error)| InputRow {
            path,
            sha256,
            bytes,
            status,
            encoding,
            documents,
            error,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn data(rows in vec((record(), place()), 0..9)) {
        let row = |(record, place)| KeptRow { record: Cow::Owned(record), place: Cow::Owned(place) };
        let rows: Vec<KeptRow<'_>> = rows.into_iter().map(row).collect();
        prop_assert_eq!(back::<Data>(&rows), shown(&rows));
    }

    #[test]
    fn paragraphs(rows in vec((text(), number(), paragraph(), text()), 0..9)) {
        let rows: Vec<ParagraphRow<'_>> = (rows.iter())
            .map(|(document, number, paragraph, text)| {
                ParagraphRow { document, number: *number, paragraph: paragraph.clone(), text }
            })
            .collect();
        prop_assert_eq!(back::<Paragraphs>(&rows), shown(&rows));
    }

    #[test]
    fn sentences_and_tokens(rows in vec((text(), number(), number(), text(), range()), 0..9)) {
        let sentences: Vec<SentenceRow<'_>> = (rows.iter())
            .map(|(document, paragraph, number, text, range)| {
                SentenceRow { document, paragraph: *paragraph, number: *number, text, range: *range }
            })
            .collect();
        prop_assert_eq!(back::<Sentences>(&sentences), shown(&sentences));
        let tokens: Vec<TokenRow<'_>> = (rows.iter())
            .map(|(document, sentence, number, text, range)| {
                TokenRow { document, sentence: *sentence, number: *number, text, range: *range }
            })
            .collect();
        prop_assert_eq!(back::<Tokens>(&tokens), shown(&tokens));
    }

    #[test]
    fn ledger(mut rows in vec((text(), entry(), any::<bool>()), 0..9)) {
        for (_, entry, _) in rows.iter_mut().filter(|(_, _, full)| !full) {
            entry.removed.clear();
            entry.shown.clear();
            entry.bytes.clear();
        }
        let rows: Vec<LedgerRow<'_>> = (rows.iter())
            .map(|(document, entry, full)| LedgerRow { document, entry: Cow::Borrowed(entry), full: *full })
            .collect();
        prop_assert_eq!(back::<Ledger>(&rows), shown(&rows));
    }

    #[test]
    fn rejects(rows in vec((record(), option::of(text()), entry(), rejected()), 0..9)) {
        let rows: Vec<RejectedRow<'_>> = (rows.iter())
            .map(|(record, source, patches, why)| {
                let Record { id, origin, title, signals, source_chars, format, encoding, chars, .. } = record.clone();
                let signals = Signals { language: signals.language, ..Signals::default() };
                let record =
                    Record { id, origin, title, signals, source_chars, format, encoding, chars, ..Record::default() };
                let (ranges, bytes) = (patches.ranges.clone(), patches.bytes.clone());
                RejectedRow {
                    record: Cow::Owned(record),
                    source: source.as_deref(),
                    patches: Cow::Owned(Row { ranges, bytes, ..Row::default() }),
                    why: Cow::Borrowed(why),
                }
            })
            .collect();
        prop_assert_eq!(back::<Rejects>(&rows), shown(&rows));
    }

    #[test]
    fn inputs(rows in vec(input(), 0..9)) {
        prop_assert_eq!(back::<Inputs>(&rows), shown(&rows));
    }

    /// Records with their paragraphs and their ledger go through a whole dataset.
    #[test]
    fn records(
        rows in vec((record(), vec(paragraph(), 0..4), vec(entry(), 0..4)), 0..9),
        inputs in vec(input(), 0..4),
    ) {
        let number = |(number, (record, paragraphs, ledger)): (usize, (Record, Vec<Paragraph>, Vec<Row>))| {
            Record { id: format!("{number:032x}"), paragraphs, ledger, ..record }
        };
        let records: Vec<Record> = rows.into_iter().enumerate().map(number).collect();
        let out = tempfile::tempdir().expect("scratch");
        let options = Options { row_group_bytes: 500, shard_bytes: 500, report_documents: 0, ..Options::default() };
        let mut writer = Writer::create(out.path(), &options, OptionalTables::default()).expect("create");
        for record in &records {
            writer.kept(record, &Place::default(), &Annotations::default()).expect("kept");
        }
        inputs.iter().for_each(|row| writer.input(row).expect("input"));
        writer.finish(&Provenance::default()).expect("finish");

        let dataset = Dataset::open(out.path()).expect("dataset");
        prop_assert_eq!(dataset.documents().collect::<Result<Vec<_>, _>>().expect("readable"), records.clone());
        prop_assert_eq!(dataset.inputs().collect::<Result<Vec<_>, _>>().expect("readable"), inputs);
        for record in records {
            prop_assert_eq!(dataset.document(&record.id).expect("readable"), Some(record));
        }
        fs::remove_dir_all(out.path()).expect("remove");
    }
}

#[test]
fn names_are_read_as_they_are_written() {
    assert!(Action::ALL.iter().all(|action| Action::parse(action.name()) == Some(*action)));
    assert!(Format::ALL.iter().all(|format| Format::parse(format.name()) == Some(*format)));
    assert!(Kind::ALL.iter().all(|kind| Kind::parse(kind.name()) == Some(*kind)));
    assert!(Split::ALL.iter().all(|split| Split::parse(split.name()) == Some(*split)));
    assert!(Status::ALL.iter().all(|status| Status::parse(status.name()) == Some(*status)));
    assert_eq!(Action::parse("eaten"), None);
}

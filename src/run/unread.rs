//! Formats that are not read as what they are: their files come out as prose, which is said.

use crate::document::{Format, Record};
use crate::read::inner_name;

/// What files of such formats are called, by the end of their names.
const BY_NAME: &[(&[&str], &str)] = &[
    (&["jsonl", "ndjson"], "JSON lines"),
    (&["json"], "JSON"),
    (&["ipynb"], "notebook"),
    (&["csv", "tsv"], "CSV"),
    (&["warc", "wet", "wat"], "WARC"),
    (&["rtf"], "RTF"),
    (&["mht", "mhtml"], "MHTML"),
    (&["eml", "mbox"], "e-mail"),
    (&["srt", "vtt", "ass", "ssa", "lrc"], "subtitles"),
    (&["tex", "bib"], "TeX"),
    (&["xml", "tei", "fb2"], "XML"),
    (&["po", "pot"], "gettext"),
];

/// The same by how they begin, for names that say nothing.
const BY_BEGINNING: &[(&str, &str)] = &[
    ("{\\rtf", "RTF"),
    ("WARC/1.", "WARC"),
    ("WEBVTT", "subtitles"),
    ("\\documentclass", "TeX"),
    ("<?xml", "XML"),
    ("{\"", "JSON lines"),
];

/// The format that a document is in though it was read as prose, if it looks like one.
pub(super) fn unread(record: &Record) -> Option<&'static str> {
    if record.format != Format::Plain {
        return None;
    }
    let name = if record.origin.member.is_empty() { &record.origin.path } else { &record.origin.member };
    let name = inner_name(name.rsplit('/').next().unwrap_or_default()).to_ascii_lowercase();
    let end = name.rsplit_once('.').map(|(_, end)| end);
    let by_name = BY_NAME.iter().find(|(ends, _)| end.is_some_and(|end| ends.contains(&end)));
    let by_beginning = || BY_BEGINNING.iter().find(|(beginning, _)| record.text.starts_with(beginning));
    by_name.map(|(_, name)| *name).or_else(|| by_beginning().map(|(_, name)| *name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_name_and_by_beginning() {
        let of = |path: &str, text: &str, format| {
            let mut record = Record { text: text.to_owned(), format, ..Record::default() };
            record.origin.path = path.to_owned();
            unread(&record)
        };
        assert_eq!(of("a/b.CSV.gz", "甲,乙", Format::Plain), Some("CSV"));
        assert_eq!(of("crawl", "WARC/1.0\nWARC-Type: response", Format::Plain), Some("WARC"));
        assert_eq!(of("lines.txt", "{\"text\": \"甲\"}", Format::Plain), Some("JSON lines"));
        assert_eq!(of("a.txt", "一篇文章。", Format::Plain), None);
        assert_eq!(of("feed.xml", "一篇文章。", Format::Html), None);
    }
}

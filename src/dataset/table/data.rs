//! `data`: the documents that are kept.

use std::borrow::Cow;

use super::super::column::{Column, Table, Value};
use super::super::options::Split;
use super::shared::{self, OfRecord, put, some, text};
use crate::document::Record;

/// One row per kept document.
pub struct Data;

/// A row of `data`.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct KeptRow<'a> {
    /// The document.
    pub record: Cow<'a, Record>,
    /// Its place among the others.
    pub place: Cow<'a, Place>,
}

/// The place of a kept document among the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Identifier of the kept document of its cluster of near duplicates, if it is in one.
    pub cluster: Option<String>,
    /// The split that it belongs to; see [`crate::dataset::Options::split`].
    pub split: Split,
}

/// Share of a document's text from which it counts as word-segmented.
pub(crate) const SEGMENTED: f32 = 0.5;

impl OfRecord for Data {
    fn record<'r>(row: &'r KeptRow<'_>) -> &'r Record {
        &row.record
    }

    fn record_mut<'r>(row: &'r mut KeptRow<'_>) -> &'r mut Record {
        row.record.to_mut()
    }
}

impl Table for Data {
    type Row<'a> = KeptRow<'a>;
    const NAME: &'static str = "data";
    const ABOUT: &'static str = "One row a kept document.";
    const COLUMNS: &'static [Column<Self>] = &[
        shared::id(),
        Column::long(
            "text",
            "The body alone, paragraphs parted by one blank line.",
            Value::Text(|row| &row.record.text, |row, text| row.record.to_mut().text = text.to_owned()),
        ),
        Column::new(
            "title",
            "Title, declared by the source or found in its first lines.",
            Value::MaybeText(
                |row| row.record.title.as_deref(),
                |row, title| row.record.to_mut().title = title.map(str::to_owned),
            ),
        ),
        Column::new(
            "authors",
            "Authors in the order given.",
            Value::Texts(|row| &row.record.authors, |row, authors| row.record.to_mut().authors = authors),
        ),
        Column::new(
            "published",
            "Time of publication; a zone that had to be assumed is noted in `metadata`.",
            Value::MaybeTime(|row| row.record.published, |row, time| row.record.to_mut().published = time),
        ),
        Column::new(
            "url",
            "Address of the document.",
            Value::MaybeText(
                |row| row.record.url.as_deref(),
                |row, url| row.record.to_mut().url = url.map(str::to_owned),
            ),
        ),
        Column::new(
            "site",
            "Site or publication.",
            Value::MaybeText(
                |row| row.record.site.as_deref(),
                |row, site| row.record.to_mut().site = site.map(str::to_owned),
            ),
        ),
        Column::new(
            "language",
            "Language as a BCP 47 tag: judged from the text, else declared.",
            Value::MaybeText(
                |row| some(&row.record.signals.language),
                |row, language| row.record.to_mut().signals.language = text(language),
            ),
        ),
        Column::new(
            "script",
            "ISO 15924 code of the dominant script (`Hans`, `Hant`, `Latn`).",
            Value::MaybeText(
                |row| some(&row.record.signals.script),
                |row, script| row.record.to_mut().signals.script = text(script),
            ),
        ),
        Column::new(
            "categories",
            "Categories and tags in the order given.",
            Value::Texts(|row| &row.record.categories, |row, names| row.record.to_mut().categories = names),
        ),
        Column::new(
            "metadata",
            "What else the source declared: a JSON object with sorted keys.",
            Value::Text(|row| &row.record.metadata, |row, json| row.record.to_mut().metadata = json.to_owned()),
        ),
        shared::source_path(),
        shared::member(),
        shared::source_sha256(),
        shared::source_bytes(),
        shared::source_chars(),
        shared::format(),
        shared::encoding(),
        Column::new(
            "encoding_confidence",
            "How sure the detection was, 0 to 1.",
            Value::Float(
                |row| row.record.encoding_confidence,
                |row, confidence| row.record.to_mut().encoding_confidence = confidence,
            ),
        ),
        Column::new(
            "was_segmented",
            "Whether at least half of the text had spaces between its words, which were taken out.",
            Value::Flag(|row| row.record.segmented >= SEGMENTED, |_, _| ()),
        ),
        Column::new(
            "segmented",
            "Share of the text that was word-segmented, 0 to 1.",
            Value::Float(|row| row.record.segmented, |row, share| row.record.to_mut().segmented = share),
        ),
        Column::new(
            "loss_marks",
            "Signs of text lost before it reached us: U+FFFD, 锟斤拷, `??` inside Chinese.",
            Value::Int(
                |row| row.record.signals.loss_marks,
                |row, marks| row.record.to_mut().signals.loss_marks = marks,
            ),
        ),
        Column::new(
            "chars",
            "Length of `text`.",
            Value::Int(|row| row.record.chars, |row, chars| row.record.to_mut().chars = chars),
        ),
        Column::new(
            "removed_chars",
            "Characters of the source text that are not in `text`: markup, boilerplate, spaces.",
            Value::Int(|row| row.record.removed_chars, |row, chars| row.record.to_mut().removed_chars = chars),
        ),
        Column::new(
            "inserted_chars",
            "Characters of `text` that are not of the source text: replacements, and blank lines between paragraphs that \
             had none. `source_chars - removed_chars + inserted_chars = chars`.",
            Value::Int(|row| row.record.inserted_chars, |row, chars| row.record.to_mut().inserted_chars = chars),
        ),
        Column::new(
            "paragraphs",
            "Number of blocks of the text, rows of the table `paragraphs`.",
            Value::Int(|row| row.record.paragraphs.len() as u32, |_, _| ()),
        ),
        Column::new(
            "mean_line_chars",
            "Mean length of a line.",
            Value::Float(
                |row| row.record.signals.mean_line_chars,
                |row, mean| row.record.to_mut().signals.mean_line_chars = mean,
            ),
        ),
        Column::new(
            "punctuation",
            "Share of punctuation, 0 to 1.",
            Value::Float(
                |row| row.record.signals.punctuation,
                |row, share| row.record.to_mut().signals.punctuation = share,
            ),
        ),
        Column::new(
            "symbols",
            "Share of symbols, 0 to 1.",
            Value::Float(|row| row.record.signals.symbols, |row, share| row.record.to_mut().signals.symbols = share),
        ),
        Column::new(
            "digits",
            "Share of decimal digits, 0 to 1.",
            Value::Float(|row| row.record.signals.digits, |row, share| row.record.to_mut().signals.digits = share),
        ),
        Column::new(
            "latin",
            "Share of Latin letters, 0 to 1.",
            Value::Float(|row| row.record.signals.latin, |row, share| row.record.to_mut().signals.latin = share),
        ),
        Column::new(
            "han",
            "Share of Han characters, 0 to 1.",
            Value::Float(|row| row.record.signals.han, |row, share| row.record.to_mut().signals.han = share),
        ),
        Column::new(
            "duplicate_lines",
            "Share of lines that repeat an earlier line, 0 to 1.",
            Value::Float(
                |row| row.record.signals.duplicate_lines,
                |row, share| row.record.to_mut().signals.duplicate_lines = share,
            ),
        ),
        Column::key(
            "cluster",
            "Cluster of near duplicates: the `id` of its kept document.",
            Value::MaybeText(
                |row| row.place.cluster.as_deref(),
                |row, cluster| row.place.to_mut().cluster = cluster.map(str::to_owned),
            ),
        ),
        Column::new(
            "split",
            "Split the document belongs to.",
            Value::Name(
                |row| row.place.split.name(),
                |row, name| put(&mut row.place.to_mut().split, Split::parse(name)),
            ),
        ),
    ];
}

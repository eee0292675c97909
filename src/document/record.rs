//! A finished document in the units that leave the program: code points, plain strings, rows.

use serde::{Deserialize, Serialize};

use super::block::{Kind, SEPARATOR};
use super::document::Document;
use super::format::Format;
use super::ledger::{Action, Imbalance, LedgerEntry, Settled};
use super::rule::Rule;
use super::signals::Signals;
use super::span::Span;

/// Where a document came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Origin {
    /// Path of the input file below the folder given, with `/`; `-` for standard input.
    pub path: String,
    /// Which document of a file that holds several: a member's name or a line number. Empty for one document per file.
    pub member: String,
    /// SHA-256 of the document's own bytes (after decompression), in lower-case hex.
    pub sha256: String,
    /// Number of those bytes.
    pub bytes: u64,
}

/// One block of a finished document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Paragraph {
    /// What it is.
    pub kind: Kind,
    /// Code-point range in the document's text.
    pub start: u32,
    /// End of that range.
    pub end: u32,
    /// Code-point range in the source text, edits included.
    pub source_start: u32,
    /// End of that range.
    pub source_end: u32,
}

/// One row of the ledger.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Row {
    /// Identifier of the rule.
    pub rule: String,
    /// What happened to the ranges.
    pub action: Action,
    /// Index of the paragraph in which it happened, if it happened inside one.
    pub paragraph: Option<u32>,
    /// Code-point ranges in the source text, sorted and disjoint.
    pub ranges: Vec<(u32, u32)>,
    /// The source text of all the ranges, one after another.
    pub removed: String,
    /// What is in the place of each range; empty when nothing is.
    pub replacements: Vec<String>,
    /// How sure the rule was, 0 to 1.
    pub confidence: f32,
    /// What the rule saw, in words; may be empty.
    pub evidence: String,
    /// For `decode.bytes`: the bytes of the file at each range.
    pub bytes: Vec<Vec<u8>>,
    /// What a reader saw of a paragraph that was removed, where that is not `removed`.
    pub shown: String,
}

impl Row {
    /// Whether the ranges of the row are out of the text. Marked ones are still in it.
    #[must_use]
    pub fn partitions(&self) -> bool {
        self.action != Action::Marked
    }
}

/// Why a rule rejected a document by itself, without looking at others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Reason {
    /// Identifier of the rule.
    pub rule: String,
    /// What the rule saw, in words.
    pub evidence: String,
}

/// A finished document: everything the dataset will say about it, except what takes the whole corpus to know.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Record {
    /// Identifier made of origin and content: 32 hex digits.
    pub id: String,
    /// Where it came from.
    pub origin: Origin,
    /// The format it was read as.
    pub format: Format,
    /// Name of its encoding.
    pub encoding: String,
    /// How sure the detection was, 0 to 1.
    pub encoding_confidence: f32,
    /// The cleaned text.
    pub text: String,
    /// Title, if the source declared one or a rule found it.
    pub title: Option<String>,
    /// Authors in the order given.
    pub authors: Vec<String>,
    /// Time of publication, in microseconds since 1970 UTC.
    pub published: Option<i64>,
    /// Address.
    pub url: Option<String>,
    /// Site or publication.
    pub site: Option<String>,
    /// Categories and tags.
    pub categories: Vec<String>,
    /// What else the source declared: a JSON object with sorted keys.
    pub metadata: String,
    /// What was measured. Its language is the judged one, else the declared one; empty when unknown.
    pub signals: Signals,
    /// Share of the text that was word-segmented, 0 to 1.
    pub segmented: f32,
    /// Code points of the source text.
    pub source_chars: u32,
    /// Code points of the source text that are not in `text`.
    pub removed_chars: u32,
    /// Code points of `text` that are not of the source text: replacements, and blank lines between paragraphs that had
    /// none. `source_chars - removed_chars + inserted_chars` is `chars`.
    pub inserted_chars: u32,
    /// Code points of `text`.
    pub chars: u32,
    /// The blocks of `text`.
    pub paragraphs: Vec<Paragraph>,
    /// The ledger.
    pub ledger: Vec<Row>,
    /// Set when a rule rejected the document by itself.
    pub rejection: Option<Reason>,
}

/// Rule of the ledger rows that keep bytes which encoding the text again would not give.
pub static BYTES: Rule = Rule {
    id: "decode.bytes",
    about: "bytes that the decoded text does not stand for exactly: byte-order marks, malformed sequences",
};

impl Record {
    /// Settles `document` and turns it into rows.
    ///
    /// # Errors
    /// [`Imbalance`] when a stage lost or doubled text; see [`Document::settle`].
    pub fn new(origin: Origin, document: &Document) -> Result<Self, Imbalance> {
        let settled = document.settle()?;
        let source = document.source();
        let points = CodePoints::new(source);
        let text = document.text();
        let paragraphs = paragraphs(document, &settled, &points);
        let mut ledger: Vec<Row> = settled.entries.iter().map(|entry| row(source, &points, entry)).collect();
        ledger.extend(patches(document, &points));
        let (meta, mut signals) = (&document.metadata, document.signals.clone());
        if signals.language.is_empty() {
            signals.language = meta.language.clone().unwrap_or_default();
        }
        let (source_chars, chars) = (points.total(), text.chars().count() as u32);
        let mut record = Self {
            id: origin.identify(),
            format: document.format,
            encoding: document.encoding.name.clone(),
            encoding_confidence: document.encoding.confidence,
            chars,
            text,
            title: meta.title.clone(),
            authors: meta.authors.clone(),
            published: meta.published,
            url: meta.url.clone(),
            site: meta.site.clone(),
            categories: meta.categories.clone(),
            metadata: serde_json::to_string(&meta.extra).unwrap_or_default(),
            signals,
            segmented: document.segmented,
            source_chars,
            removed_chars: 0,
            inserted_chars: 0,
            paragraphs,
            ledger,
            rejection: document
                .rejection
                .as_ref()
                .map(|rejection| Reason { rule: rejection.rule.id.to_owned(), evidence: rejection.evidence.clone() }),
            origin,
        };
        record.recount();
        Ok(record)
    }

    /// Counts anew what the ledger removes and what was inserted, of a record whose other counts are right.
    pub(super) fn recount(&mut self) {
        let removed = self.ledger.iter().filter(|row| row.partitions()).flat_map(|row| &row.ranges);
        self.removed_chars = removed.map(|(start, end)| end - start).sum();
        self.inserted_chars = (self.chars + self.removed_chars).saturating_sub(self.source_chars);
    }
}

impl Origin {
    /// Identifier of the document that comes from here: made of place and content, so that two copies differ.
    #[must_use]
    pub fn identify(&self) -> String {
        let key = format!("{}\0{}\0{}", self.path, self.member, self.sha256);
        format!("{:032x}", xxhash_rust::xxh3::xxh3_128(key.as_bytes()))
    }
}

fn paragraphs(document: &Document, settled: &Settled, points: &CodePoints) -> Vec<Paragraph> {
    let mut at = 0;
    let one = |&index: &usize| {
        let block = &document.blocks[index];
        let length = block.value().chars().count() as u32;
        let (start, end) = (at, at + length);
        at = end + SEPARATOR.len() as u32;
        let span = block.text.span();
        Paragraph { kind: block.kind, start, end, source_start: points.at(span.start), source_end: points.at(span.end) }
    };
    settled.kept.iter().map(one).collect()
}

fn row(source: &str, points: &CodePoints, entry: &LedgerEntry) -> Row {
    Row {
        rule: entry.removal.rule.id.to_owned(),
        action: entry.action,
        paragraph: entry.block,
        ranges: entry.ranges.iter().map(|&span| points.range(span)).collect(),
        removed: entry.ranges.iter().map(|span| span.of(source)).collect(),
        replacements: entry.replacements.iter().map(|text| text.to_string()).collect(),
        confidence: entry.removal.confidence,
        evidence: entry.removal.evidence.to_string(),
        bytes: Vec::new(),
        shown: entry.shown.as_deref().unwrap_or_default().to_owned(),
    }
}

/// The row that keeps the bytes which the decoded text does not give back, if there are any.
fn patches(document: &Document, points: &CodePoints) -> Option<Row> {
    let patches = &document.encoding.patches;
    let first = patches.first()?;
    debug_assert!(first.span.end as usize <= document.source().len());
    Some(Row {
        rule: BYTES.id.to_owned(),
        action: Action::Marked,
        ranges: patches.iter().map(|patch| points.range(patch.span)).collect(),
        removed: patches.iter().map(|patch| patch.span.of(document.source())).collect(),
        confidence: 1.0,
        bytes: patches.iter().map(|patch| patch.bytes.to_vec()).collect(),
        ..Row::default()
    })
}

/// Conversion of byte offsets to code points: a count every few bytes, so that a lookup is a short scan.
pub struct CodePoints<'a> {
    source: &'a str,
    counts: Vec<u32>,
    total: u32,
}

const STRIDE: usize = 64;

impl<'a> CodePoints<'a> {
    /// Counts through `source` once.
    #[must_use]
    pub fn new(source: &'a str) -> Self {
        let mut total = 0;
        let mut counts = Vec::with_capacity(source.len() / STRIDE + 1);
        for chunk in source.as_bytes().chunks(STRIDE) {
            counts.push(total);
            total += starts(chunk);
        }
        Self { source, counts, total }
    }

    /// Number of code points before byte `offset`.
    #[must_use]
    pub fn at(&self, offset: u32) -> u32 {
        let chunk = offset as usize / STRIDE;
        match self.counts.get(chunk) {
            Some(count) => count + starts(&self.source.as_bytes()[chunk * STRIDE..offset as usize]),
            None => self.total,
        }
    }

    /// A span as a range of code points.
    #[must_use]
    pub fn range(&self, span: Span) -> (u32, u32) {
        (self.at(span.start), self.at(span.end))
    }

    /// Number of code points of the whole source.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.total
    }
}

/// Number of bytes that begin a code point.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| (byte as i8) >= -0x40).count() as u32
}

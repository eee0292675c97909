//! A finished document in the units that leave the program: code points, plain strings, rows.

use serde::{Deserialize, Serialize};

use super::{Document, Imbalance, Settled, Span};

/// Where a document came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Path of the input file below the folder given, with `/`; `-` for standard input.
    pub path: String,
    /// Which document of a file that holds several: a member's name or a line number. Empty for one document a file.
    pub member: String,
    /// SHA-256 of the document's own bytes (after decompression), in lower-case hex.
    pub sha256: String,
    /// Number of those bytes.
    pub bytes: u64,
}

/// One block of a finished document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Name of the block's kind ([`super::Kind::name`]).
    pub kind: String,
    /// Level of a heading, else 0.
    pub level: u8,
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
pub struct Row {
    /// Identifier of the rule.
    pub rule: String,
    /// `removed`, `changed` or `marked`.
    pub action: String,
    /// Index of the paragraph in which it happened, if it happened inside one.
    pub paragraph: Option<u32>,
    /// Code-point ranges in the source text, sorted and disjoint.
    pub ranges: Vec<(u32, u32)>,
    /// The source text of all the ranges, one after another.
    pub removed: String,
    /// What stands in the place of each range; empty when nothing does.
    pub replacements: Vec<String>,
    /// How sure the rule was, 0 to 1.
    pub confidence: f32,
    /// What the rule saw, in words; may be empty.
    pub evidence: String,
    /// For `decode.bytes`: the bytes of the file at each range.
    pub bytes: Vec<Vec<u8>>,
}

/// A finished document: everything the dataset will say about it, except what takes the whole corpus to know.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Identifier made of origin and content: 32 hex digits.
    pub id: String,
    /// Where it came from.
    pub origin: Origin,
    /// Name of the format it was read as.
    pub format: String,
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
    /// Judged language, else the declared one; empty when unknown.
    pub language: String,
    /// Judged script; empty without letters.
    pub script: String,
    /// Share of the text that was word-segmented, 0 to 1.
    pub segmented: f32,
    /// Signs of text lost before it reached us.
    pub loss_marks: u32,
    /// Code points of the source text.
    pub source_chars: u32,
    /// Code points of the source text that are not in `text`.
    pub removed_chars: u32,
    /// Code points of `text`.
    pub chars: u32,
    /// Mean line length, then the shares of punctuation, symbols, digits, Latin, Han and repeated lines.
    pub shares: [f32; 7],
    /// The blocks of `text`.
    pub paragraphs: Vec<Paragraph>,
    /// The ledger.
    pub ledger: Vec<Row>,
    /// Rule and evidence, when a rule rejected the document by itself.
    pub rejection: Option<(String, String)>,
}

/// Rule of the ledger rows that keep bytes which encoding the text again would not give.
pub static BYTES: super::Rule = super::Rule {
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
        let removed_chars = (ledger.iter().filter(|row| row.action != "marked"))
            .flat_map(|row| &row.ranges)
            .map(|(start, end)| end - start)
            .sum();
        let (meta, signals) = (&document.metadata, &document.signals);
        let language = match signals.language.as_str() {
            "" => meta.language.clone().unwrap_or_default(),
            judged => judged.to_owned(),
        };
        Ok(Self {
            id: identify(&origin),
            format: document.format.name().to_owned(),
            encoding: document.encoding.name.clone(),
            encoding_confidence: document.encoding.confidence,
            chars: text.chars().count() as u32,
            text,
            title: meta.title.clone(),
            authors: meta.authors.clone(),
            published: meta.published,
            url: meta.url.clone(),
            site: meta.site.clone(),
            categories: meta.categories.clone(),
            metadata: serde_json::to_string(&meta.extra).unwrap_or_default(),
            language,
            script: signals.script.clone(),
            segmented: document.segmented,
            loss_marks: signals.loss_marks,
            source_chars: points.total(),
            removed_chars,
            shares: [
                signals.mean_line_chars,
                signals.punctuation,
                signals.symbols,
                signals.digits,
                signals.latin,
                signals.han,
                signals.duplicate_lines,
            ],
            paragraphs,
            ledger,
            rejection: document.rejection.as_ref().map(|r| (r.rule.id.to_owned(), r.evidence.clone())),
            origin,
        })
    }
}

/// Identifier of a document: what it says and where it stood, so that two copies differ.
fn identify(origin: &Origin) -> String {
    let key = format!("{}\0{}\0{}", origin.path, origin.member, origin.sha256);
    format!("{:032x}", xxhash_rust::xxh3::xxh3_128(key.as_bytes()))
}

fn paragraphs(document: &Document, settled: &Settled, points: &CodePoints) -> Vec<Paragraph> {
    let mut at = 0;
    let one = |&index: &usize| {
        let block = &document.blocks[index];
        let length = block.value().chars().count() as u32;
        let (start, end) = (at, at + length);
        at = end + super::SEPARATOR.len() as u32;
        let span = block.text.span();
        Paragraph {
            kind: block.kind.name().to_owned(),
            level: block.kind.level(),
            start,
            end,
            source_start: points.at(span.start),
            source_end: points.at(span.end),
        }
    };
    settled.kept.iter().map(one).collect()
}

fn row(source: &str, points: &CodePoints, entry: &super::Entry) -> Row {
    Row {
        rule: entry.removal.rule.id.to_owned(),
        action: entry.action.name().to_owned(),
        paragraph: entry.block,
        ranges: entry.ranges.iter().map(|&span| points.range(span)).collect(),
        removed: entry.ranges.iter().map(|span| span.of(source)).collect(),
        replacements: entry.replacements.iter().map(|text| text.to_string()).collect(),
        confidence: entry.removal.confidence,
        evidence: entry.removal.evidence.to_string(),
        bytes: Vec::new(),
    }
}

/// The row that keeps the bytes which the decoded text does not stand for, if there are any.
fn patches(document: &Document, points: &CodePoints) -> Option<Row> {
    let patches = &document.encoding.patches;
    let first = patches.first()?;
    debug_assert!(first.span.end as usize <= document.source().len());
    Some(Row {
        rule: BYTES.id.to_owned(),
        action: super::Action::Marked.name().to_owned(),
        ranges: patches.iter().map(|patch| points.range(patch.span)).collect(),
        removed: patches.iter().map(|patch| patch.span.of(document.source())).collect(),
        confidence: 1.0,
        bytes: patches.iter().map(|patch| patch.bytes.to_vec()).collect(),
        ..Row::default()
    })
}

/// Conversion of byte offsets to code points: a count every [`STRIDE`] bytes, so that a lookup is a short scan.
pub struct CodePoints<'a> {
    source: &'a str,
    counts: Vec<u32>,
    total: u32,
}

const STRIDE: usize = 256;

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

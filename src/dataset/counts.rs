//! What is counted while a dataset is written, for manifest, card and report.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::options::Split;
use super::table::{InputRow, Rejected};
use crate::document::{Cursor, Record, Row};

/// Counts over a dataset. Characters are code points of the source text unless said otherwise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Counts {
    /// Input files.
    pub inputs: u64,
    /// Their size in bytes.
    pub input_bytes: u64,
    /// Input files by status.
    pub statuses: BTreeMap<String, u64>,
    /// Files and folders that were not read, by reason. No hidden file or folder is looked into.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub not_read: BTreeMap<String, u64>,
    /// Documents found in them.
    pub documents: u64,
    /// Documents kept.
    pub kept: u64,
    /// Documents rejected.
    pub rejected: u64,
    /// Characters of all documents.
    pub source_chars: u64,
    /// Characters of the rejected ones.
    pub rejected_chars: u64,
    /// Characters taken out of the kept ones.
    #[serde(default)]
    pub removed_chars: u64,
    /// Characters put into them: replacements, and blank lines between paragraphs that had none.
    #[serde(default)]
    pub inserted_chars: u64,
    /// Characters of the text of the kept ones: `source_chars - rejected_chars - removed_chars + inserted_chars`.
    pub chars: u64,
    /// Bytes of that text in UTF-8.
    pub text_bytes: u64,
    /// Blocks of the kept ones.
    pub paragraphs: u64,
    /// Kept documents that were word-segmented, in part at least.
    pub segmented: u64,
    /// Signs of loss in the kept ones.
    pub loss_marks: u64,
    /// Rules that removed, changed or marked text in kept documents.
    pub rules: BTreeMap<String, RuleCounts>,
    /// Rules that rejected documents.
    pub rejections: BTreeMap<String, RuleCounts>,
    /// All documents by encoding.
    pub encodings: BTreeMap<String, u64>,
    /// All documents by format.
    pub formats: BTreeMap<String, u64>,
    /// Kept documents by language; empty when unknown.
    pub languages: BTreeMap<String, u64>,
    /// Kept documents by script; empty without letters.
    pub scripts: BTreeMap<String, u64>,
    /// Kept documents by split.
    pub splits: BTreeMap<String, u64>,
}

/// What one rule did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleCounts {
    /// Documents in which it did something.
    pub documents: u64,
    /// Ranges it removed, changed or marked; documents for a rejection.
    pub times: u64,
    /// Characters it took out of the text; those of the document for a rejection.
    pub chars: u64,
    /// Characters it only marked.
    pub marked: u64,
    /// The first few cases.
    #[serde(skip)]
    pub examples: Vec<Example>,
}

/// A case of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Example {
    /// Where the document comes from.
    pub path: String,
    /// The beginning of what was removed or changed, or the evidence.
    pub text: String,
    /// What is there instead.
    pub replacement: String,
}

/// How many cases of a rule are kept, and how many characters of each.
const EXAMPLES: usize = 5;
const EXAMPLE_CHARS: usize = 120;

impl Counts {
    pub(crate) fn input(&mut self, row: &InputRow) {
        self.inputs += 1;
        // A changed dataset may claim anything.
        self.input_bytes = self.input_bytes.saturating_add(row.bytes);
        count(&mut self.statuses, row.status.name());
    }

    fn document(&mut self, record: &Record) {
        self.documents += 1;
        self.source_chars += u64::from(record.source_chars);
        count(&mut self.encodings, &record.encoding);
        count(&mut self.formats, record.format.name());
    }

    pub(crate) fn kept(&mut self, record: &Record, split: Split) {
        self.document(record);
        self.kept += 1;
        self.removed_chars += u64::from(record.removed_chars);
        self.inserted_chars += u64::from(record.inserted_chars);
        self.chars += u64::from(record.chars);
        self.text_bytes += record.text.len() as u64;
        self.paragraphs += record.paragraphs.len() as u64;
        self.segmented += u64::from(record.segmented > 0.0);
        self.loss_marks += u64::from(record.signals.loss_marks);
        count(&mut self.languages, &record.signals.language);
        count(&mut self.scripts, &record.signals.script);
        count(&mut self.splits, split.name());
        let mut seen: Vec<&str> = record.ledger.iter().map(|row| row.rule.as_str()).collect();
        seen.sort_unstable();
        seen.dedup();
        for rule in seen {
            self.rule(rule).documents += 1;
        }
        let mut paragraphs = Paragraphs { record, cursor: None };
        for row in &record.ledger {
            let chars = row.ranges.iter().map(|(start, end)| u64::from(end.saturating_sub(*start))).sum::<u64>();
            let rule = self.rule(&row.rule);
            rule.times += row.ranges.len() as u64;
            *(if row.partitions() { &mut rule.chars } else { &mut rule.marked }) += chars;
            if rule.examples.len() < EXAMPLES {
                let (text, replacement) = paragraphs.example(row);
                rule.example(&record.origin.path, text, replacement);
            }
        }
    }

    pub(crate) fn rejected(&mut self, record: &Record, why: &Rejected) {
        self.document(record);
        self.rejected += 1;
        self.rejected_chars += u64::from(record.source_chars);
        let rule = self.rejections.entry(why.reason.rule.clone()).or_default();
        rule.documents += 1;
        rule.times += 1;
        rule.chars += u64::from(record.source_chars);
        rule.example(&record.origin.path, start(&why.reason.evidence), String::new());
    }

    fn rule(&mut self, id: &str) -> &mut RuleCounts {
        self.rules.entry(id.to_owned()).or_default()
    }

    /// Characters taken out of kept documents, by module of the rule that did it.
    #[must_use]
    pub fn removed_by_room(&self) -> BTreeMap<&str, u64> {
        let mut modules = BTreeMap::new();
        for (rule, counts) in &self.rules {
            *modules.entry(module(rule)).or_default() += counts.chars;
        }
        modules
    }
}

impl RuleCounts {
    /// Notes a case, unless the same text is noted already.
    fn example(&mut self, path: &str, text: String, replacement: String) {
        let is_new = self.examples.iter().all(|example| example.text != text);
        if self.examples.len() < EXAMPLES && is_new && !(text.trim().is_empty() && replacement.is_empty()) {
            self.examples.push(Example { path: path.to_owned(), text, replacement });
        }
    }
}

/// The paragraphs of a document, to be shown beside what a rule did in them.
struct Paragraphs<'a> {
    record: &'a Record,
    /// A document may have as many rows as lines, so that none of them may look at the text from its beginning.
    cursor: Option<Cursor<'a>>,
}

impl Paragraphs<'_> {
    /// What a row took out and what is there now. White space says nothing by itself: it is counted, and the paragraph
    /// shown without it.
    fn example(&mut self, row: &Row) -> (String, String) {
        if row.removed.trim().is_empty()
            && let Some(paragraph) = row.paragraph.and_then(|number| self.record.paragraphs.get(number as usize))
        {
            let length = (paragraph.end - paragraph.start).min(EXAMPLE_CHARS as u32 / 2);
            let shown = self
                .cursor
                .get_or_insert_with(|| Cursor::new(&self.record.text))
                .take(paragraph.start, length)
                .unwrap_or_default();
            return (format!("␣ × {}", row.removed.chars().count()), shown.to_owned());
        }
        let first = row.replacements.iter().find(|text| !text.is_empty());
        (start(&row.removed), first.map(|text| start(text)).unwrap_or_default())
    }
}

/// The module of a rule: what comes before the dot.
pub(super) fn module(rule: &str) -> &str {
    rule.split_once('.').map_or(rule, |(module, _)| module)
}

fn count(counts: &mut BTreeMap<String, u64>, name: &str) {
    *counts.entry(name.to_owned()).or_default() += 1;
}

fn start(text: &str) -> String {
    match text.char_indices().nth(EXAMPLE_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

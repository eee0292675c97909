//! What the corpus needs to know of one document.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::benchmark::{Benchmarks, Contamination};
use super::fold::fold;
use super::paragraphs::paragraphs;
use super::sentences::sentences;
use super::shingle::shingles;
use crate::dedup::options::Options;
use crate::document::Record;

/// What the corpus needs to know of one document. Small beside the document, whatever its length.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Hash of the bytes; 0 when they are not known.
    pub(crate) bytes: u64,
    /// Hash of the site or folder that it comes from; 0 when that is not known.
    pub(crate) source: u32,
    /// Hash of the folded text; none when the document does not take part (it is empty or rejected already).
    pub(crate) text: Option<u128>,
    /// Number of metadata fields that are filled.
    pub(crate) fields: u8,
    /// Time of publication.
    pub(crate) published: Option<i64>,
    /// Shingles in text order, flagged where lines begin (see `shingle`).
    pub(crate) shingles: Vec<u32>,
    /// How far the shingles were thinned.
    pub(crate) thinned: u8,
    /// The text, for quoting shared passages; empty when that is not wanted.
    pub(crate) quotable: String,
    /// The question of a benchmark that it holds. Such a document does not take part.
    pub(crate) contamination: Option<Contamination>,
    /// Number and hash of its paragraphs.
    pub(crate) paragraphs: Vec<(u32, u64)>,
    /// Hashes of its sentences.
    pub(crate) sentences: Vec<u64>,
}

impl Summary {
    /// Summarises a bare text that has no record.
    #[must_use]
    pub fn of_text(text: &str, options: &Options, benchmarks: &Benchmarks) -> Self {
        if text.trim().is_empty() {
            return Self::default();
        }
        let contamination = benchmarks.find(text);
        if contamination.is_some() {
            return Self { contamination, ..Self::default() };
        }
        let folded = fold(text);
        let (shingles, thinned) = if options.near { shingles(&folded) } else { (Vec::new(), 0) };
        let quotable = if options.quote { text.to_owned() } else { String::new() };
        Self { text: Some(identify(text, folded.units.as_flattened())), shingles, thinned, quotable, ..Self::default() }
    }
}

/// Summarises a finished document. A document that is rejected already takes no part.
#[must_use]
pub fn observe(record: &Record, options: &Options, benchmarks: &Benchmarks) -> Summary {
    if record.rejection.is_some() {
        return Summary::default();
    }
    let filled = [
        record.title.is_some(),
        !record.authors.is_empty(),
        record.published.is_some(),
        record.url.is_some(),
        record.site.is_some(),
        !record.categories.is_empty(),
        record.metadata.len() > "{}".len(),
    ];
    Summary {
        bytes: u64::from_str_radix(record.origin.sha256.get(..16).unwrap_or_default(), 16).unwrap_or(0),
        source: source(record),
        fields: filled.iter().filter(|&&filled| filled).count() as u8,
        published: record.published,
        paragraphs: paragraphs(record, options),
        sentences: sentences(record, options),
        ..Summary::of_text(&record.text, options, benchmarks)
    }
}

/// The site of a document: its name, else the host of its address, else the folder of its file.
fn source(record: &Record) -> u32 {
    let host = || record.url.as_deref()?.split_once("://")?.1.split('/').next();
    let folder = || record.origin.path.rsplit_once('/').map(|(folder, _)| folder);
    let name = record.site.as_deref().or_else(host).or_else(folder).unwrap_or_default();
    xxh3_64(name.as_bytes()) as u32
}

/// Hash of the folded text; of the text itself when folding leaves nothing of it (punctuation art, emoji).
fn identify(text: &str, folded: &[u8]) -> u128 {
    xxh3_128(if folded.is_empty() { text.as_bytes() } else { folded })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Origin, Reason};

    #[test]
    fn equal_texts_have_equal_hashes() {
        let hash = |text| Summary::of_text(text, &Options::default(), &Benchmarks::default()).text;
        assert_eq!(hash("他說：「好。」"), hash("他说:“好”"));
        assert_ne!(hash("他说好"), hash("她说好"));
        assert_ne!(hash("★☆★"), hash("☆★☆"));
    }

    #[test]
    fn a_source_is_a_site_or_a_folder() {
        let of = |site: Option<&str>, url: Option<&str>, path: &str| {
            let origin = Origin { path: path.into(), ..Origin::default() };
            source(&Record { origin, site: site.map(Into::into), url: url.map(Into::into), ..Record::default() })
        };
        assert_eq!(of(None, Some("https://a.example/1"), "x/1"), of(None, Some("https://a.example/2?q"), "y/2"));
        assert_eq!(of(None, None, "x/1.txt"), of(None, None, "x/2.txt"));
        assert_ne!(of(None, None, "x/1.txt"), of(None, None, "y/1.txt"));
        assert_ne!(of(Some("甲报"), None, "x/1"), of(Some("乙报"), None, "x/1"));
    }

    #[test]
    fn rejected_and_empty_documents_take_no_part() {
        let record = Record { text: " \n".into(), ..Record::default() };
        assert_eq!(observe(&record, &Options::default(), &Benchmarks::default()).text, None);
        let rejection = Some(Reason { rule: "judge.chars".to_owned(), evidence: String::new() });
        let record = Record { text: "有内容".into(), rejection, ..Record::default() };
        assert_eq!(observe(&record, &Options::default(), &Benchmarks::default()).text, None);
    }
}

//! What is known of each document beside its text.

use std::io;

use crate::dedup::options::Keep;
use crate::dedup::pass::{By, File};
use crate::dedup::store::Records;
use crate::dedup::summary::Summary;

/// What is known of each document beside its text.
pub(crate) static HEADS: File = File {
    name: "heads",
    record: "hash of the folded text (two words), hash of the bytes, time of publication, flags and number of fields",
    parted: By::Document,
    sorted: "document",
};

/// What is known of a document beside its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    pub(crate) number: u32,
    /// Hash of the folded text; none when the document takes no part.
    pub(crate) text: Option<u128>,
    /// Hash of the bytes; 0 when they are not known.
    pub(crate) bytes: u64,
    /// Whether it was known before.
    pub(crate) is_known: bool,
    published: Option<i64>,
    fields: u8,
}

impl Head {
    /// Which of several like documents is kept, `length` being what counts as that of this one. Less is better; the number
    /// decides between equals.
    pub(crate) fn preference(&self, length: u32, keep: &[Keep]) -> [u64; 4] {
        let mut keys = [0; 4];
        if self.is_known {
            return keys;
        }
        // At least 1: what was known before goes first.
        let ascending = |key: i64| (key.max(i64::MIN + 1) as u64) ^ 1 << 63;
        for (key, keep) in keys.iter_mut().zip(keep) {
            *key = match keep {
                Keep::Length => u64::MAX - u64::from(length),
                Keep::Metadata => u64::MAX - u64::from(self.fields),
                Keep::Date => ascending(self.published.unwrap_or(i64::MAX)),
                Keep::Path => u64::from(self.number) + 1,
            };
        }
        keys
    }
}

/// The heads of all documents, those known before first.
pub(crate) struct Heads {
    records: Records<5>,
    count: u32,
    known: u32,
}

impl Heads {
    /// No documents yet.
    pub(crate) fn new(records: Records<5>) -> Self {
        Self { records, count: 0, known: 0 }
    }

    /// Adds the next document, and whether it was known before.
    pub(crate) fn push(&mut self, summary: &Summary, is_known: bool) -> io::Result<()> {
        let Summary { bytes, text, fields, published, .. } = *summary;
        self.count += 1;
        self.known += u32::from(is_known);
        let [high, low] = text.map_or([0, 0], |text| [(text >> 64) as u64, text as u64]);
        let flags = u64::from(fields) << 2 | u64::from(published.is_some()) << 1 | u64::from(text.is_some());
        self.records.push([high, low, bytes, published.unwrap_or_default() as u64, flags])
    }

    /// Number of documents.
    pub(crate) fn len(&self) -> u32 {
        self.count
    }

    /// Number of documents that were known before; they have the first numbers.
    pub(crate) fn known(&self) -> u32 {
        self.known
    }

    /// The heads in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = io::Result<Head>> + '_ {
        (0..).zip(self.records.iter()).map(|(number, head)| {
            let [high, low, bytes, published, flags] = head?;
            Ok(Head {
                number,
                text: (flags & 1 == 1).then_some(u128::from(high) << 64 | u128::from(low)),
                bytes,
                is_known: number < self.known,
                published: (flags & 2 != 0).then_some(published as i64),
                fields: (flags >> 2) as u8,
            })
        })
    }
}

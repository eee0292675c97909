//! Reading the shingles of documents that are compared.

use std::collections::HashMap;
use std::io;
use std::ops::Range;

use super::compare::Side;
use super::corpus::Corpus;
use super::shingle::{bare, thin};
use super::template::{SAMPLING, anchors};

/// Shingles that are remembered: those of some hundred documents.
const ROOM: usize = 1 << 18;

/// Words before the shingles of a document.
const HEAD: usize = 2;

/// What stands before the shingles of a document on disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// Hash of the site or folder.
    pub(crate) source: u32,
    /// How far the shingles were thinned.
    pub(crate) thinned: u8,
}

/// The list on disk of a document.
pub(crate) fn close(head: Head, shingles: &[u32], list: &mut Vec<u32>) {
    list.clear();
    list.extend([head.source, head.thinned.into()]);
    list.extend_from_slice(shingles);
}

/// Number of shingles in a list of `bytes`.
pub(crate) fn count(bytes: usize) -> usize {
    (bytes / 4).saturating_sub(HEAD)
}

/// Puts the shingles of the list that `bytes` are into `shingles`, whose room is used again.
pub(crate) fn open(bytes: &[u8], shingles: &mut Vec<u32>) -> Head {
    let mut words = bytes.as_chunks().0.iter().map(|&word| u32::from_le_bytes(word));
    let (source, thinned) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    shingles.clear();
    shingles.extend(words);
    Head { source, thinned: thinned as u8 }
}

/// Reads documents and remembers the last ones: one is compared with several others on end.
pub(crate) struct Reader<'a> {
    corpus: &'a Corpus,
    places: HashMap<u32, Place, foldhash::fast::FixedState>,
    shingles: Vec<u32>,
    templates: Vec<Range<u32>>,
    bytes: Vec<u8>,
    list: Vec<u32>,
    points: Vec<(u32, u64)>,
    thinned: Vec<u32>,
}

/// Where a document that is remembered stands.
#[derive(Clone)]
struct Place {
    shingles: Range<usize>,
    templates: Range<usize>,
    thinned: u8,
}

impl<'a> Reader<'a> {
    /// A reader that remembers nothing yet.
    pub(crate) fn new(corpus: &'a Corpus) -> Self {
        Self {
            corpus,
            places: HashMap::default(),
            shingles: Vec::new(),
            templates: Vec::new(),
            bytes: Vec::new(),
            list: Vec::new(),
            points: Vec::new(),
            thinned: Vec::new(),
        }
    }

    /// How far the shingles of document `number` were thinned; `clean` of them are beyond templates.
    pub(crate) fn thinned(&mut self, number: u32, clean: u32) -> io::Result<u8> {
        Ok(self.place(number, clean)?.thinned)
    }

    /// Document `number` without flags of lines, thinned by `digits` at least; `clean` of its shingles are beyond
    /// templates.
    pub(crate) fn read(&mut self, number: u32, clean: u32, digits: u8) -> io::Result<Side<'_>> {
        let place = self.place(number, clean)?;
        let shingles = self.shingles.get(place.shingles).unwrap_or_default();
        if digits <= place.thinned {
            return Ok(Side { shingles, templates: self.templates.get(place.templates).unwrap_or_default() });
        }
        self.thinned.clear();
        self.thinned.extend_from_slice(shingles);
        thin(&mut self.thinned, digits);
        // Ranges of templates count shingles as they are on disk, so they mean nothing once these are thinned.
        Ok(Side { shingles: &self.thinned, templates: &[] })
    }

    fn place(&mut self, number: u32, clean: u32) -> io::Result<Place> {
        if let Some(place) = self.places.get(&number) {
            return Ok(place.clone());
        }
        if self.shingles.len() > ROOM {
            self.shingles.clear();
            self.templates.clear();
            self.places.clear();
        }
        self.corpus.shingles.read_bytes(number as usize, &mut self.bytes)?;
        let head = open(&self.bytes, &mut self.list);
        let (shingles, templates) = (self.shingles.len(), self.templates.len());
        if (clean as usize) < self.list.len() {
            self.points.clear();
            self.points.extend(anchors(&self.list, SAMPLING));
            self.templates.extend(self.corpus.templates.find(&self.list, &self.points, head.source));
        }
        self.shingles.extend(self.list.iter().map(|&shingle| bare(shingle)));
        let place = Place {
            shingles: shingles..self.shingles.len(),
            templates: templates..self.templates.len(),
            thinned: head.thinned,
        };
        self.places.insert(number, place.clone());
        Ok(place)
    }
}

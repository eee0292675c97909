//! Reading the shingles of documents that are compared.

use std::collections::HashMap;
use std::io;
use std::ops::Range;

use super::corpus::Corpus;
use super::shingle::{bare, thin};

/// Shingles that are remembered: those of some hundred documents.
const ROOM: usize = 1 << 18;

/// Reads shingles and remembers the last ones: a document is compared with several others on end.
pub(crate) struct Reader<'a> {
    corpus: &'a Corpus,
    /// Where the shingles of a document stand among those that are remembered.
    places: HashMap<u32, Range<usize>, foldhash::fast::FixedState>,
    shingles: Vec<u32>,
    bytes: Vec<u8>,
    thinned: Vec<u32>,
}

impl<'a> Reader<'a> {
    /// A reader that remembers nothing yet.
    pub(crate) fn new(corpus: &'a Corpus) -> Self {
        Self { corpus, places: HashMap::default(), shingles: Vec::new(), bytes: Vec::new(), thinned: Vec::new() }
    }

    /// The shingles of document `number` without flags, thinned by `digits` at least.
    pub(crate) fn read(&mut self, number: u32, digits: u8) -> io::Result<&[u32]> {
        let place = match self.places.get(&number) {
            Some(place) => place.clone(),
            None => self.remember(number)?,
        };
        let shingles = self.shingles.get(place).unwrap_or_default();
        if digits <= self.corpus.document(number).thinned {
            return Ok(shingles);
        }
        self.thinned.clear();
        self.thinned.extend_from_slice(shingles);
        thin(&mut self.thinned, digits);
        Ok(&self.thinned)
    }

    fn remember(&mut self, number: u32) -> io::Result<Range<usize>> {
        if self.shingles.len() > ROOM {
            self.shingles.clear();
            self.places.clear();
        }
        self.corpus.shingles.read_bytes(number as usize, &mut self.bytes)?;
        let start = self.shingles.len();
        self.shingles.extend(self.bytes.as_chunks().0.iter().map(|&shingle| bare(u32::from_le_bytes(shingle))));
        let place = start..self.shingles.len();
        self.places.insert(number, place.clone());
        Ok(place)
    }
}

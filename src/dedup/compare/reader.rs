//! Reading the shingles of documents that are compared.

use std::collections::HashMap;
use std::io;
use std::ops::Range;

use super::comparer::Side;
use crate::dedup::files::{Shingles, Templates};
use crate::dedup::summary::{SAMPLING, anchors, bare, thin};

/// Shingles that are remembered: those of some hundred documents.
const ROOM: usize = 1 << 18;

/// Reads documents and remembers the last ones: one is compared with several others in a row.
pub(crate) struct Reader<'a> {
    all: &'a Shingles,
    known_templates: &'a Templates,
    places: HashMap<u32, Place, foldhash::fast::FixedState>,
    shingles: Vec<u32>,
    templates: Vec<Range<u32>>,
    bytes: Vec<u8>,
    list: Vec<u32>,
    points: Vec<(u32, u64)>,
    thinned: Vec<u32>,
}

/// Where a document that is remembered is.
#[derive(Clone)]
struct Place {
    shingles: Range<usize>,
    templates: Range<usize>,
    thinned: u8,
}

impl<'a> Reader<'a> {
    /// A reader that remembers nothing yet.
    pub(crate) fn new(shingles: &'a Shingles, templates: &'a Templates) -> Self {
        Self {
            all: shingles,
            known_templates: templates,
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
        let head = self.all.read(number, &mut self.bytes, &mut self.list)?;
        let (shingles, templates) = (self.shingles.len(), self.templates.len());
        if (clean as usize) < self.list.len() {
            self.points.clear();
            self.points.extend(anchors(&self.list, SAMPLING));
            self.templates.extend(self.known_templates.find(&self.list, &self.points, head.source));
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

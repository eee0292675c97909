//! Documents in the order in which they are preferred, and their sketches.

use std::io;
use std::ops::Range;

use super::bands::{BANDS, keys};
use super::corpus::Corpus;
use super::parallel;
use super::shingle::bare;
use super::sketch::{Digest, FEWEST, sketch};
use super::spill::Spill;

/// Documents that a thread sketches at a time, and that share a block of keys on disk.
const PIECE: usize = 1024;

/// Least resemblance of texts that are alike all over: one character in five edited (0.34), less [`MARGIN`].
const ALIKE: f32 = 0.25;
/// Share of a text that is to lie in another one at least.
const CONTAINED: f32 = 0.85;
/// Two standard deviations of an estimate.
const MARGIN: f32 = 0.08;
/// Estimates below this say nothing.
const LEAST: f32 = 0.12;

/// The leaders of a corpus, the longest text first (templates not counted), then by metadata, date and order.
pub(crate) struct Ranking {
    /// Number of the document of each rank.
    documents: Vec<u32>,
    /// Place of each rank in what follows, where documents are in their own order.
    places: Vec<u32>,
    /// Rank of each place.
    ranks: Vec<u32>,
    digests: Vec<Digest>,
    /// Shingles beyond templates.
    clean: Vec<u32>,
    /// Ranges of templates, and for each place the end of its own.
    templates: Vec<Range<u32>>,
    ends: Vec<u32>,
    /// Keys: of each piece all of the first band, then all of the second...
    keys: Spill,
    /// Whether a document is long enough to be sketched.
    sketched: Vec<bool>,
}

/// What the sketching of one document gives.
#[derive(Default)]
struct Sketched {
    keys: Option<[u32; BANDS]>,
    digest: Digest,
    templates: Vec<Range<u32>>,
    /// Shingles beyond templates.
    clean: u32,
}

impl Ranking {
    /// Sketches and ranks the documents `numbers`.
    pub(crate) fn new(corpus: &Corpus, numbers: Vec<u32>, threads: usize) -> io::Result<Self> {
        let mut ranking = Self {
            documents: Vec::new(),
            places: Vec::new(),
            ranks: vec![0; numbers.len()],
            digests: Vec::with_capacity(numbers.len()),
            clean: Vec::with_capacity(numbers.len()),
            templates: Vec::new(),
            ends: Vec::with_capacity(numbers.len()),
            keys: Spill::new(&corpus.scratch)?,
            sketched: Vec::with_capacity(numbers.len()),
        };
        for batch in numbers.chunks(PIECE * threads.max(1)) {
            for piece in parallel::map(batch, PIECE, threads, |piece| sketch_piece(corpus, piece)) {
                let piece = piece?;
                for band in 0..BANDS {
                    let keys: Vec<u32> = piece.iter().map(|one| one.keys.map_or(0, |keys| keys[band])).collect();
                    ranking.keys.push_numbers(&keys)?;
                }
                for one in piece {
                    ranking.clean.push(one.clean);
                    ranking.sketched.push(one.keys.is_some());
                    ranking.digests.push(one.digest);
                    ranking.templates.extend(one.templates);
                    ranking.ends.push(ranking.templates.len() as u32);
                }
            }
        }
        ranking.keys.flush()?;
        ranking.places = (0..numbers.len() as u32).collect();
        ranking.places.sort_unstable_by_key(|&place| {
            let number = numbers[place as usize];
            (u32::MAX - ranking.clean[place as usize], corpus.document(number).preference(), number)
        });
        for (rank, &place) in (0..).zip(&ranking.places) {
            ranking.ranks[place as usize] = rank;
        }
        ranking.documents = ranking.places.iter().map(|&place| numbers[place as usize]).collect();
        Ok(ranking)
    }

    /// Number of ranks.
    pub(crate) fn len(&self) -> usize {
        self.documents.len()
    }

    /// The document of `rank`.
    pub(crate) fn document(&self, rank: u32) -> u32 {
        self.documents[rank as usize]
    }

    /// The templates in the document of `rank`.
    pub(crate) fn templates(&self, rank: u32) -> &[Range<u32>] {
        let place = self.places[rank as usize] as usize;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.templates[start as usize..self.ends[place] as usize]
    }

    /// Whether the sketches of two documents, the longer one first, leave it open that they are alike.
    ///
    /// They may be alike all over, or one may lie in the other; then the more they differ in length, the less they
    /// resemble each other. Estimates miss by up to [`MARGIN`].
    pub(crate) fn is_promising(&self, longer: u32, shorter: u32) -> bool {
        let place = |rank: u32| self.places[rank as usize] as usize;
        let (longer, shorter) = (place(longer), place(shorter));
        let ratio = self.clean[shorter] as f32 / self.clean[longer].max(1) as f32;
        let contained = CONTAINED * ratio / (1.0 + (1.0 - CONTAINED) * ratio) - MARGIN;
        self.digests[longer].resemblance(&self.digests[shorter]) >= contained.clamp(LEAST, ALIKE)
    }

    /// Key (high half) and rank (low half) in `band` of every sketched document that is not `absorbed`.
    pub(crate) fn entries(&self, band: usize, absorbed: &[bool]) -> io::Result<Vec<u64>> {
        let (mut bytes, mut keys) = (Vec::new(), Vec::new());
        let mut entries = Vec::with_capacity(self.len());
        for (piece, ranks) in self.ranks.chunks(PIECE).enumerate() {
            self.keys.read_numbers(piece * BANDS + band, &mut bytes, &mut keys)?;
            let sketched = self.sketched.iter().skip(piece * PIECE);
            for ((&key, &rank), &sketched) in keys.iter().zip(ranks).zip(sketched) {
                if sketched && !absorbed[rank as usize] {
                    entries.push(u64::from(key) << 32 | u64::from(rank));
                }
            }
        }
        Ok(entries)
    }
}

fn sketch_piece(corpus: &Corpus, numbers: &[u32]) -> io::Result<Vec<Sketched>> {
    let (mut bytes, mut shingles, mut rest) = (Vec::new(), Vec::new(), Vec::new());
    let sketch = |&number: &u32| {
        corpus.shingles.read_numbers(number as usize, &mut bytes, &mut shingles)?;
        let templates = corpus.templates.find(&shingles);
        shingles.iter_mut().for_each(|flagged| *flagged = bare(*flagged));
        let template: usize = templates.iter().map(ExactSizeIterator::len).sum();
        let clean = shingles.len() - template.min(shingles.len());
        if shingles.len() < FEWEST {
            return Ok(Sketched { templates, clean: clean as u32, ..Sketched::default() });
        }
        // A text that is hardly more than templates is sketched as it is, or it would be found by nothing.
        let is_substantial = clean >= FEWEST && clean * 10 >= shingles.len();
        let values = if template > 0 && is_substantial {
            rest.clear();
            rest.extend(outside(&shingles, &templates));
            sketch(rest.iter().copied())
        } else {
            sketch(shingles.iter().copied())
        };
        Ok(Sketched { keys: Some(keys(&values)), digest: Digest::new(&values), templates, clean: clean as u32 })
    };
    numbers.iter().map(sketch).collect()
}

/// The shingles outside `ranges`.
fn outside<'a>(shingles: &'a [u32], ranges: &'a [Range<u32>]) -> impl Iterator<Item = u32> + 'a {
    let mut ranges = ranges.iter().peekable();
    shingles.iter().enumerate().filter_map(move |(at, &shingle)| {
        while ranges.next_if(|range| range.end as usize <= at).is_some() {}
        let inside = ranges.peek().is_some_and(|range| range.start as usize <= at);
        (!inside).then_some(shingle)
    })
}

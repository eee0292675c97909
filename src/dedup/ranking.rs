//! Documents in the order in which they are preferred, and their sketches.

use std::io;
use std::ops::Range;

use super::bands::{BANDS, keys};
use super::compare::Inside;
use super::corpus::Corpus;
use super::parallel;
use super::shingle::bare;
use super::sketch::{Digest, FEWEST, sketch};
use super::spill::{Spill, decode};
use super::template::{SAMPLING, anchors};

/// Documents that a thread sketches at a time, and that share a block of keys on disk.
const PIECE: usize = 1024;
/// Documents whose shingles are read at a time.
const READ: usize = 32;

/// Least resemblance of texts that are alike all over: one character in five edited (0.34), less [`MARGIN`].
const ALIKE: f32 = 0.25;
/// Share of a text that is to lie in another one at least.
const CONTAINED: f32 = 0.85;
/// Two standard deviations of an estimate.
const MARGIN: f32 = 0.08;
/// Estimates below this say nothing; for texts that share an anchor they say a little more.
const LEAST: f32 = 0.12;
const LEAST_ANCHORED: f32 = 0.06;

/// Rounds in which documents meet that share an anchor, each with its own part of all anchors.
const PARTS: usize = 16;
/// Rounds in which documents meet.
pub(crate) const ROUNDS: usize = BANDS + PARTS;

/// The leaders of a corpus, those known before first, then in the order of the settings.
pub(crate) struct Ranking {
    /// Number of the document of each rank.
    documents: Vec<u32>,
    /// Place of each rank in what follows, where documents are in their own order.
    places: Vec<u32>,
    /// Rank of each place.
    ranks: Vec<u32>,
    /// What is known of each rank.
    outlines: Vec<Outline>,
    /// Ranges of templates of all documents.
    templates: Vec<Range<u32>>,
    /// Keys: of each piece all of the first band, then all of the second...
    keys: Spill,
    /// Anchors: of each piece those of the first part, then those of the second; each a key and a place in the piece.
    anchors: Spill,
    /// Whether a document is long enough to be sketched.
    sketched: Vec<bool>,
}

/// What pairs of documents are judged by before they are compared.
#[derive(Clone, Copy, Default)]
struct Outline {
    digest: Digest,
    /// Shingles beyond templates.
    clean: u32,
    /// Which of [`Ranking::templates`] are its own.
    templates: (u32, u32),
}

/// What the sketching of one document gives.
#[derive(Default)]
struct Sketched {
    keys: Option<[u32; BANDS]>,
    outline: Outline,
    /// Anchors beyond templates.
    anchors: Vec<u64>,
    templates: Vec<Range<u32>>,
}

impl Ranking {
    /// Sketches and ranks the documents `numbers`.
    pub(crate) fn new(corpus: &Corpus, numbers: Vec<u32>, threads: usize) -> io::Result<Self> {
        let mut ranking = Self {
            documents: Vec::new(),
            places: Vec::new(),
            ranks: vec![0; numbers.len()],
            outlines: Vec::with_capacity(numbers.len()),
            templates: Vec::new(),
            keys: Spill::new(&corpus.scratch)?,
            anchors: Spill::new(&corpus.scratch)?,
            sketched: Vec::with_capacity(numbers.len()),
        };
        for batch in numbers.chunks(PIECE * threads.max(1)) {
            for piece in parallel::map(batch, PIECE, threads, |piece| sketch_piece(corpus, piece)) {
                let piece = piece?;
                for band in 0..BANDS {
                    let keys: Vec<u32> = piece.iter().map(|one| one.keys.map_or(0, |keys| keys[band])).collect();
                    ranking.keys.push_numbers(&keys)?;
                }
                for anchors in parts(&piece) {
                    ranking.anchors.push_numbers(&anchors)?;
                }
                for one in piece {
                    ranking.sketched.push(one.keys.is_some());
                    let start = ranking.templates.len() as u32;
                    ranking.templates.extend(one.templates);
                    let templates = (start, ranking.templates.len() as u32);
                    ranking.outlines.push(Outline { templates, ..one.outline });
                }
            }
        }
        ranking.keys.flush()?;
        ranking.anchors.flush()?;
        ranking.places = (0..numbers.len() as u32).collect();
        ranking.places.sort_by_cached_key(|&place| {
            let number = numbers[place as usize];
            corpus.preference(number, ranking.outlines[place as usize].clean)
        });
        ranking.outlines = ranking.places.iter().map(|&place| ranking.outlines[place as usize]).collect();
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

    /// Number of shingles of the document of `rank`, templates not counted.
    pub(crate) fn length(&self, rank: u32) -> u32 {
        self.outlines[rank as usize].clean
    }

    /// The templates in the document of `rank`.
    pub(crate) fn templates(&self, rank: u32) -> &[Range<u32>] {
        let (start, end) = self.outlines[rank as usize].templates;
        &self.templates[start as usize..end as usize]
    }

    /// Whether the sketches of two documents that met in `round`, the longer one first, leave it open that they are alike.
    ///
    /// They may be alike all over, or one may lie in the other; then the more they differ in length, the less they
    /// resemble each other. Estimates miss by up to [`MARGIN`].
    pub(crate) fn is_promising(&self, round: usize, first: u32, second: u32) -> bool {
        let (first, second) = (&self.outlines[first as usize], &self.outlines[second as usize]);
        let lengths = (first.clean, second.clean);
        let ratio = lengths.0.min(lengths.1) as f32 / lengths.0.max(lengths.1).max(1) as f32;
        let contained = CONTAINED * ratio / (1.0 + (1.0 - CONTAINED) * ratio) - MARGIN;
        let least = if round < BANDS { LEAST } else { LEAST_ANCHORED };
        first.digest.resemblance(&second.digest) >= contained.clamp(least, ALIKE)
    }

    /// Estimate of the resemblance of two documents, templates aside.
    pub(crate) fn resemblance(&self, first: u32, second: u32) -> f32 {
        self.outlines[first as usize].digest.resemblance(&self.outlines[second as usize].digest)
    }

    /// Key (high half) and rank (low half) in `round` of every sketched document that is not `absorbed`.
    pub(crate) fn entries(&self, round: usize, absorbed: &[bool]) -> io::Result<Vec<u64>> {
        match round.checked_sub(BANDS) {
            None => self.banded(round, absorbed),
            Some(part) => self.anchored(part, absorbed),
        }
    }

    fn anchored(&self, part: usize, absorbed: &[bool]) -> io::Result<Vec<u64>> {
        let (mut bytes, mut anchors, mut entries) = (Vec::new(), Vec::new(), Vec::new());
        for (piece, ranks) in self.ranks.chunks(PIECE).enumerate() {
            self.anchors.read_numbers(piece * PARTS + part, &mut bytes, &mut anchors)?;
            for &[key, place] in anchors.as_chunks().0 {
                let rank = ranks.get(place as usize).filter(|&&rank| !absorbed[rank as usize]);
                entries.extend(rank.map(|&rank| u64::from(key) << 32 | u64::from(rank)));
            }
        }
        Ok(entries)
    }

    fn banded(&self, band: usize, absorbed: &[bool]) -> io::Result<Vec<u64>> {
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
    let (mut bytes, mut shingles, mut points, mut rest) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut sketch = |number: usize, bytes: &[u8]| {
        decode(bytes, &mut shingles);
        points.clear();
        points.extend(anchors(&shingles, SAMPLING));
        let templates = corpus.templates.find(&shingles, &points, corpus.document(number as u32).source);
        shingles.iter_mut().for_each(|flagged| *flagged = bare(*flagged));
        let template: usize = templates.iter().map(ExactSizeIterator::len).sum();
        let clean = shingles.len() - template.min(shingles.len());
        if shingles.len() < FEWEST {
            let outline = Outline { clean: clean as u32, ..Outline::default() };
            return Sketched { templates, outline, ..Sketched::default() };
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
        let mut covered = Inside::new(&templates);
        let anchors = corpus.shorts.meeting(&shingles).filter(|&(at, _)| !covered.holds(at));
        let anchors = anchors.map(|(_, anchor)| anchor).collect();
        let outline = Outline { digest: Digest::new(&values), clean: clean as u32, ..Outline::default() };
        Sketched { keys: Some(keys(&values)), outline, anchors, templates }
    };
    let mut sketched = Vec::with_capacity(numbers.len());
    for numbers in numbers.chunks(READ) {
        let (Some(&first), Some(&last)) = (numbers.first(), numbers.last()) else { break };
        let mut wanted = numbers.iter().peekable();
        corpus.shingles.read_through(first as usize, last as usize, &mut bytes, |number, bytes| {
            if wanted.next_if(|&&wanted| wanted as usize == number).is_some() {
                sketched.push(sketch(number, bytes));
            }
            Ok(())
        })?;
    }
    Ok(sketched)
}

/// The anchors of a piece by part: key and place, one after another.
fn parts(piece: &[Sketched]) -> [Vec<u32>; PARTS] {
    let mut parts = [const { Vec::new() }; PARTS];
    for (place, one) in (0..).zip(piece) {
        for &anchor in &one.anchors {
            if let Some(part) = parts.get_mut((anchor >> 8) as usize % PARTS) {
                part.extend([(anchor >> 32) as u32, place]);
            }
        }
    }
    parts
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

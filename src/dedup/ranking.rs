//! Documents in the order in which they are preferred, and their sketches.

use std::io;
use std::ops::Range;

use super::bands::{BANDS, keys};
use super::compare::Inside;
use super::corpus::{Corpus, Head};
use super::excerpt;
use super::outlines::Outlines;
use super::parallel;
use super::reader::open;
use super::shingle::bare;
use super::sketch::{FEWEST, Outline, sketch};
use super::sort::{Records, Sorter};
use super::spill::Spill;
use super::template::anchors;

/// Documents that a thread sketches at a time, and that share a block of keys on disk.
const PIECE: usize = 1024;
/// Bytes of shingles that are read at a time, unless one document has more.
const READ: u64 = 1 << 16;

/// Rounds in which documents meet that share an anchor, each with its own part of all anchors.
const PARTS: usize = 16;
/// Rounds in which documents meet.
pub(crate) const ROUNDS: usize = BANDS + PARTS;

/// The documents that are long enough to be sketched, those known before first, then in the order of the settings.
pub(crate) struct Ranking {
    /// Number of the document of each rank.
    documents: Vec<u32>,
    /// Shingles beyond templates of each rank.
    lengths: Vec<u32>,
    /// Rank of each place: places are in the order of the documents.
    ranks: Vec<u32>,
    /// Keys: of each piece all of the first band, then all of the second...
    keys: Spill,
    /// Anchors: of each piece those of the first part, then those of the second; each a key and a place in the piece.
    anchors: Spill,
    /// What pairs are judged by.
    pub(crate) outlines: Outlines,
}

/// What the sketching of some documents gives.
struct Sketched {
    outlines: Vec<Outline>,
    /// Keys of all in the first band, then in the second...
    keys: Vec<u32>,
    /// Anchors beyond templates by part: key and place, one after another.
    anchors: [Vec<u32>; PARTS],
}

impl Ranking {
    /// Sketches and ranks the documents of `corpus` that take part and are no copies; takes about `bytes` of memory
    /// beside what is known of each document.
    pub(crate) fn new(
        corpus: &Corpus,
        is_copy: impl Fn(u32) -> bool + Sync,
        threads: usize,
        bytes: usize,
    ) -> io::Result<Self> {
        let scratch = &corpus.scratch;
        let (mut keys, mut anchors) = (Spill::new(scratch)?, Spill::new(scratch)?);
        let mut outlines = Records::new(scratch, bytes / 4);
        let mut preferences = Sorter::new(scratch, bytes / 4);
        let mut places = 0_u64;
        let mut batch = Vec::new();
        let mut heads = corpus.heads().peekable();
        while heads.peek().is_some() {
            batch.clear();
            while batch.len() < PIECE * threads.max(1)
                && let Some(head) = heads.next()
            {
                let head = head?;
                if head.text.is_some() && corpus.length(head.number) >= FEWEST && !is_copy(head.number) {
                    batch.push(head);
                }
            }
            let pieces = parallel::map(&batch, PIECE, threads, |piece| sketch_piece(corpus, piece));
            for (sketched, batch) in pieces.into_iter().zip(batch.chunks(PIECE)) {
                let sketched = sketched?;
                sketched.keys.chunks(batch.len()).try_for_each(|band| keys.push_numbers(band))?;
                sketched.anchors.iter().try_for_each(|part| anchors.push_numbers(part))?;
                for (outline, head) in sketched.outlines.iter().zip(batch) {
                    outlines.push(outline.record())?;
                    let [a, b, c, d] = corpus.preference(head, outline.length());
                    preferences.push([a, b, c, d, u64::from(head.number) << 32 | places, outline.length().into()])?;
                    places += 1;
                }
            }
        }
        keys.flush()?;
        anchors.flush()?;
        let mut ranking = Self {
            documents: Vec::with_capacity(places as usize),
            lengths: Vec::with_capacity(places as usize),
            ranks: vec![0; places as usize],
            keys,
            anchors,
            outlines: Outlines::default(),
        };
        for (rank, record) in (0..).zip(preferences.sorted()?) {
            let [.., document, length] = record?;
            ranking.documents.push((document >> 32) as u32);
            ranking.lengths.push(length as u32);
            if let Some(slot) = ranking.ranks.get_mut(document as u32 as usize) {
                *slot = rank;
            }
        }
        ranking.outlines = Outlines::new(&outlines, &ranking.ranks, scratch, bytes / 4)?;
        Ok(ranking)
    }

    /// Number of ranks.
    pub(crate) fn len(&self) -> usize {
        self.documents.len()
    }

    /// The document of `rank`.
    pub(crate) fn document(&self, rank: u32) -> u32 {
        self.documents.get(rank as usize).copied().unwrap_or_default()
    }

    /// Number of shingles of the document of `rank`, templates not counted.
    pub(crate) fn length(&self, rank: u32) -> u32 {
        self.lengths.get(rank as usize).copied().unwrap_or_default()
    }

    /// Key (high half) and rank (low half) in `round` of every document that is not `absorbed`: those of the keys in
    /// `share`, the number of one of so many parts.
    pub(crate) fn entries(&self, round: usize, share: (u32, u32), absorbed: &[bool]) -> io::Result<Vec<u64>> {
        let (part, parts) = share;
        let belongs = |key: u32| parts == 1 || (u64::from(key) * u64::from(parts)) >> 32 == u64::from(part);
        let is_free = |rank: u32| absorbed.get(rank as usize).is_some_and(|absorbed| !absorbed);
        let entry =
            |key: u32, rank: u32| (belongs(key) && is_free(rank)).then_some(u64::from(key) << 32 | u64::from(rank));
        let (mut bytes, mut numbers, mut entries) = (Vec::new(), Vec::new(), Vec::new());
        for (piece, ranks) in self.ranks.chunks(PIECE).enumerate() {
            match round.checked_sub(BANDS) {
                None => {
                    self.keys.read_numbers(piece * BANDS + round, &mut bytes, &mut numbers)?;
                    entries.extend(numbers.iter().zip(ranks).filter_map(|(&key, &rank)| entry(key, rank)));
                }
                Some(part) => {
                    self.anchors.read_numbers(piece * PARTS + part, &mut bytes, &mut numbers)?;
                    let anchors = numbers.as_chunks().0.iter();
                    entries.extend(anchors.filter_map(|&[key, place]| entry(key, *ranks.get(place as usize)?)));
                }
            }
        }
        Ok(entries)
    }
}

fn sketch_piece(corpus: &Corpus, batch: &[Head]) -> io::Result<Sketched> {
    let count = batch.len();
    let mut all = Sketched {
        outlines: Vec::with_capacity(count),
        keys: vec![0; BANDS * count],
        anchors: [const { Vec::new() }; PARTS],
    };
    let (mut bytes, mut shingles, mut points, mut rest) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut add = |bytes: &[u8]| {
        let source = open(bytes, &mut shingles).source;
        points.clear();
        points.extend(anchors(&shingles, excerpt::SAMPLING));
        let templates = corpus.templates.find(&shingles, &points, source);
        shingles.iter_mut().for_each(|flagged| *flagged = bare(*flagged));
        let template: usize = templates.iter().map(ExactSizeIterator::len).sum();
        let clean = shingles.len() - template.min(shingles.len());
        // A text that is hardly more than templates is sketched as it is, or it would be found by nothing.
        let is_substantial = clean >= FEWEST && clean * 10 >= shingles.len();
        let values = if template > 0 && is_substantial {
            rest.clear();
            rest.extend(outside(&shingles, &templates));
            sketch(&rest)
        } else {
            sketch(&shingles)
        };
        let place = all.outlines.len();
        let mut covered = Inside::new(&templates);
        let own = points.iter().filter(|&&(at, anchor)| !covered.holds(at) && corpus.shorts.meet_by(anchor));
        for &(_, anchor) in own {
            if let Some(part) = all.anchors.get_mut((anchor >> 8) as usize % PARTS) {
                part.extend([(anchor >> 32) as u32, place as u32]);
            }
        }
        for (slot, key) in all.keys.iter_mut().skip(place).step_by(count.max(1)).zip(keys(&values)) {
            *slot = key;
        }
        all.outlines.push(Outline::new(&values, clean as u32));
    };
    let mut rest = batch;
    while let Some(first) = rest.first().map(|head| head.number as usize) {
        let is_near = |head: &&Head| corpus.shingles.distance(first, head.number as usize + 1) <= READ;
        let (heads, after) = rest.split_at(rest.iter().take_while(is_near).count().max(1));
        rest = after;
        let mut wanted = heads.iter().map(|head| head.number as usize).peekable();
        let last = heads.last().map_or(first, |head| head.number as usize);
        corpus.shingles.read_through(first, last, &mut bytes, |number, bytes| {
            if wanted.next_if_eq(&number).is_some() {
                add(bytes);
            }
            Ok(())
        })?;
    }
    Ok(all)
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

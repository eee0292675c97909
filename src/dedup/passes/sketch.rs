//! Sketching: what nominates the documents that are long enough, and what candidates are judged by.

use std::io;
use std::ops::Range;

use crate::dedup::compare::Inside;
use crate::dedup::files::{
    ANCHOR_ROUNDS, BLOCK, COPIES, HEADS, Head, Heads, KEYS, Keys, PLACED_SKETCHES, PREFERENCES, SHINGLES,
    SHORT_ANCHORS, SHORT_SAMPLING, Shingles, ShortAnchors, TEMPLATES, Templates,
};
use crate::dedup::options::Keep;
use crate::dedup::parallel;
use crate::dedup::pass::{By, Pass};
use crate::dedup::sketch::{BANDS, BitSketch, FEWEST, WIDTH, keys, sketch};
use crate::dedup::store::{Bits, Records, Sorter};
use crate::dedup::summary::{anchors, bare};
use crate::dedup::workspace::Workspace;

/// See the module.
pub(crate) static SKETCH: Pass = Pass {
    name: "sketch",
    about: "sketch what is no template of each document that is no copy",
    parts: By::Document,
    reads: &[&HEADS, &SHINGLES, &COPIES, &TEMPLATES, &SHORT_ANCHORS],
    writes: &[&KEYS, &PLACED_SKETCHES, &PREFERENCES],
};

/// Bytes of shingles that are read at a time, unless one document has more.
const READ: u64 = 1 << 16;

/// What this pass reads.
pub(crate) struct Inputs<'a> {
    pub(crate) heads: &'a Heads,
    pub(crate) shingles: &'a Shingles,
    /// Documents with the text of a better one.
    pub(crate) is_copy: &'a Bits,
    pub(crate) templates: &'a Templates,
    pub(crate) short_anchors: &'a ShortAnchors,
}

/// The files of this pass. Documents have places in their order.
pub(crate) struct Sketches {
    /// Number of places.
    pub(crate) count: usize,
    pub(crate) keys: Keys,
    pub(crate) bit_sketches: Records<8>,
    pub(crate) preferences: Sorter<6>,
}

/// What the sketching of a block of documents gives.
struct Sketched {
    bit_sketches: Vec<BitSketch>,
    /// Keys of all in the first band, then in the second...
    keys: Vec<u32>,
    /// Anchors beyond templates by round: key and place, one after another.
    anchors: [Vec<u32>; ANCHOR_ROUNDS],
}

/// Sketches the documents that take part and are no copies.
pub(crate) fn sketch_all(inputs: &Inputs<'_>, keep: &[Keep], work: Workspace<'_>) -> io::Result<Sketches> {
    let mut all = Sketches {
        count: 0,
        keys: Keys::new(work.spill()?, work.spill()?),
        bit_sketches: work.records(4),
        preferences: work.sorter(4),
    };
    let mut batch = Vec::new();
    let mut heads = inputs.heads.iter().peekable();
    while heads.peek().is_some() {
        batch.clear();
        while batch.len() < BLOCK * work.threads.max(1)
            && let Some(head) = heads.next()
        {
            let head = head?;
            let is_long = head.text.is_some() && inputs.shingles.count(head.number) >= FEWEST;
            if is_long && !inputs.is_copy.holds(head.number as usize) {
                batch.push(head);
            }
        }
        let blocks = parallel::map(&batch, BLOCK, work.threads, |block| sketch_block(inputs, block));
        for (sketched, block) in blocks.into_iter().zip(batch.chunks(BLOCK)) {
            let sketched = sketched?;
            all.keys.push(block.len(), &sketched.keys, &sketched.anchors)?;
            for (bits, head) in sketched.bit_sketches.iter().zip(block) {
                all.bit_sketches.push(bits.record())?;
                let [a, b, c, d] = head.preference(bits.length(), keep);
                let document = u64::from(head.number) << 32 | all.count as u64;
                all.preferences.push([a, b, c, d, document, bits.length().into()])?;
                all.count += 1;
            }
        }
    }
    all.keys.flush()?;
    Ok(all)
}

/// Sketches a block of documents.
fn sketch_block(inputs: &Inputs<'_>, block: &[Head]) -> io::Result<Sketched> {
    let mut sketcher = Sketcher::new(inputs, block.len());
    let mut bytes = Vec::new();
    let mut rest = block;
    while let Some(first) = rest.first().map(|head| head.number) {
        let is_near = |head: &&Head| inputs.shingles.distance(first, head.number) <= READ;
        let (heads, after) = rest.split_at(rest.iter().take_while(is_near).count().max(1));
        rest = after;
        let mut wanted = heads.iter().map(|head| head.number as usize).peekable();
        let last = heads.last().map_or(first, |head| head.number);
        inputs.shingles.read_through(first, last, &mut bytes, |number, bytes| {
            if wanted.next_if_eq(&number).is_some() {
                sketcher.add(bytes);
            }
            Ok(())
        })?;
    }
    Ok(sketcher.all)
}

/// Sketches one document after another. Its memory is used again.
struct Sketcher<'a> {
    inputs: &'a Inputs<'a>,
    /// Documents of the block.
    count: usize,
    all: Sketched,
    shingles: Vec<u32>,
    anchors: Vec<(u32, u64)>,
    rest: Vec<u32>,
}

impl<'a> Sketcher<'a> {
    fn new(inputs: &'a Inputs<'a>, count: usize) -> Self {
        let all = Sketched {
            bit_sketches: Vec::with_capacity(count),
            keys: vec![0; BANDS * count],
            anchors: [const { Vec::new() }; ANCHOR_ROUNDS],
        };
        Self { inputs, count, all, shingles: Vec::new(), anchors: Vec::new(), rest: Vec::new() }
    }

    /// Sketches the document of which `bytes` are the list of shingles.
    fn add(&mut self, bytes: &[u8]) {
        let source = Shingles::decode(bytes, &mut self.shingles).source;
        self.anchors.clear();
        self.anchors.extend(anchors(&self.shingles, SHORT_SAMPLING));
        let templates = self.inputs.templates.find(&self.shingles, &self.anchors, source);
        self.shingles.iter_mut().for_each(|flagged| *flagged = bare(*flagged));
        let place = self.all.bit_sketches.len();
        self.add_anchors(place, &templates);
        let template: usize = templates.iter().map(ExactSizeIterator::len).sum();
        let clean = self.shingles.len() - template.min(self.shingles.len());
        let values = self.sketch(&templates, clean);
        for (slot, key) in self.all.keys.iter_mut().skip(place).step_by(self.count.max(1)).zip(keys(&values)) {
            *slot = key;
        }
        self.all.bit_sketches.push(BitSketch::new(&values, clean as u32));
    }

    /// The sketch of the shingles outside `templates`, which are `clean`.
    fn sketch(&mut self, templates: &[Range<u32>], clean: usize) -> [u32; WIDTH] {
        // A text that is hardly more than templates is sketched as it is, or it would be found by nothing.
        let is_substantial = clean >= FEWEST && clean * 10 >= self.shingles.len();
        if templates.iter().any(|range| !range.is_empty()) && is_substantial {
            self.rest.clear();
            self.rest.extend(outside(&self.shingles, templates));
            sketch(&self.rest)
        } else {
            sketch(&self.shingles)
        }
    }

    /// Notes the anchors outside `templates` by which the document at `place` becomes a candidate.
    fn add_anchors(&mut self, place: usize, templates: &[Range<u32>]) {
        let mut covered = Inside::new(templates);
        let short_anchors = self.inputs.short_anchors;
        let own = self.anchors.iter().filter(|&&(at, anchor)| !covered.holds(at) && short_anchors.nominates(anchor));
        for &(_, anchor) in own {
            if let Some(round) = self.all.anchors.get_mut((anchor >> 8) as usize % ANCHOR_ROUNDS) {
                round.extend([(anchor >> 32) as u32, place as u32]);
            }
        }
    }
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

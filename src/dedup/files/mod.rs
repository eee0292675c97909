//! The files between passes: what their records are, how they are cut into parts and sorted.
//!
//! Those that grow with the corpus are on disk as far as the memory does not hold them. Tables that every part of a pass
//! reads whole (those parted by [`By::Whole`](super::pass::By::Whole)) are in memory.

mod bit_sketches;
mod clusters;
mod edge;
mod heads;
mod keys;
mod lists;
mod marks;
mod pair;
mod ranking;
mod shingles;
mod short_anchors;
mod sources;
mod templates;
mod verdicts;

pub(crate) use bit_sketches::{BIT_SKETCHES, BitSketches, PLACED_SKETCHES};
pub(crate) use clusters::{CLUSTERS, Clusters};
pub(crate) use edge::{EDGES, Edge, OwnText};
pub(crate) use heads::{HEADS, Head, Heads};
pub(crate) use keys::{ANCHOR_ROUNDS, BLOCK, KEYS, Keys, ROUNDS};
pub(crate) use lists::{
    ANCHORS, CONTAMINATED, COPIES, PARAGRAPHS, PASSAGES, QUOTES, REPEATS, SENTENCES, SOURCE_ANCHORS, TEXTS,
};
pub(crate) use marks::{ABSORBED, Absorbed, FORMS, Forms};
pub(crate) use pair::{COMPARED, COMPONENTS, PAIRS, Pair, RECHECKS};
pub(crate) use ranking::{PREFERENCES, RANKING, Ranking};
pub(crate) use shingles::{SHINGLES, ShingleHead, Shingles};
pub(crate) use short_anchors::{SHORT_ANCHORS, SHORT_SAMPLING, ShortAnchors};
pub(crate) use sources::{SOURCES, Sources};
pub(crate) use templates::{TEMPLATES, Templates};
pub(crate) use verdicts::{VERDICTS, Verdict, Verdicts};

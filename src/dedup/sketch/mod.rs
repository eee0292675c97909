//! Sketches of documents, and which documents they make candidates for a comparison.

mod bands;
mod bit_sketch;
mod minhash;

pub(crate) use bands::{BANDS, keys, pairs};
pub(crate) use bit_sketch::BitSketch;
pub(crate) use minhash::{FEWEST, WIDTH, sketch};

//! `strip.repeated_body`: the whole body again, or its beginning again as a summary.
//!
//! Copies are found by alignment of folded text, so they may differ in spacing, punctuation, width, standard (simplified or

mod align;
mod body;
mod bridge;
mod copy;
mod edges;
mod folded;
mod merge;
mod screen;
mod seed;
mod stage;
mod stretch;
mod summary;
#[cfg(test)]
mod tests;

pub use stage::Repeat;

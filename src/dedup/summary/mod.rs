//! What is known of one document: a function of its text and the settings alone.

mod anchor;
mod benchmark;
mod fold;
mod observe;
mod paragraphs;
mod quote;
mod sentences;
mod shingle;

pub(crate) use anchor::{LINES, REACH, SAMPLING, anchors, begins, in_source, lines};
pub use benchmark::{Benchmarks, Contamination};
pub use observe::{Summary, observe};
pub(crate) use paragraphs::{IS_PASSAGE, PASSAGE};
pub(crate) use quote::Quote;
pub(crate) use sentences::LENGTH;
pub(crate) use shingle::{Positions, bare, thin};

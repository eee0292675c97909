//! Language, quality signals, filters: what a document is, and whether it is wanted.
//!
//! Everything here is measured on the kept text. No rule of this module changes text; the filters reject whole documents.

mod filters;
mod language;
mod options;
mod signals;

pub use filters::{Filters, RULES};
pub use language::{Guess, identify, languages};
pub use options::Options;
pub use signals::{Measure, measure};

use crate::document::Stage;

/// The stages of this module, in the order in which a document meets them.
#[must_use]
pub fn stages(options: &Options) -> Vec<Box<dyn Stage>> {
    vec![Box::new(Measure), Box::new(Filters::new(options))]
}

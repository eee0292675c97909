//! Which blocks of an HTML page are its own text.
//!
//! Two small models decide, one after the other ([`judge`]): the first sees each block with its place, its neighbours and
//! the elements around it ([`features`]); the second sees that again together with what the first thinks of the blocks
//! around ([`context`]). [`decision`] makes of their probabilities what is kept, [`groups`] keeps lists and tables whole,
//! and what is not main text is removed block by block under the rule that [`labels`] finds for it. The fitted tables are
//! in `models/page/`, where `MODEL.md` says more.

mod context;
mod decision;
mod export;
mod features;
mod groups;
mod judge;
mod labels;
mod model;
mod prefix;
mod sample;
mod stage;
mod words;

pub use export::{export, header};
pub use judge::{Chance, chances};
pub use labels::rules;
pub use model::{Model, Tables};
pub use stage::Page;

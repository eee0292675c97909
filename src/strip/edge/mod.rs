//! What the rules left at the edges of a text: cards of accounts, calls to follow or to buy, credits, headlines.
//!
//! Rules catch what someone thought of. Here two small models judge each line in the head and in the tail of a text or
//! Markdown document ([`window`]) by its form, its words, its place and its neighbours: the first sees the line
//! ([`features`]), the second also what the first thinks of the lines around ([`context`]). [`decision`] makes of their
//! log-odds what is removed or marked. The fitted tables are in `models/edge/`, where `MODEL.md` says more.

mod bigrams;
mod context;
mod counts;
mod decision;
mod export;
mod features;
mod model;
mod stage;
mod window;
mod words;

pub use export::{export, header};
pub use model::{Model, Tables};
pub use stage::Edge;

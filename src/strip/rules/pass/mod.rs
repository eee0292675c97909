//! The pass over the lines of a document: from its head inwards, from its tail inwards, and to the headings of sections.
//!
//! Boilerplate gathers at the edges. A pass starts there and goes on while rules take what it meets; a little that no rule
//! takes may be in between, then the body is reached and the pass ends.

mod apply;
mod budget;
mod cards;
mod edges;
mod find;
mod outcome;
mod pick;
mod review;
mod runs;
mod sections;
mod state;

pub(super) use apply::run;

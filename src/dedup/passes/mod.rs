//! The passes, in their order. [`PASSES`] says what each of them reads and writes; each is a function of that, the
//! settings and a part, and what it is given to work with never changes its result.

pub(crate) mod candidates;
pub(crate) mod cluster;
pub(crate) mod compare;
pub(crate) mod components;
pub(crate) mod copies;
pub(crate) mod decide;
mod list;
pub(crate) mod observe;
pub(crate) mod passages;
pub(crate) mod quote;
pub(crate) mod rank;
pub(crate) mod repeats;
pub(crate) mod sketch;
pub(crate) mod templates;

pub use list::PASSES;

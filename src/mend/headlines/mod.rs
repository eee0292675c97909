//! Headlines stuck together in one paragraph, split into single ones, so that `strip` can judge each.
//!
//! A paragraph without the marks of sentences is cut ([`cuts`]) where a model of headlines ([`features`], [`model`]) thinks
//! best, if what comes out looks like a list of them ([`list`]). Between its headlines may be a space, or nothing, or what
//! is between any two words ([`spacing`]). Lists that their marks tell apart need no model ([`marks`]). The fitted table is
//! in `models/headlines/`, where `MODEL.md` says more.

mod cuts;
mod export;
mod features;
mod list;
mod marks;
mod model;
mod spacing;
mod stage;
mod tokens;

pub use export::{Text, export, header};
pub use model::Model;
pub use spacing::Spacing;
pub use stage::Headlines;

//! Which charset bytes are in.
//!
//! Every charset, together with a language written in it, is a hypothesis. Its cost is the number of bits that the
//! bytes would take if it were true: -log2 of how likely its characters are in its language (Shannon 1948), so that
//! hypotheses with one, two or four bytes a character compare fairly. Damage costs too, as much as damage is rare; it
//! never rules a charset out. The cheapest hypothesis wins, and its lead tells how sure that is.
//!
//! Which files and pieces of files this gets right is measured in `docs/QUALITY.md`, "Encoding detection".

mod beam;
mod cost;
mod detection;
mod escapes;
mod ideographs;
mod languages;
mod letters;
mod ranking;
mod sample;
mod unicode;
mod verdict;

pub(super) use cost::{BIT, Cost};
pub(super) use detection::charset;
pub use detection::{Detection, detect};
pub(super) use languages::{Costs, Language};
pub(super) use ranking::{cheapest, multibyte, seems};

//! Rule packs: boilerplate described as data, so that anyone can add a rule.
//!
//! A pack is a TOML file; `rules/README.md` says how to write one. The packs of this program are built in, further ones
//! come from [`Options::rules`](super::Options::rules). The patterns match whole lines. One automaton over the literals
//! without which they cannot match says which of them to try, so that an ordinary line is given up after a character or two
//! however many there are.

mod check;
mod credits;
mod definition;
mod ending;
mod field;
mod headlines;
mod index;
mod lines;
mod literals;
mod packs;
mod pass;
mod read;
mod rule;
mod run;
mod stage;

pub use check::{Failure, Trial, check_rules};
pub use rule::RuleInfo;
pub use stage::{Rules, rules};

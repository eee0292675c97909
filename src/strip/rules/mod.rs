//! Rule packs: boilerplate described as data, so that anyone can add a rule.
//!
//! A pack is a TOML file; `rules/README.md` says how to write one. The packs of this program are built in, further ones
//! come from [`Options::rules`]. The patterns match whole lines. One automaton over the literals without which they cannot
//! match says which of them to try, so that an ordinary line is given up after a character or two however many there are.

mod check;
mod credits;
mod definition;
mod ending;
mod field;
mod headlines;
mod index;
mod lines;
mod literals;
mod pack;
mod walk;

pub use check::{Failure, Trial, check_rules};

use anyhow::Result;
use pack::Packs;

use super::{Options, Policy};
use crate::document::{Document, Rule, Stage};
use crate::parse;

/// What is known about a rule of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// Identifier, such as `strip.copyright`.
    pub id: &'static str,
    /// What it takes out, in one line.
    pub about: &'static str,
    /// Its kind: `line`, `field`, `section`, `run` or `ending`.
    pub kind: &'static str,
    /// Name of its pack.
    pub pack: String,
    /// Examples that it must catch.
    pub catches: Vec<String>,
    /// Examples that it must leave alone.
    pub spares: Vec<String>,
}

/// All rules of all packs, in the order in which they are tried.
///
/// # Errors
/// When a pack cannot be read or does not parse.
pub fn rules(options: &Options) -> Result<Vec<RuleInfo>> {
    Ok(pack::read(&options.rules)?.iter().map(pack::Loaded::info).collect())
}

/// The stage that applies the rule packs.
pub struct Rules {
    policy: Policy,
    packs: Packs,
    /// The time zone of dates that name none, as the settings write it.
    zone: String,
}

impl Rules {
    /// The stage as configured; `parse` tells the time zone of dates that name none.
    ///
    /// # Errors
    /// When a pack cannot be read or does not parse.
    pub fn new(options: &Options, parse: &parse::Options) -> Result<Self> {
        let packs = Packs::load(&options.rules)?;
        Ok(Self { policy: Policy::new(options), packs, zone: parse.zone.clone() })
    }
}

impl Stage for Rules {
    fn name(&self) -> &'static str {
        "strip.rules"
    }

    fn rules(&self) -> Vec<&'static Rule> {
        self.packs.rules()
    }

    fn run(&self, document: &mut Document) {
        credits::run(document, &self.packs, &self.policy, &self.zone);
        walk::run(document, &self.packs, &self.policy, &self.zone);
    }
}

//! The stage that applies the rule packs.

use std::collections::BTreeMap;

use anyhow::Result;

use super::packs::Packs;
use super::read::read;
use super::rule::{Loaded, RuleInfo};
use super::{credits, pass};
use crate::document::{Document, Rule};
use crate::parse;
use crate::pipeline::{Entry, Stage};
use crate::strip::options::Options;
use crate::strip::policy::Policy;

/// All rules of all packs, in the order in which they are tried.
///
/// # Errors
/// When a pack cannot be read or does not parse.
pub fn rules(options: &Options) -> Result<Vec<RuleInfo>> {
    Ok(read(&options.rules)?.iter().map(Loaded::info).collect())
}

/// The rules of the built-in packs.
#[must_use]
fn built_in() -> Vec<&'static Rule> {
    let loaded = read(&[]).unwrap_or_default();
    let rules: BTreeMap<&str, &'static Rule> = loaded.iter().map(|loaded| (loaded.rule.id, loaded.rule)).collect();
    rules.into_values().collect()
}

/// The stage that applies the rule packs.
pub struct Rules {
    policy: Policy,
    packs: Packs,
    parse: parse::Options,
}

impl Rules {
    /// The stage in the table of stages.
    pub const ENTRY: Entry = Entry {
        name: "strip.rules",
        about: "removes boilerplate by the rule packs, and moves bylines and dates to the metadata",
        rules: built_in,
        build: |config| Ok(Some(Box::new(Self::new(&config.strip, &config.parse)?))),
    };

    /// The stage as configured; `parse` tells the time zone of dates that name none.
    ///
    /// # Errors
    /// When a pack cannot be read or does not parse.
    pub fn new(options: &Options, parse: &parse::Options) -> Result<Self> {
        let packs = Packs::load(&options.rules)?;
        Ok(Self { policy: Policy::new(options), packs, parse: parse.clone() })
    }
}

impl Stage for Rules {
    fn run(&self, document: &mut Document) {
        credits::run(document, &self.packs, &self.policy, &self.parse);
        pass::run(document, &self.packs, &self.policy, &self.parse);
    }
}

//! The order in which a document meets the modules, and with them their stages and rules.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::document::{BYTES, Rule, Stage};
use crate::error::Error;
use crate::{decode, dedup, judge, mend, parse, strip};

use super::settle::TEMPLATE;

type Build = fn(&Config) -> Result<Vec<Box<dyn Stage>>, Error>;

/// The modules that have stages, in the order in which a document meets them; each gives its own stages in their order.
/// This table and those functions are the only lists of stages.
const MODULES: [(&str, Build); 4] = [
    ("decode", |config| Ok(decode::stages(&config.decode))),
    ("mend", |config| Ok(mend::stages(&config.mend)?)),
    ("strip", |config| Ok(strip::stages(&config.strip, &config.parse)?)),
    ("judge", |config| Ok(judge::stages(&config.judge))),
];

/// The stages whose name is `name` or begins with `name` and a dot (all when it is empty), as configured, in the order in
/// which a document meets them.
///
/// # Errors
/// When a rule pack cannot be read, or when the settings of `strip` name a rule that does not exist.
pub fn stages(config: &Config, name: &str) -> Result<Vec<Box<dyn Stage>>, Error> {
    let (module, one) = name.split_once('.').unwrap_or((name, ""));
    let mut stages = Vec::new();
    for (_, build) in MODULES.iter().filter(|(other, _)| module.is_empty() || *other == module) {
        stages.extend(build(config)?);
    }
    stages.retain(|stage| one.is_empty() || stage.name() == name);
    Ok(stages)
}

/// The stages that make the text; none that judges it.
///
/// # Errors
/// As [`stages`].
pub(super) fn text_stages(config: &Config) -> Result<Vec<Box<dyn Stage>>, Error> {
    let mut stages = stages(config, "")?;
    stages.retain(|stage| !stage.name().starts_with("judge."));
    Ok(stages)
}

/// Every rule of every module and what it is about, sorted; those of rule packs named in the settings among them.
///
/// # Errors
/// When a rule pack cannot be read or does not parse.
pub fn rules(config: &Config) -> Result<BTreeMap<&'static str, &'static str>, Error> {
    // A stage that is switched off has rules too: by default all are on.
    let mut all = Config::default();
    all.strip.rules.clone_from(&config.strip.rules);
    let mut rules: Vec<&'static Rule> = stages(&all, "")?.iter().flat_map(|stage| stage.rules()).collect();
    rules.push(&BYTES);
    rules.extend(decode::rules());
    rules.extend(parse::rules());
    rules.extend(dedup::DuplicateKind::ALL.map(dedup::DuplicateKind::rule));
    rules.extend([&dedup::PASSAGE, &TEMPLATE]);
    Ok(rules.into_iter().map(|rule| (rule.id, rule.about)).collect())
}

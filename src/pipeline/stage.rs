//! The stages that see one document at a time, in the order in which they run.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::document::{BYTES, Document, Rule};
use crate::{decode, dedup, judge, mend, parse, strip};

/// A step that changes one document and sees nothing else: no files, no other documents, no clock, no random numbers.
pub trait Stage: Send + Sync {
    /// Changes `document`. Removes and changes text only in the name of a rule.
    fn run(&self, document: &mut Document);
}

/// A row of the table of stages.
pub struct Entry {
    /// `room.stage`, such as `mend.segmentation`.
    pub name: &'static str,
    /// One line for people.
    pub about: &'static str,
    /// The rules it may apply.
    pub rules: fn() -> Vec<&'static Rule>,
    /// Makes the stage as configured; none when it is switched off.
    pub build: fn(&Config) -> anyhow::Result<Option<Built>>,
}

/// A stage ready to run.
pub type Built = Box<dyn Stage>;

/// Every stage there is, in the order in which a document meets them. This table is the only list of them.
pub static STAGES: &[Entry] = &[
    decode::mojibake::ENTRY,
    mend::Characters::ENTRY,
    mend::Segmentation::ENTRY,
    mend::Wraps::ENTRY,
    mend::Paragraphs::ENTRY,
    mend::Headlines::ENTRY,
    strip::Page::ENTRY,
    strip::Repeat::ENTRY,
    strip::Rules::ENTRY,
    strip::Recurring::ENTRY,
    strip::Title::ENTRY,
    strip::Edge::ENTRY,
    judge::Signalling::ENTRY,
    judge::Filters::ENTRY,
];

/// The stages whose name begins with `prefix` (empty for all), as configured.
///
/// # Errors
/// When a stage cannot be made, such as a rule pack that does not parse; the message names the file. When the settings
/// name a rule of `strip` that there is not.
pub fn build(config: &Config, prefix: &str) -> anyhow::Result<Vec<Built>> {
    build_each(config, STAGES.iter().filter(|entry| entry.name.starts_with(prefix)))
}

/// The stages before the first whose name begins with `prefix`, as configured.
///
/// # Errors
/// As [`build`].
pub(super) fn build_until(config: &Config, prefix: &str) -> anyhow::Result<Vec<Built>> {
    build_each(config, STAGES.iter().take_while(|entry| !entry.name.starts_with(prefix)))
}

fn build_each<'a>(config: &Config, wanted: impl Iterator<Item = &'a Entry>) -> anyhow::Result<Vec<Built>> {
    check_names(config)?;
    wanted.filter_map(|entry| (entry.build)(config).transpose()).collect()
}

/// Refuses names in `strip.keep` and `strip.only` that are no rule's: they would do nothing, silently.
fn check_names(config: &Config) -> anyhow::Result<()> {
    let lists = [("keep", &config.strip.keep), ("only", &config.strip.only)];
    if lists.iter().all(|(_, names)| names.is_empty()) {
        return Ok(());
    }
    let known = rules(config)?;
    for (list, name) in lists.iter().flat_map(|(list, names)| names.iter().map(move |name| (list, name))) {
        if name.starts_with("strip.") && known.contains_key(name.as_str()) {
            continue;
        }
        anyhow::ensure!(
            !known.contains_key(name.as_str()),
            "strip.{list}: `{name}` is a rule of another room; only those of strip can be named here"
        );
        let full = format!("strip.{}", name.trim_start_matches("strip."));
        let own = known.keys().filter(|id| id.starts_with("strip."));
        let nearest = own.map(|id| (strsim::damerau_levenshtein(id, &full), id)).min();
        let nearest = nearest.filter(|(distance, id)| *distance <= id.len() / 3);
        let hint = nearest.map(|(_, id)| format!("did you mean `{id}`? ")).unwrap_or_default();
        anyhow::bail!("strip.{list}: no rule is called `{name}`; {hint}`taojin rules` lists all");
    }
    Ok(())
}

/// Every rule of every room and what it is about, sorted; rules of packs given in the settings among them.
///
/// # Errors
/// When a rule pack cannot be read or does not parse.
pub fn rules(config: &Config) -> anyhow::Result<BTreeMap<&'static str, &'static str>> {
    let mut rules: Vec<&'static Rule> = STAGES.iter().flat_map(|entry| (entry.rules)()).collect();
    rules.push(&BYTES);
    rules.extend(decode::rules());
    rules.extend(parse::rules());
    rules.extend(dedup::Kind::ALL.map(dedup::Kind::rule));
    rules.extend([&dedup::PASSAGE, &super::settle::TEMPLATE]);
    let packs = strip::rules(&config.strip)?;
    let all = rules.into_iter().map(|rule| (rule.id, rule.about));
    Ok(all.chain(packs.into_iter().map(|rule| (rule.id, rule.about))).collect())
}

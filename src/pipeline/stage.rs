//! The stages that see one document at a time, in the order in which they run.

use crate::config::Config;
use crate::document::{Document, Rule};

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
    pub build: fn(&Config) -> anyhow::Result<Option<Box<dyn Stage>>>,
}

/// Every stage there is, in the order in which a document meets them. This table is the only list of them.
pub static STAGES: &[Entry] = &[Entry {
    name: "strip.page",
    about: "tells the main text of an HTML page from what surrounds it",
    rules: crate::strip::page::rules,
    build: |_| Ok(Some(Box::new(crate::strip::page::Page))),
}];

/// The stages whose name begins with `prefix` (empty for all), as configured.
///
/// # Errors
/// When a stage cannot be made, such as a rule pack that does not parse; the message names the file.
pub fn build(config: &Config, prefix: &str) -> anyhow::Result<Vec<Box<dyn Stage>>> {
    let wanted = STAGES.iter().filter(|entry| entry.name.starts_with(prefix));
    wanted.filter_map(|entry| (entry.build)(config).transpose()).collect()
}

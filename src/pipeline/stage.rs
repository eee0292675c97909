//! The stages that see one document at a time, in the order in which they run.

use crate::config::Config;
use crate::document::{Document, Rule};
use crate::judge;
use crate::mend;
use crate::strip;

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
pub static STAGES: &[Entry] = &[
    Entry {
        name: "judge.signals",
        about: "measures language, script and quality signals of the kept text",
        rules: Vec::new,
        build: judge::Signalling::build,
    },
    Entry {
        name: "judge.filters",
        about: "rejects documents by the thresholds of the configuration",
        rules: || judge::RULES.to_vec(),
        build: judge::Filters::build,
    },
    mend::Characters::ENTRY,
    mend::Segmentation::ENTRY,
    mend::Wraps::ENTRY,
    mend::Paragraphs::ENTRY,
    mend::Headlines::ENTRY,
        name: "strip.repeat",
        about: "removes a body or a summary that stands twice",
        rules: || vec![&strip::repeat::REPEATED_BODY, &strip::repeat::SUMMARY],
        build: |config| Ok(Some(Box::new(strip::repeat::Repeat::new(&config.strip)))),
    },
    Entry {
        name: "strip.rules",
        about: "removes boilerplate by the rule packs, and moves bylines and dates to the metadata",
        rules: strip::rules::built_in,
        build: |config| Ok(Some(Box::new(strip::rules::Rules::new(&config.strip)?))),
    },
    Entry {
        name: "strip.title",
        about: "moves the title to its column",
        rules: || vec![&strip::title::TITLE],
        build: |config| Ok(Some(Box::new(strip::title::Title::new(&config.strip)))),
    },
];

/// The stages whose name begins with `prefix` (empty for all), as configured.
///
/// # Errors
/// When a stage cannot be made, such as a rule pack that does not parse; the message names the file.
pub fn build(config: &Config, prefix: &str) -> anyhow::Result<Vec<Box<dyn Stage>>> {
    let wanted = STAGES.iter().filter(|entry| entry.name.starts_with(prefix));
    wanted.filter_map(|entry| (entry.build)(config).transpose()).collect()
}

//! The options about the rules of `strip`, which several commands share.

use std::path::PathBuf;

use clap::Args;

use crate::config::Override;

/// Which rules of `strip` there are, and which of them are applied.
#[derive(Args)]
pub(super) struct RuleArguments {
    #[command(flatten)]
    packs: PackArguments,
    /// Never apply this rule of strip, such as strip.copyright (repeatable)
    #[arg(long, value_name = "RULE")]
    keep: Vec<String>,
    /// Of the strip rules apply only this one (repeatable)
    #[arg(long, value_name = "RULE")]
    only: Vec<String>,
    /// Keep readers' comments on HTML pages, as blocks of kind `comment`
    #[arg(long)]
    comments: bool,
}

/// Rule packs beside those that are built in.
#[derive(Args)]
pub(super) struct PackArguments {
    /// Folder of further rule packs, or one pack (repeatable); goes before strip.rules of the settings file
    #[arg(long = "rules", value_name = "DIR")]
    folders: Vec<PathBuf>,
}

impl RuleArguments {
    /// The options as settings.
    pub(super) fn overrides(&self) -> impl Iterator<Item = Override> {
        let packs = self.packs.overrides();
        let comments = self.comments.then(|| Override::option("--comments", "strip.comments", true));
        packs
            .chain(list("--keep", "strip.keep", &self.keep))
            .chain(list("--only", "strip.only", &self.only))
            .chain(comments)
    }
}

impl PackArguments {
    /// The options as settings.
    pub(super) fn overrides(&self) -> impl Iterator<Item = Override> + use<> {
        let folders: Vec<String> = self.folders.iter().map(|folder| folder.to_string_lossy().into_owned()).collect();
        list("--rules", "strip.rules", &folders).into_iter()
    }
}

/// The setting `key` with `values`, given as `option`, unless there are none.
pub(super) fn list(option: &str, key: &str, values: &[String]) -> Option<Override> {
    let values: Vec<toml::Value> = values.iter().cloned().map(toml::Value::String).collect();
    (!values.is_empty()).then(|| Override::option(option, key, values))
}

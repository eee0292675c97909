//! The options about the rules of `strip`, which several commands share.

use std::path::PathBuf;

use clap::Args;

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
    pub(super) fn overrides(&self) -> impl Iterator<Item = String> {
        let packs = self.packs.overrides();
        let comments = self.comments.then(|| "strip.comments=true".to_owned());
        packs.chain(list("strip.keep", &self.keep)).chain(list("strip.only", &self.only)).chain(comments)
    }
}

impl PackArguments {
    /// The options as settings.
    pub(super) fn overrides(&self) -> impl Iterator<Item = String> + use<> {
        let folders: Vec<String> = self.folders.iter().map(|folder| folder.to_string_lossy().into_owned()).collect();
        list("strip.rules", &folders).into_iter()
    }
}

/// The setting `key` with `values`, unless there are none.
pub(super) fn list(key: &str, values: &[String]) -> Option<String> {
    let values: Vec<toml::Value> = values.iter().cloned().map(toml::Value::String).collect();
    (!values.is_empty()).then(|| format!("{key}={}", toml::Value::Array(values)))
}

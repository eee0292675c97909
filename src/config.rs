//! What the settings mean: one section a room, defaults and documentation in one place.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{decode, dedup, judge, mend, parse, read, strip, write};

/// Everything that can be set in `taojin.toml`, one table a room.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Which files are read.
    pub read: read::Options,
    /// How bytes become text.
    pub decode: decode::Options,
    /// How text becomes blocks and metadata.
    pub parse: parse::Options,
    /// Repairs inside a document.
    pub mend: mend::Options,
    /// Removals inside a document.
    pub strip: strip::Options,
    /// Signals and filters.
    pub judge: judge::Options,
    /// Duplicates across documents.
    pub dedup: dedup::Options,
    /// What is written.
    pub write: write::Options,
}

//! Parquet tables, manifest, dataset card, Croissant metadata, report.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of the `write` room.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {}

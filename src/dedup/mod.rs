//! Duplicates across documents: exact and near.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of the `dedup` room.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {}

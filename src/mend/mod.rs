//! Repairs: word-segmented Chinese, hard wraps, stray characters.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of the `mend` room.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {}

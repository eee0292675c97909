//! Removals: repeated bodies, boilerplate rules, navigation.

pub mod page;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of the `strip` room.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {}

//! Settings.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of `parse`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Time zone of dates that name none: `auto` (Asia/Shanghai for text mostly in Chinese, else UTC), an IANA name such
    /// as `Asia/Taipei`, or an offset such as `+08:00`. What was assumed is recorded in the document's metadata.
    #[schemars(extend("format" = "time-zone"))]
    pub zone: String,
}

impl Default for Options {
    fn default() -> Self {
        Self { zone: "auto".into() }
    }
}

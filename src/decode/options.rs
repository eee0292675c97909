//! Settings of `decode`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of the `decode` module.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Encoding of all inputs, such as `GB18030`; overrules detection. Leave it out to have each document's found.
    #[schemars(extend("format" = "encoding"))]
    pub encoding: Option<String>,
    /// Encodings of inputs by glob, as in `[{ glob = "bbs/**", encoding = "Big5" }]`; they take precedence over
    /// `encoding`, and of several that match the last counts.
    pub encodings: Vec<Given>,
    /// Whether text that was once decoded under the wrong encoding is put right, and signs of lost text are marked.
    pub mojibake: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { encoding: None, encodings: Vec::new(), mojibake: true }
    }
}

/// The encoding of the inputs that match a glob.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// A glob, as in `read.include`.
    #[schemars(extend("format" = "glob"))]
    pub glob: String,
    /// Name of an encoding, such as `Big5`.
    #[schemars(extend("format" = "encoding"))]
    pub encoding: String,
}

//! Settings of the module.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of `read`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Globs of the files in a folder that are read; empty for all. A pattern without `/` matches names at any depth.
    #[schemars(extend("items" = {"type": "string", "format": "glob"}))]
    pub include: Vec<String>,
    /// Globs of the files in a folder that are left out.
    #[schemars(extend("items" = {"type": "string", "format": "glob"}))]
    pub exclude: Vec<String>,
    /// Whether files and folders whose names begin with a dot are read as well.
    pub hidden: bool,
    /// Whether files that `.gitignore` or `.taojinignore` name are read as well.
    pub ignored: bool,
    /// Which symbolic links in a folder are followed: those that lead to something `inside` it, `all`, or `none`. Loops
    /// are noticed either way.
    pub follow_links: Links,
    /// Largest document that is read, in bytes after decompression: a guard against decompression bombs.
    #[schemars(range(min = 1))]
    pub max_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            include: Vec::new(),
            exclude: Vec::new(),
            hidden: false,
            ignored: false,
            follow_links: Links::Inside,
            max_bytes: 1 << 30,
        }
    }
}

/// Which symbolic links are followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Links {
    /// Those that lead to something in the folder that is read.
    #[default]
    Inside,
    /// All.
    All,
    /// None.
    None,
}

//! Why a configuration cannot be used.

use std::path::PathBuf;

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read.
    #[error("{}: cannot be read", path.display())]
    Unreadable {
        /// The configuration file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The text is not TOML, or a value has the wrong type.
    #[error("{origin}: {message}")]
    Invalid {
        /// The file, or the option that set the value.
        origin: String,
        /// What is wrong, with line and column where known.
        message: String,
    },
    /// A value that makes no sense for its setting.
    #[error("{origin}: `{name}` is {value}; it must be {wanted}")]
    Meaningless {
        /// The file, or the option that set the value.
        origin: String,
        /// The setting, with its section.
        name: String,
        /// The value as TOML.
        value: String,
        /// What it may be.
        wanted: String,
    },
    /// A name that no module knows.
    #[error("{origin}: unknown setting `{name}`{}", hint(.nearest.as_deref()))]
    Unknown {
        /// The file, or the option that set the value.
        origin: String,
        /// The name as written, with its section.
        name: String,
        /// The known name most like it.
        nearest: Option<String>,
    },
}

fn hint(nearest: Option<&str>) -> String {
    let or = nearest.map(|name| format!("; did you mean `{name}`?"));
    or.unwrap_or_else(|| "; `taojin init` lists all settings".into())
}

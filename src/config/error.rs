//! Why a configuration cannot be used.

use std::path::PathBuf;

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read.
    #[error("{}: the settings file cannot be read: {error}", path.display())]
    Unreadable {
        /// The configuration file.
        path: PathBuf,
        /// What the system said. Not the source: the message says it already.
        error: std::io::Error,
    },
    /// The text is not TOML, or a value has the wrong type.
    #[error("{origin}: {message}")]
    Invalid {
        /// The file, or the option that set the value.
        origin: String,
        /// What is wrong, with line and column where known.
        message: String,
    },
    /// A value that its setting does not take.
    #[error("{origin}: `{name}` is {value}; {wanted}")]
    Value {
        /// The file, or the option that set the value.
        origin: String,
        /// The setting, with its section.
        name: String,
        /// The value as TOML writes it.
        value: String,
        /// What is wanted instead.
        wanted: String,
    },
    /// Values that do not go together.
    #[error("{0}")]
    Together(String),
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

//! Why the removals cannot be made ready.

use crate::model;

/// A rule pack that cannot be used, or a setting that names no rule. The message names the file or the setting, what is
/// wrong and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Error(pub(super) String);

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Self(format!("{error:#}"))
    }
}

impl From<model::Error> for Error {
    fn from(error: model::Error) -> Self {
        Self(error.to_string())
    }
}

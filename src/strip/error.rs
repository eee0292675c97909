//! Why the removals cannot be made ready.

use std::fmt::Display;

use crate::model;

/// A rule pack, a pattern or a setting that cannot be used. The message names the file and the rule, or the setting, what is
/// wrong and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    message: String,
}

impl Error {
    /// An error that says `message`.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }

    /// Says of what a library or the system reports that it is about `what`.
    pub(super) fn about<E: Display>(what: impl Display) -> impl FnOnce(E) -> Self {
        move |error| Self::new(format!("{what}: {error}"))
    }
}

impl From<model::Error> for Error {
    fn from(error: model::Error) -> Self {
        Self::new(error.to_string())
    }
}

/// Returns an [`Error`] with the message that follows unless the condition holds.
macro_rules! ensure {
    ($condition:expr, $($message:tt)+) => {
        if !$condition {
            return Err($crate::strip::error::Error::new(format!($($message)+)));
        }
    };
}

pub(super) use ensure;

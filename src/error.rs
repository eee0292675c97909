//! The one error of the front door.

use std::error::Error as StdError;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::{annotate, audit, config, dataset, dedup, model, read, strip};

/// What kind of thing went wrong, and with it who can mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file or folder cannot be read or written.
    Path,
    /// A setting, a rule pack or a model cannot be used.
    Setting,
    /// The settings allow less memory than the work needs; the message says how much is enough.
    Memory,
    /// A document cannot be read as text.
    Input,
    /// A dataset folder is none, or is damaged.
    Dataset,
    /// The work was stopped from outside.
    Interrupted,
    /// A document broke an invariant: please report it.
    Bug,
}

/// Why something could not be done. Shown, it names the file or setting, what is wrong and what to do.
///
/// ```
/// use taojin::{Dataset, ErrorKind};
///
/// let error = Dataset::open("no/such/folder".as_ref()).err().expect("there is none");
/// assert_eq!(error.kind(), ErrorKind::Dataset);
/// assert!(error.to_string().contains("no/such/folder"));
/// ```
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    path: Option<PathBuf>,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// What kind of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The file or folder it is about, where it is about one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// An error of `kind` that says what `source` says.
    pub(crate) fn new(kind: ErrorKind, source: impl StdError + Send + Sync + 'static) -> Self {
        Self { kind, path: None, message: source.to_string(), source: Some(Box::new(source)) }
    }

    /// The same error, about the file `path`.
    #[must_use]
    pub(crate) fn at(self, path: &Path) -> Self {
        Self { path: Some(path.to_owned()), ..self }
    }

    /// A document of the file `path` cannot be read.
    pub(crate) fn input(path: &str, why: impl fmt::Display) -> Self {
        Self { kind: ErrorKind::Input, path: Some(path.into()), message: format!("{path}: {why}"), source: None }
    }

    /// A document of the file `path` broke an invariant.
    pub(crate) fn bug(path: &str, what: impl fmt::Display) -> Self {
        let message = format!("{path}: {what}; this is a bug in taojin, please report it");
        Self { kind: ErrorKind::Bug, path: Some(path.into()), message, source: None }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        // The message is that of the source: what comes next is what lies below it.
        self.source.as_deref().and_then(StdError::source)
    }
}

/// The errors of the modules, each with its kind.
macro_rules! from_module {
    ($($error:ty => $kind:ident),* $(,)?) => {
        $(impl From<$error> for Error {
            fn from(error: $error) -> Self {
                Self::new(ErrorKind::$kind, error)
            }
        })*
    };
}

from_module! {
    read::Error => Path,
    model::Error => Setting,
    annotate::Error => Setting,
    strip::Error => Setting,
    config::Error => Setting,
}

impl From<dataset::Error> for Error {
    fn from(error: dataset::Error) -> Self {
        let kind = match &error {
            dataset::Error::Options(_) => ErrorKind::Setting,
            dataset::Error::NoDataset { .. } | dataset::Error::Damaged { .. } | dataset::Error::Value { .. } => {
                ErrorKind::Dataset
            }
            dataset::Error::TooLarge { .. } => ErrorKind::Input,
            dataset::Error::Unbalanced { .. } | dataset::Error::Encode { .. } => ErrorKind::Bug,
            _ => ErrorKind::Path,
        };
        Self::new(kind, error)
    }
}

impl From<audit::Error> for Error {
    fn from(error: audit::Error) -> Self {
        match error {
            audit::Error::Dataset(error) => error.into(),
            audit::Error::Io { .. } => Self::new(ErrorKind::Path, error),
            _ => Self::new(ErrorKind::Dataset, error),
        }
    }
}

impl From<dedup::Error> for Error {
    fn from(error: dedup::Error) -> Self {
        let kind = match &error {
            dedup::Error::Memory(_) => ErrorKind::Memory,
            dedup::Error::Input { .. } | dedup::Error::Inputs(_) => ErrorKind::Input,
            _ => ErrorKind::Path,
        };
        Self::new(kind, error)
    }
}

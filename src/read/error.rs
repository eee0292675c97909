//! Why inputs cannot be listed.

/// Why inputs cannot be listed at all: a mistake in the command line or the configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A path that was asked for is not there.
    #[error("{0}: no such file or folder; check the path (`-` reads standard input)")]
    Missing(String),
    /// A glob that does not parse.
    #[error("glob `{0}`: {1}; write it as in .gitignore, such as `*.txt` or `news/**`")]
    Glob(String, String),
}

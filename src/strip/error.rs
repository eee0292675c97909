//! Why the removals cannot be made ready.

use std::io;
use std::path::PathBuf;

use crate::model;

/// A rule pack or a model that cannot be used, or a setting that names no rule. The message names the file or the setting,
/// what is wrong and, where it can be known, what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A rule pack cannot be read.
    #[error("cannot read {}: {error}", .file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A folder of rule packs cannot be listed.
    #[error("cannot read the rule folder {}: {error}", .folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A folder that is said to hold rule packs holds none.
    #[error("no rule pack in {}: a pack is a file whose name ends in .toml", .0.display())]
    NoPack(PathBuf),
    /// A file that is no rule pack.
    #[error("{file}: not a rule pack: {reason}")]
    Pack {
        /// The file.
        file: String,
        /// What the parser says, with line and column.
        reason: String,
    },
    /// A rule of a pack that cannot be used.
    #[error("{file}: rule `{id}`: {error}")]
    Rule {
        /// The file.
        file: String,
        /// The rule, as the pack names it.
        id: String,
        /// What is wrong with it.
        error: RuleError,
    },
    /// Two rules of a pack that share an identifier and are said to be different.
    #[error(
        "{file}: rule `{id}` stands twice with two things in `about`; give one of them another `id`, or both the same \
         `about` if they are one rule in parts"
    )]
    Twice {
        /// The file.
        file: String,
        /// The identifier of both.
        id: String,
    },
    /// A rule whose patterns cannot be compiled.
    #[error("rule `{id}` of the pack {pack}: {error}")]
    Compile {
        /// The rule, such as `strip.copyright`.
        id: &'static str,
        /// The name of its pack.
        pack: String,
        /// What is wrong with it.
        error: RuleError,
    },
    /// The rules of all packs hold more literals than can be searched for together.
    #[error("the rules hold {bytes} bytes of words to look for; at most {most} can be")]
    Literals {
        /// Bytes of the literals.
        bytes: usize,
        /// The most that there may be.
        most: usize,
    },
    /// A setting names a rule that does not exist.
    #[error(
        "strip.{setting}: no rule of `strip` is called `{name}`, and no other can be named here; {}`taojin rules` \
         lists all",
        hint(*.nearest)
    )]
    Unknown {
        /// The setting: `keep` or `only`.
        setting: &'static str,
        /// The name as written.
        name: String,
        /// The rule whose name is most like it.
        nearest: Option<&'static str>,
    },
    /// A model does not fit the code.
    #[error(transparent)]
    Model(#[from] model::Error),
}

fn hint(nearest: Option<&str>) -> String {
    nearest.map(|id| format!("did you mean `{id}`? ")).unwrap_or_default()
}

/// What is wrong with a rule.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// A key is missing, unknown or of the wrong type.
    #[error("{0}")]
    Syntax(String),
    /// The identifier holds other characters than it may.
    #[error("`id` may hold small letters, digits and `_`, as in `end_note`")]
    Id,
    /// A rule of its kind cannot do without a key.
    #[error("a rule of kind `{kind}` needs `{key}`")]
    Missing {
        /// The kind of the rule.
        kind: &'static str,
        /// The key.
        key: &'static str,
    },
    /// A key that a rule of its kind does not know.
    #[error("`{key}` means nothing in a rule of kind `{kind}`; take it out")]
    Meaningless {
        /// The kind of the rule.
        kind: &'static str,
        /// The key.
        key: &'static str,
    },
    /// A value is to go to the metadata, and no pattern says which.
    #[error("`to` needs a group `(?<value>…)` in a pattern: it says what goes there")]
    NoValue,
    /// The confidence is no probability.
    #[error("`confidence` is {0}; it must lie between 0 and 1")]
    Confidence(f32),
    /// A pattern asks for a word boundary.
    #[error(r"\b makes every line that is not ASCII slow; write what may stand there instead")]
    WordBoundary,
    /// There is no example of what the rule takes.
    #[error("give at least one example in `catches`: a line that the rule must take")]
    NoCatches,
    /// There is no example of what the rule leaves.
    #[error("give at least one example in `spares`: a line like it that must stay")]
    NoSpares,
    /// A pattern does not parse.
    #[error("{pattern:?} is no regular expression: {reason}")]
    Pattern {
        /// The pattern as written.
        pattern: String,
        /// What the parser says.
        reason: String,
    },
    /// A pattern in `not` does not parse.
    #[error("{pattern:?} in `not` is no regular expression: {reason}")]
    Not {
        /// The pattern as written.
        pattern: String,
        /// What the parser says.
        reason: String,
    },
    /// A pattern has no literal without which it cannot match.
    #[error(
        "pattern {0:?} can match almost anything and would be tried on every line; say in `words` what must stand in a \
         line"
    )]
    Broad(String),
    /// A pattern parses and takes more memory than one may.
    #[error("{expression:?} cannot be compiled: {reason}")]
    Large {
        /// The expression as it is compiled.
        expression: String,
        /// What the compiler says.
        reason: String,
    },
}

//! What can be wrong with the model or dictionary of a tokenizer.

use std::io;
use std::path::PathBuf;

/// Why a tokenizer could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The model or the dictionary could not be read.
    #[error("{}: cannot be read: {error}; check `--tokens` and `--token-dictionary` (in the settings `annotate.tokens` and `annotate.dictionary`)", .file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The user's dictionary is none that jieba could use.
    #[error("{}: {reason}", .file.display())]
    Dictionary {
        /// The file.
        file: PathBuf,
        /// The line, what is wrong with it, and what it should be.
        reason: String,
    },
    /// The model is none of Vaporetto, or damaged.
    #[error("{}: {reason}", .file.display())]
    Model {
        /// The file.
        file: PathBuf,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// A dictionary that nothing would use.
    #[error(
        "{}: a dictionary is for jieba, and the tokens asked for are `{tokens}`; add `--tokens jieba`, or leave \
         `--token-dictionary` out (in the settings `annotate.tokens` and `annotate.dictionary`)",
        .file.display()
    )]
    Unused {
        /// The dictionary.
        file: PathBuf,
        /// The tokenizer that is set.
        tokens: String,
    },
}

//! The options about tokens, which several commands share.

use std::path::PathBuf;

use clap::Args;

use crate::annotate::Tokens;
use crate::config::Override;

/// What finds the words.
#[derive(Args)]
pub(super) struct TokenArguments {
    /// Write words, found by jieba or, with vaporetto=FILE, by a trained model (for run: the table tokens)
    #[arg(long, value_name = "KIND")]
    pub(super) tokens: Option<Tokens>,
    /// Words of your own for jieba: a word a line, perhaps with its frequency and a tag
    #[arg(long, value_name = "FILE")]
    pub(super) token_dictionary: Option<PathBuf>,
}

impl TokenArguments {
    /// Whether any of the options was given.
    pub(super) fn is_given(&self) -> bool {
        self.tokens.is_some() || self.token_dictionary.is_some()
    }

    /// The options as settings.
    pub(super) fn overrides(&self) -> impl Iterator<Item = Override> {
        let tokens = self.tokens.as_ref();
        let tokens = tokens.map(|tokens| Override::option("--tokens", "annotate.tokens", tokens.to_string()));
        let dictionary = self.token_dictionary.as_ref();
        let dictionary = dictionary.map(|file| {
            Override::option("--token-dictionary", "annotate.dictionary", file.to_string_lossy().into_owned())
        });
        tokens.into_iter().chain(dictionary)
    }
}

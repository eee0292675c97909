//! Settings of `annotate`.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of `annotate`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Write the table `sentences`: where the sentences of the kept documents begin and end.
    pub sentences: bool,
    /// Write the table `tokens`, and what finds the words: `none`, `jieba` (Chinese, with its own dictionary) or
    /// `vaporetto=FILE`, a model trained with Vaporetto 0.7, compressed with zstd or not.
    pub tokens: Tokens,
    /// A dictionary of your own for jieba: a word a line, after it perhaps its frequency (a whole number) and a tag.
    #[schemars(length(min = 1))]
    pub dictionary: Option<PathBuf>,
}

impl Options {
    /// Whether tokens are wanted.
    #[must_use]
    pub fn has_tokens(&self) -> bool {
        self.tokens != Tokens::None
    }
}

/// What finds the words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub enum Tokens {
    /// Nothing: no tokens are wanted.
    #[default]
    None,
    /// The dictionary and hidden Markov model of jieba.
    Jieba,
    /// A trained model of Vaporetto.
    Vaporetto(PathBuf),
}

impl fmt::Display for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tokens::None => f.write_str("none"),
            Tokens::Jieba => f.write_str("jieba"),
            Tokens::Vaporetto(model) => write!(f, "vaporetto={}", model.display()),
        }
    }
}

impl FromStr for Tokens {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=').unwrap_or((text, "")) {
            ("none", "") => Ok(Tokens::None),
            ("jieba", "") => Ok(Tokens::Jieba),
            ("vaporetto", "") => Err("`vaporetto` needs the file of a model: `vaporetto=FILE`".to_owned()),
            ("vaporetto", model) => Ok(Tokens::Vaporetto(PathBuf::from(model))),
            _ => Err(format!("no tokenizer is called `{text}`; there are `none`, `jieba` and `vaporetto=FILE`")),
        }
    }
}

impl TryFrom<String> for Tokens {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Tokens> for String {
    fn from(tokens: Tokens) -> Self {
        tokens.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_tokenizers_are_read_as_they_are_written() {
        for name in ["none", "jieba", "vaporetto=a=b.zst"] {
            assert_eq!(name.parse::<Tokens>().unwrap().to_string(), name);
        }
        for (name, says) in [("jeiba", "called `jeiba`; there are"), ("vaporetto", "needs"), ("jieba=x", "called")] {
            let error = name.parse::<Tokens>().unwrap_err();
            assert!(error.contains(says), "{error}");
        }
    }
}

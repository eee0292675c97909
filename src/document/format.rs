//! How a source text is written.

use serde::{Deserialize, Serialize};

/// How the source text is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Format {
    /// Plain text.
    #[default]
    Plain,
    /// Markdown, with or without front matter.
    Markdown,
    /// HTML.
    Html,
    /// A feed: RSS or Atom.
    Feed,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Plain, Self::Markdown, Self::Html, Self::Feed];

    /// The name used in tables and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Plain => "plain",
            Format::Markdown => "markdown",
            Format::Html => "html",
            Format::Feed => "feed",
        }
    }
    /// The format of that name, if there is one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

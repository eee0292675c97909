//! Words searched for in texts, inside other words too.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, BuildError};

/// Whether `text` holds `word`: what `str::contains` tells, faster for whole sources.
pub(crate) fn contains(text: &str, word: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some()
}

/// Words that are looked for all at once.
pub(crate) struct Words(LazyLock<Result<AhoCorasick, BuildError>>);

impl Words {
    /// The words of the automaton that `build` makes when it is first needed.
    pub(crate) const fn new(build: fn() -> Result<AhoCorasick, BuildError>) -> Self {
        Self(LazyLock::new(build))
    }

    /// Whether `text` holds one of them.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        !text.is_empty() && self.0.as_ref().is_ok_and(|words| words.is_match(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_wherever_they_stand() {
        static WORDS: Words = Words::new(|| AhoCorasick::new(["comment", "留言"]));
        assert!(WORDS.are_in("post-comments") && WORDS.are_in("请留言") && !WORDS.are_in("post") && !WORDS.are_in(""));
        assert!(contains("请留言", "留言") && !contains("post", "留言"));
    }
}

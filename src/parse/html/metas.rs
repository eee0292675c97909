//! The `meta` elements of a page, and text as they are compared.

use super::declared::Note;

/// The `meta` elements of a page.
pub(super) struct Metas<'a> {
    notes: &'a [Note],
}

impl<'a> Metas<'a> {
    /// The `meta` elements among `notes`.
    pub(super) fn new(notes: &'a [Note]) -> Self {
        Self { notes }
    }

    /// The content of the first of `names` that the page declares, in the order of `names`.
    pub(super) fn first(&self, names: &[&str]) -> Option<&'a str> {
        names.iter().find_map(|name| self.all(&[name]).find(|content| !content.trim().is_empty()))
    }

    /// The contents of all elements called one of `names`, in the order of the page.
    pub(super) fn all(&self, names: &[&str]) -> impl Iterator<Item = &'a str> {
        self.notes.iter().filter_map(move |note| match note {
            Note::Meta(key, content) if names.contains(&key.as_str()) => Some(content.as_str()),
            _ => None,
        })
    }
}

/// Text in one line, without white space at its ends.
pub(super) fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters and digits only, in lower case: for comparing titles.
pub(super) fn squeeze(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

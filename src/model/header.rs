//! The header with which every file of a model begins.
//!
//! Four lines and an empty one:
//!
//! ```text
//! model page.first
//! version 1
//! features width link_share …
//! entries 150
//!
//! ```

use super::error::{Error, Misfit};

/// What the code expects of a table.
#[derive(Clone, Debug)]
pub struct Spec {
    /// The table, such as `page.first`.
    pub name: &'static str,
    /// The version of the features: it is raised when one is computed in another way under the same name.
    pub version: u32,
    /// The features in the order in which the code computes them.
    pub features: Vec<&'static str>,
}

/// A table whose header fits.
#[derive(Debug)]
pub struct Table<'a> {
    /// How many entries (trees, words, weights) the header announces.
    pub entries: usize,
    /// What comes after the header.
    pub body: &'a [u8],
}

impl Spec {
    /// Opens `file`, the bytes of the table.
    ///
    /// # Errors
    /// When its header names another table, version or feature, or is none.
    pub fn open<'a>(&self, file: &'a [u8]) -> Result<Table<'a>, Error> {
        let mut rest = file;
        let name = field(&mut rest, "model ").ok_or_else(|| self.error(Misfit::Header("model")))?;
        if name != self.name {
            return Err(self.error(Misfit::Name(name.to_owned())));
        }
        let version = field(&mut rest, "version ").ok_or_else(|| self.error(Misfit::Header("version")))?;
        if version.parse() != Ok(self.version) {
            let found = version.to_owned();
            return Err(self.error(Misfit::Version { expected: self.version, found }));
        }
        let features = field(&mut rest, "features ").ok_or_else(|| self.error(Misfit::Header("features")))?;
        self.compare(features)?;
        let entries = field(&mut rest, "entries ").and_then(|entries| entries.parse().ok());
        let entries = entries.ok_or_else(|| self.error(Misfit::Header("entries")))?;
        let body = rest.strip_prefix(b"\n").ok_or_else(|| self.error(Misfit::Header("empty line")))?;
        Ok(Table { entries, body })
    }

    /// An error of this table.
    pub(super) fn error(&self, misfit: Misfit) -> Error {
        Error { table: self.name.to_owned(), misfit }
    }

    /// Whether `found`, separated by spaces, are the features that the code computes.
    fn compare(&self, found: &str) -> Result<(), Error> {
        let mut found = found.split(' ');
        for number in 0.. {
            let (expected, found) = (self.features.get(number).copied(), found.next());
            if expected != found {
                let name = |feature: Option<&str>| feature.map_or("missing".to_owned(), |name| format!("`{name}`"));
                let (expected, found) = (name(expected), name(found));
                return Err(self.error(Misfit::Feature { number, expected, found }));
            }
            if expected.is_none() {
                break;
            }
        }
        Ok(())
    }
}

/// Takes a line that begins with `name` off `rest`.
fn field<'a>(rest: &mut &'a [u8], name: &str) -> Option<&'a str> {
    let value = rest.strip_prefix(name.as_bytes())?;
    let end = value.iter().position(|byte| *byte == b'\n')?;
    let (value, behind) = value.split_at_checked(end)?;
    *rest = behind.get(1..)?;
    std::str::from_utf8(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn misfit(file: &str) -> Misfit {
        let spec = Spec { name: "tea.first", version: 2, features: vec!["width", "links"] };
        spec.open(file.as_bytes()).unwrap_err().misfit
    }

    #[test]
    fn a_table_that_fits_is_opened() {
        let spec = Spec { name: "tea.first", version: 2, features: vec!["width", "links"] };
        let table = spec.open(b"model tea.first\nversion 2\nfeatures width links\nentries 7\n\n\xff\n\n").unwrap();
        assert_eq!((table.entries, table.body), (7, &b"\xff\n\n"[..]));
    }

    #[test]
    fn what_does_not_fit_is_told() {
        assert_eq!(misfit(""), Misfit::Header("model"));
        assert_eq!(misfit("model tea.second\n"), Misfit::Name("tea.second".to_owned()));
        assert_eq!(misfit("model tea.first\n"), Misfit::Header("version"));
        let old = misfit("model tea.first\nversion 1\n");
        assert_eq!(old, Misfit::Version { expected: 2, found: "1".to_owned() });
        let other = misfit("model tea.first\nversion 2\nfeatures links width\nentries 7\n\n").to_string();
        assert_eq!(other, "feature 0 is `links`, not `width`");
        let few = misfit("model tea.first\nversion 2\nfeatures width\nentries 7\n\n").to_string();
        assert_eq!(few, "feature 1 is missing, not `links`");
        let many = misfit("model tea.first\nversion 2\nfeatures width links price\nentries 7\n\n").to_string();
        assert_eq!(many, "feature 2 is `price`, not missing");
        assert_eq!(
            misfit("model tea.first\nversion 2\nfeatures width links\nentries x\n\n"),
            Misfit::Header("entries")
        );
        let whole = "model tea.first\nversion 2\nfeatures width links\nentries 7\n";
        assert_eq!(misfit(whole), Misfit::Header("empty line"));
    }
}

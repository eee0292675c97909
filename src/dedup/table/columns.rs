//! Which columns of a table are meant.

use std::path::Path;

use crate::dedup::error::Error;

/// Which columns of the input are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Column of the text.
    pub text: String,
    /// Column of the identifier. Rows without one are known by their number, from 0.
    pub id: String,
}

impl Default for Columns {
    fn default() -> Self {
        Self { text: "text".into(), id: "id".into() }
    }
}

impl Columns {
    /// Refuses the file at `path` when the text is not among its columns, which are called `names`.
    pub(super) fn check(&self, path: &Path, names: &[&str]) -> Result<(), Error> {
        if names.contains(&self.text.as_str()) {
            return Ok(());
        }
        let (text, names) = (&self.text, names.join(", "));
        Err(Error::input(path, format!("has no column `{text}`; name the text with --text-column ({names})")))
    }
}

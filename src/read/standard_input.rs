//! Standard input as a store of one file.

use std::io;
use std::path::Path;

use super::error::Error;
use super::store::{Filter, Found, Listed, Store, Stored};

/// The path by which standard input is asked for and shown.
pub(super) const DASH: &str = "-";

/// Standard input.
#[derive(Debug)]
pub struct StandardInput;

impl Store for StandardInput {
    fn list(&self, root: &Path, _: &Filter<'_>) -> Result<Listed, Error> {
        let found = vec![Found { path: DASH.into(), at: root.to_owned(), problem: None }];
        Ok(Listed { found, ..Listed::default() })
    }

    fn open(&self, _: &Path) -> io::Result<Stored> {
        Ok(Stored { reader: Box::new(io::stdin()), bytes: None })
    }
}

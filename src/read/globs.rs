//! Globs that choose files.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::error::Error;
use super::options::Options;

/// The include and exclude globs, compiled.
pub struct Globs {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Globs {
    /// Those of the settings.
    ///
    /// # Errors
    /// [`Error::Glob`] for one that does not parse.
    pub fn new(options: &Options) -> Result<Self, Error> {
        let compile = |patterns: &[String]| globs(patterns.iter().map(String::as_str));
        let include = if options.include.is_empty() { None } else { Some(compile(&options.include)?) };
        Ok(Self { include, exclude: compile(&options.exclude)? })
    }

    /// Whether the file shown as `path` is read.
    #[must_use]
    pub fn admit(&self, path: &str) -> bool {
        self.include.as_ref().is_none_or(|include| include.is_match(path)) && !self.exclude.is_match(path)
    }
}

/// Compiles globs. A pattern without `/` matches names at any depth.
pub(crate) fn globs<'a>(patterns: impl Iterator<Item = &'a str>) -> Result<GlobSet, Error> {
    let wrong = |pattern: &str, error: globset::Error| Error::Glob(pattern.to_owned(), error.kind().to_string());
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let anywhere = if pattern.contains('/') { pattern.to_owned() } else { format!("**/{pattern}") };
        let glob = GlobBuilder::new(anywhere.trim_start_matches('/')).literal_separator(true).build();
        set.add(glob.map_err(|error| wrong(pattern, error))?);
    }
    set.build().map_err(|error| wrong("all globs together", error))
}

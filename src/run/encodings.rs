//! Encodings that the settings give: for all inputs, or for those that match a glob.

use globset::GlobSet;

use crate::decode::{self, Given, UnknownEncoding};
use crate::read;

/// Why the encodings that the settings give cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// A name that is no encoding's.
    #[error("{setting}: {unknown}")]
    Unknown {
        /// The setting that holds the name.
        setting: String,
        /// The name, and those like it.
        unknown: UnknownEncoding,
    },
    /// A pattern that is no glob.
    #[error("decode.encodings: {0}")]
    Glob(#[from] read::Error),
}

/// What the settings say of the encoding of each input, checked.
#[derive(Debug, Default)]
pub(super) struct Encodings {
    globs: GlobSet,
    /// The encoding of each glob.
    names: Vec<&'static str>,
    /// That of all other inputs.
    all: Option<&'static str>,
}

impl Encodings {
    /// Checks names and globs.
    ///
    /// # Errors
    /// [`Error`] names the setting, what is wrong with it and what may have been meant.
    pub(super) fn new(options: &decode::Options) -> Result<Self, Error> {
        let find = |name: &str, setting: String| {
            decode::canonical_name(name).map_err(|unknown| Error::Unknown { setting, unknown })
        };
        let of_glob = |given: &Given| find(&given.encoding, format!("decode.encodings, glob `{}`", given.glob));
        Ok(Self {
            globs: read::globs(options.encodings.iter().map(|given| given.glob.as_str()))?,
            names: options.encodings.iter().map(of_glob).collect::<Result<_, _>>()?,
            all: options.encoding.as_deref().map(|name| find(name, "decode.encoding".into())).transpose()?,
        })
    }

    /// The name of the encoding given for the input shown as `path`: that of the last glob that matches, else that of all
    /// inputs.
    pub(super) fn of(&self, path: &str) -> Option<&'static str> {
        let last = self.globs.matches(path).into_iter().max();
        last.and_then(|number| self.names.get(number).copied()).or(self.all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Options;

    fn given(glob: &str, encoding: &str) -> Given {
        Given { glob: glob.into(), encoding: encoding.into() }
    }

    #[test]
    fn the_last_glob_that_matches_counts() {
        let encodings = vec![given("bbs/**", "big5"), given("*.sjis", "cp932")];
        let options = Options { encoding: Some("GBK".into()), encodings, ..Options::default() };
        let encodings = Encodings::new(&options).unwrap();
        for (path, name) in [("bbs/a/1.txt", "Big5"), ("bbs/2.sjis", "Shift_JIS"), ("other.txt", "GB18030")] {
            assert_eq!(encodings.of(path), Some(name), "{path}");
        }
        assert_eq!(Encodings::new(&Options::default()).unwrap().of("a"), None);
    }

    #[test]
    fn an_unknown_name_is_refused_with_those_like_it() {
        let options = Options { encodings: vec![given("a/**", "Bog5")], ..Options::default() };
        let error = Encodings::new(&options).unwrap_err().to_string();
        assert!(
            error.starts_with("decode.encodings, glob `a/**`: unknown encoding `Bog5`; did you mean Big5"),
            "{error}"
        );
    }
}

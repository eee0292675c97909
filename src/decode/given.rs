//! Encodings that the settings give: for all inputs, or for those that match a glob.

use globset::GlobSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Options;
use super::charset::{self, Charset};
use crate::read;

/// The encoding of the inputs that match a glob.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// A glob, as in `read.include`.
    pub glob: String,
    /// Name of an encoding, such as `Big5`.
    pub encoding: String,
}

/// Why the encodings that the settings give cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A name that is no encoding's.
    #[error("{setting}: unknown encoding `{name}`; did you mean {}?", .nearest.join(" or "))]
    Unknown {
        /// The setting that holds the name.
        setting: String,
        /// The name as written.
        name: String,
        /// The known names most like it.
        nearest: Vec<&'static str>,
    },
    /// A pattern that is no glob.
    #[error("decode.encodings: {0}")]
    Glob(#[from] read::Error),
}

/// What the settings say of the encoding of each input, checked.
#[derive(Debug, Default)]
pub struct Encodings {
    globs: GlobSet,
    /// The encoding of each glob.
    charsets: Vec<Charset>,
    /// That of all other inputs.
    all: Option<Charset>,
}

impl Encodings {
    /// Checks names and globs.
    ///
    /// # Errors
    /// [`Error`] names the setting, what is wrong with it and what may have been meant.
    pub fn new(options: &Options) -> Result<Self, Error> {
        let find = |name: &str, setting: String| {
            let unknown = || Error::Unknown { setting, name: name.to_owned(), nearest: charset::nearest(name) };
            Charset::named(name).ok_or_else(unknown)
        };
        let of_glob = |given: &Given| find(&given.encoding, format!("decode.encodings, glob `{}`", given.glob));
        Ok(Self {
            globs: read::globs(options.encodings.iter().map(|given| given.glob.as_str()))?,
            charsets: options.encodings.iter().map(of_glob).collect::<Result<_, _>>()?,
            all: options.encoding.as_deref().map(|name| find(name, "decode.encoding".into())).transpose()?,
        })
    }

    /// The name of the encoding given for the input shown as `path`: that of the last glob that matches, else that of all
    /// inputs.
    #[must_use]
    pub fn of(&self, path: &str) -> Option<&'static str> {
        let last = self.globs.matches(path).into_iter().max();
        let matching = last.and_then(|number| self.charsets.get(number).copied());
        matching.or(self.all).map(Charset::name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

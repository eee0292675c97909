//! The tokenizer that the settings ask for.

use std::fs;
use std::ops::Range;
use std::path::Path;

use super::cutter::{Cutter, LONGEST};
use super::{jieba, vaporetto};
use crate::annotate::error::Error;
use crate::annotate::options::{Options, Tokens};
use crate::document::sha256;
use crate::text::boundary;

/// Finds the tokens of text.
pub struct Tokenizer {
    cutter: Box<dyn Cutter>,
    /// SHA-256 of the model or of the user's dictionary, in hex; none where there is neither.
    pub sha256: Option<String>,
}

impl Tokenizer {
    /// The tokenizer that the settings ask for, if they do.
    ///
    /// # Errors
    /// When its model or the user's dictionary cannot be read, or there is a dictionary that nothing would use.
    pub fn new(options: &Options) -> Result<Option<Self>, Error> {
        let read = |file: &Path| {
            let bytes = fs::read(file).map_err(|error| Error::Unreadable { file: file.to_owned(), error })?;
            let sha256 = Some(sha256(&bytes));
            Ok((bytes, sha256))
        };
        match (&options.tokens, &options.dictionary) {
            (Tokens::None, None) => Ok(None),
            (Tokens::Jieba, None) => Ok(Some(Self { cutter: Box::new(jieba::Words::new()), sha256: None })),
            (Tokens::Jieba, Some(file)) => {
                let (bytes, sha256) = read(file)?;
                let words = jieba::Words::with(&bytes);
                let words = words.map_err(|reason| Error::Dictionary { file: file.clone(), reason })?;
                Ok(Some(Self { cutter: Box::new(words), sha256 }))
            }
            (Tokens::Vaporetto(file), None) => {
                let (bytes, sha256) = read(file)?;
                let trained = vaporetto::Trained::new(&bytes);
                let trained = trained.map_err(|reason| Error::Model { file: file.clone(), reason })?;
                Ok(Some(Self { cutter: Box::new(trained), sha256 }))
            }
            (tokens, Some(file)) => Err(Error::Unused { file: file.clone(), tokens: tokens.to_string() }),
        }
    }

    /// The tokens of `sentence`, a part of a text that begins at byte `at`, as byte ranges of that text.
    pub fn tokens<'a>(&'a self, sentence: &'a str, at: usize) -> impl Iterator<Item = Range<usize>> + use<'a> {
        tokens(self.cutter.as_ref(), sentence, at)
    }
}

/// The tokens that `cutter` finds in `sentence`: see [`Tokenizer::tokens`].
pub(super) fn tokens<'a>(
    cutter: &'a dyn Cutter,
    sentence: &'a str,
    at: usize,
) -> impl Iterator<Item = Range<usize>> + use<'a> {
    pieces(sentence).flat_map(move |(start, piece)| {
        let mut from = 0;
        cutter.ends(piece).into_iter().filter_map(move |end| {
            let token = piece.get(from..end).unwrap_or_default();
            let lead = token.len() - token.trim_start().len();
            let (begin, length) = (at + start + from + lead, token.trim().len());
            from = end;
            (length > 0).then_some(begin..begin + length)
        })
    })
}

/// Cuts a sentence that is longer than any sentence should be, between words if there is such a place.
fn pieces(sentence: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (start, rest) = (at, &sentence[at..]);
        if rest.is_empty() {
            return None;
        }
        let mut length = rest.len();
        if length > LONGEST {
            let head = &rest[..boundary(rest, LONGEST)];
            let word = head.trim_end_matches(char::is_alphanumeric);
            length = if word.is_empty() { head.len() } else { word.len() };
        }
        at += length;
        Some((start, &rest[..length]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every character by itself.
    struct Characters;

    impl Cutter for Characters {
        fn ends(&self, piece: &str) -> Vec<usize> {
            assert!(!piece.is_empty() && piece.len() <= LONGEST);
            piece.char_indices().map(|(at, c)| at + c.len_utf8()).collect()
        }
    }

    #[test]
    fn white_space_is_no_token() {
        let text = "好　a b";
        let found: Vec<&str> = tokens(&Characters, text, 0).map(|range| &text[range]).collect();
        assert_eq!(found, ["好", "a", "b"]);
    }

    #[test]
    fn a_giant_sentence_is_cut_between_words() {
        let text = format!("{} 天气，{}", "字".repeat(2 * LONGEST), "ab，".repeat(LONGEST));
        assert_eq!(pieces(&text).map(|(_, piece)| piece).collect::<String>(), text);
        assert!(pieces(&text).skip(8).all(|(_, piece)| piece.ends_with('，')));
        assert_eq!(tokens(&Characters, &text, 0).count(), text.chars().count() - 1);
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, content: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, content).unwrap();
            path
        };
        let (words, text) = (file("words.txt", b"\xff"), file("model.zst", b"no model"));
        let says = |tokens: Tokens, dictionary: Option<&std::path::PathBuf>, what: &str| {
            let options = Options { tokens, dictionary: dictionary.cloned(), ..Options::default() };
            let Err(error) = Tokenizer::new(&options) else { panic!("taken: {what}") };
            let error = error.to_string();
            assert!(error.contains(what), "{error}");
        };
        says(Tokens::None, Some(&words), "words.txt: a dictionary is for jieba");
        says(Tokens::Jieba, Some(&words), "words.txt: a dictionary must be UTF-8");
        says(
            Tokens::Jieba,
            Some(&file("two.txt", "茶厂 3\n烟囱 9x\n".as_bytes())),
            "two.txt: line 2: `9x` is no frequency",
        );
        says(Tokens::Vaporetto(text), None, "model.zst: no model of Vaporetto 0.7");
        says(Tokens::Vaporetto("nowhere".into()), None, "nowhere: cannot be read");
    }
}

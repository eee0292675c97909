//! Words of Chinese by dictionary: jieba, by way of the crate `jieba-rs`.

use jieba_rs::Jieba;

use super::cutter::Cutter;
use crate::text::{Class, is_combining};

/// jieba with its own dictionary, and words of the user's on top.
pub(super) struct Words(Jieba);

impl Words {
    pub(super) fn new() -> Self {
        Self(Jieba::new())
    }

    /// Adds the words of a dictionary in jieba's format: a word a line, then perhaps its frequency and a tag. A word
    /// without a frequency gets one that is high enough for it to be found.
    ///
    /// # Errors
    /// What is wrong with the dictionary, where, and what it should be.
    pub(super) fn with(dictionary: &[u8]) -> Result<Self, String> {
        let dictionary = str::from_utf8(dictionary);
        let dictionary = dictionary.map_err(|error| format!("a dictionary must be UTF-8: {error}; convert it"))?;
        let mut jieba = Jieba::new();
        for (number, line) in (1..).zip(dictionary.trim_start_matches('\u{feff}').lines()) {
            let mut fields = line.split_whitespace();
            let Some(word) = fields.next() else { continue };
            let (frequency, tag) = match (fields.next(), fields.next(), fields.next()) {
                (None, ..) => (None, None),
                (Some(tag), None, None) if !tag.starts_with(|c: char| c.is_ascii_digit()) => (None, Some(tag)),
                (Some(frequency), tag, None) => match frequency.parse::<u32>() {
                    Ok(frequency) => (Some(frequency as usize), tag),
                    Err(_) => {
                        return Err(format!(
                            "line {number}: `{frequency}` is no frequency, which is a whole number; a line is a word, \
                             then perhaps its frequency and a tag"
                        ));
                    }
                },
                _ => return Err(format!("line {number}: more than a word, a frequency and a tag; leave out the rest")),
            };
            jieba.add_word(word, frequency, tag);
        }
        Ok(Self(jieba))
    }
}

impl Cutter for Words {
    fn ends(&self, piece: &str) -> Vec<usize> {
        let found = self.0.cut(piece, true);
        let ends = found.iter().map(|token| token.byte_end);
        ends.filter(|&end| end == piece.len() || !is_inside_word(piece, end)).collect()
    }
}

/// Whether `at` parts letters of one word: jieba knows no letters but those of ASCII and takes all others one by one.
fn is_inside_word(piece: &str, at: usize) -> bool {
    let (before, after) = piece.split_at(at);
    let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else { return false };
    let spelled = |c: char| matches!(Class::of(c), Class::Letter | Class::Hangul) || is_combining(c);
    spelled(last) && spelled(next) && !(last.is_ascii() && next.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::tokens::tokenizer::tokens;

    fn cut(words: &Words, text: &str) -> String {
        tokens(words, text, 0).map(|range| &text[range]).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn words_numbers_and_other_alphabets() {
        let words = Words::new();
        assert_eq!(cut(&words, "我们在茶厂喝了3.5杯 café。"), "我们|在|茶厂|喝|了|3.5|杯|café|。");
        assert_eq!(cut(&words, "Привет, мир!"), "Привет|,|мир|!");
        assert_eq!(cut(&words, "나는 학생이다"), "나는|학생이다");
    }

    #[test]
    fn the_users_words_are_found() {
        let text = "茶山坳站今天通车";
        let own = Words::with("\u{feff}茶山坳站\n\n通车 9 v\n".as_bytes()).unwrap();
        assert!(!cut(&Words::new(), text).starts_with("茶山坳站|"));
        assert_eq!(cut(&own, text), "茶山坳站|今天|通车");
    }

    #[test]
    fn a_line_that_is_no_entry_is_named() {
        for line in ["茶 1 n x", "茶 1.5", "茶 99999999999 n", "茶 n n"] {
            let Err(error) = Words::with(format!("山\n{line}").as_bytes()) else { panic!("{line}") };
            assert!(error.starts_with("line 2: "), "{error}");
        }
    }
}

//! A finished document in, the offsets of its sentences and tokens out.

use std::ops::Range;

use serde_json::{Value, json};

use super::error::Error;
use super::options::{Options, Tokens};
use super::tokens::Tokenizer;
use crate::document::{Annotations, Record, Sentence, Slices};
use crate::text::sentences;

/// Finds sentences and, if asked to, tokens. Shared by all threads.
pub struct Annotator {
    options: Options,
    tokenizer: Option<Tokenizer>,
}

impl Annotator {
    /// An annotator for what the settings ask for; none when they ask for nothing.
    ///
    /// # Errors
    /// When the tokenizer cannot be made; see [`Tokenizer::new`].
    pub fn new(options: &Options) -> Result<Option<Self>, Error> {
        let tokenizer = Tokenizer::new(options)?;
        Ok((options.sentences || tokenizer.is_some()).then(|| Self { options: options.clone(), tokenizer }))
    }

    /// The settings as they are written into a dataset: what a model or dictionary holds, not where it lies.
    #[must_use]
    pub fn describe(&self) -> Value {
        let tokens = match &self.options.tokens {
            Tokens::Vaporetto(_) => "vaporetto".to_owned(),
            other => other.to_string(),
        };
        let sha256 = self.tokenizer.as_ref().and_then(|tokenizer| tokenizer.sha256.as_deref());
        json!({ "sentences": self.options.sentences, "tokens": tokens, "sha256": sha256 })
    }

    /// Annotates the text of `record`. No sentence goes beyond its paragraph, no token beyond its sentence.
    #[must_use]
    pub fn annotate(&self, record: &Record) -> Annotations {
        let mut found = Annotations::default();
        let (mut slices, mut points) = (Slices::new(&record.text), Slices::new(&record.text));
        for (number, paragraph) in (0..).zip(&record.paragraphs) {
            slices.to(paragraph.start);
            let (from, text) = (slices.byte(), slices.to(paragraph.end));
            for sentence in sentences(text, &record.signals.language) {
                let start = points.point(from + sentence.start);
                let words = self.tokenizer.iter().flat_map(|tokenizer| {
                    let text = text.get(sentence.clone()).unwrap_or_default();
                    tokenizer.tokens(text, from + sentence.start)
                });
                for Range { start, end } in words {
                    found.tokens.push((points.point(start), points.point(end)));
                }
                let end = points.point(from + sentence.end);
                let tokens = found.tokens.len() as u32;
                found.sentences.push(Sentence { paragraph: number, start, end, tokens });
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::document::{Block, Document, Format, Kind, Origin, Span, Text};

    /// A record in which every line that is not blank is a paragraph.
    fn record(text: &str) -> Record {
        let mut document = Document::new(text.to_owned(), Format::Plain);
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at + line.len() - line.trim_start().len();
            at += line.len();
            if !line.trim().is_empty() {
                let text = Text::verbatim(text, Span::new(start, start + line.trim().len()));
                document.blocks.push(Block::new(Kind::Paragraph, text));
            }
        }
        Record::new(Origin::default(), &document).unwrap()
    }

    static JIEBA: LazyLock<Annotator> =
        LazyLock::new(|| Annotator::new(&Options { tokens: Tokens::Jieba, ..Options::default() }).unwrap().unwrap());

    #[test]
    fn nothing_is_made_when_nothing_is_asked_for() {
        assert!(Annotator::new(&Options::default()).unwrap().is_none());
    }

    #[test]
    fn offsets_count_code_points_of_the_whole_text() {
        let record = record("𠮷屋开门了。  很香！\n\n下雨了");
        let found = JIEBA.annotate(&record);
        let chars: Vec<char> = record.text.chars().collect();
        let cut = |start: u32, end: u32| chars[start as usize..end as usize].iter().collect::<String>();
        let sentences: Vec<_> = found.sentences.iter().map(|s| (s.paragraph, cut(s.start, s.end), s.tokens)).collect();
        let [first, second, third] = ["𠮷屋开门了。", "很香！", "下雨了"].map(str::to_owned);
        assert_eq!(sentences, [(0, first, 5), (0, second, 7), (1, third, 9)]);
        assert_eq!(found.tokens.iter().map(|&(start, end)| cut(start, end)).next_back().unwrap(), "了");
    }

    proptest! {
        #[test]
        fn sentences_and_tokens_cover_all_but_white_space(
            text in "([a-z]{1,3}|[天气好他说道是第]{1,2}|[，。！？…⋯.．~\"「」“”（）《》【】 \u{3000}\u{0}\n!?0-9éЖ한かア])*"
        ) {
            let record = record(&text);
            for language in ["zh", "ja", "en", ""] {
                let mut record = record.clone();
                record.signals.language = language.to_owned();
                let found = JIEBA.annotate(&record);
                let parts: Vec<(u32, u32)> = found.sentences.iter().map(|s| (s.start, s.end)).collect();
                for ranges in [&parts, &found.tokens] {
                    let mut inside = vec![false; record.chars as usize];
                    let mut at = 0;
                    for &(start, end) in ranges {
                        prop_assert!(at <= start && start < end && end <= record.chars);
                        inside[start as usize..end as usize].fill(true);
                        at = end;
                    }
                    for (c, inside) in record.text.chars().zip(inside) {
                        prop_assert!(inside || c.is_whitespace());
                    }
                }
                prop_assert_eq!(found.sentences.last().map_or(0, |s| s.tokens) as usize, found.tokens.len());
            }
        }
    }
}

//! What class and id names of elements, and the words of short texts, say of a block: tables of words, learned from
//! pages, with how much each speaks for main text (positive) or against it.

use std::borrow::Cow;

use super::prefix::PrefixCache;
use crate::document::Block;
use crate::model::{Error, Spec, words};
use crate::text::{is_ideograph, is_letter};

/// Words of class and id names.
pub(super) struct Names<'a> {
    weights: words::Words<'a>,
}

/// What the names of an element and of all around it say.
#[derive(Clone, Copy, Default)]
struct Weight {
    sum: f32,
    least: f32,
    most: f32,
}

impl<'t> Names<'t> {
    /// Reads the table `page.names`.
    pub(super) fn read(spec: &Spec, file: &'t [u8]) -> Result<Self, Error> {
        Ok(Self { weights: words::read(spec, file)?.into_iter().collect() })
    }

    /// For each block: the weights summed over its innermost two elements, over the three around those, over all, and
    /// the least and the most that any word weighs.
    pub(super) fn scores<'a>(&self, blocks: &'a [Block]) -> Vec<[f32; 5]> {
        let mut cache = PrefixCache::default();
        let score = |block: &'a Block| {
            let weights = cache.evaluate(&block.features.names, |outer, group| self.weigh(outer, group));
            let up = |steps: usize| weights.len().checked_sub(steps + 1).map_or(0.0, |at| weights[at].1.sum);
            let all = weights.last().map_or(Weight::default(), |(_, weight)| *weight);
            [all.sum - up(2), up(2) - up(5), all.sum, all.least, all.most]
        };
        blocks.iter().map(score).collect()
    }

    /// What is said by elements that say `outer` and one inside them with the names of `group`.
    fn weigh(&self, outer: Weight, group: &str) -> Weight {
        names(group).filter_map(|word| self.weights.get(word)).fold(outer, |all, weight| Weight {
            sum: all.sum + weight,
            least: all.least.min(*weight),
            most: all.most.max(*weight),
        })
    }
}

/// Words of short blocks, and pairs of ideographs.
pub(super) struct Phrases<'a> {
    weights: words::Words<'a>,
}

/// Bytes of text beyond which single words say nothing.
const SHORT: usize = 240;

impl<'t> Phrases<'t> {
    /// Reads the table `page.phrases`.
    pub(super) fn read(spec: &Spec, file: &'t [u8]) -> Result<Self, Error> {
        Ok(Self { weights: words::read(spec, file)?.into_iter().collect() })
    }

    /// The mean weight of the words in `text`, the least, and the most; nothing for text that is not short.
    pub(super) fn score(&self, text: &str) -> [f32; 3] {
        if text.len() > SHORT {
            return [0.0; 3];
        }
        // Text of ASCII is lowered in place.
        let mut lower = [0; SHORT];
        let lower = match lower.get_mut(..text.len()).filter(|_| text.is_ascii()) {
            Some(lower) => {
                lower.copy_from_slice(text.as_bytes());
                lower.make_ascii_lowercase();
                Cow::Borrowed(std::str::from_utf8(lower).unwrap_or_default())
            }
            None => Cow::Owned(text.to_lowercase()),
        };
        let [mut sum, mut least, mut most] = [0.0_f32; 3];
        let mut count = 0.0_f32;
        for token in tokens(&lower) {
            let weight = self.weights.get(token).copied().unwrap_or(0.0);
            sum += weight;
            count += 1.0;
            least = least.min(weight);
            most = most.max(weight);
        }
        [if count > 0.0 { sum / count } else { 0.0 }, least, most]
    }
}

/// The words of a text in lower case, and the pairs of neighbouring ideographs.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let runs = text.split(|c| !is_letter(c));
    runs.flat_map(|run| {
        let is_han = run.starts_with(is_ideograph);
        let word = (!is_han && run.len() > 1).then_some(run);
        let pairs = run.char_indices().zip(run.char_indices().skip(1)).filter(move |_| is_han);
        word.into_iter().chain(pairs.filter_map(|((start, _), (at, next))| run.get(start..at + next.len_utf8())))
    })
}

/// The words of a group of names: runs of letters, two bytes at least.
fn names(group: &str) -> impl Iterator<Item = &str> {
    group.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1)
}

/// The words of all groups of names that [`Names`] weighs.
pub(super) fn in_names(names_of_elements: &str) -> Vec<String> {
    names_of_elements.split('/').flat_map(names).map(str::to_owned).collect()
}

/// The words of `text` that [`Phrases`] weighs; none of text that is not short.
pub(super) fn in_text(text: &str) -> Vec<String> {
    if text.len() > SHORT {
        return Vec::new();
    }
    tokens(&text.to_lowercase()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Kind, Span, Text};

    fn spec() -> Spec {
        Spec { name: "tea", version: 1, features: vec!["word"] }
    }

    #[test]
    fn short_texts_are_read_word_by_word() {
        let found: Vec<_> = tokens("share on x 责任编辑：张三").collect();
        assert_eq!(found, ["share", "on", "责任", "任编", "编辑", "张三"]);
        let file = b"model tea\nversion 1\nfeatures word\nentries 1\n\nshare\t-2\n";
        let phrases = Phrases::read(&spec(), file).unwrap();
        assert_eq!(phrases.score("Share it"), [-1.0, -2.0, 0.0]);
    }

    #[test]
    fn names_weigh_by_how_near_they_are() {
        let file = b"model tea\nversion 1\nfeatures word\nentries 2\n\npost\t2\nnav\t-3\n";
        let names = Names::read(&spec(), file).unwrap();
        let blocks =
            ["site-nav//post-body/x", "site-nav//post-body/x post", "site-nav/post", "", "post"].map(|names| {
                let mut block = Block::new(Kind::Paragraph, Text::verbatim("a", Span::new(0, 1)));
                block.features.names = names.into();
                block
            });
        let scores = names.scores(&blocks);
        assert_eq!(scores[..2], [[2.0, -3.0, -1.0, -3.0, 2.0], [4.0, -3.0, 1.0, -3.0, 2.0]]);
        assert_eq!(scores[2..], [[-1.0, 0.0, -1.0, -3.0, 2.0], [0.0; 5], [2.0, 0.0, 2.0, 0.0, 2.0]]);
    }
}

//! What class and id names say of an element, learned from pages.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::trail::Trail;
use crate::document::Block;
use crate::text::{is_ideograph, is_letter};

/// A table that is looked up more often than anything else here.
pub(super) type Table<K, V> = HashMap<K, V, FixedState>;

/// Words of class and id names and how much each speaks for main text, positive or negative.
pub(super) struct Words {
    weights: Table<&'static str, f32>,
}

/// What names say: the sum of their weights, the least, the most.
#[derive(Clone, Copy, Default)]
struct Said {
    sum: f32,
    least: f32,
    most: f32,
}

impl Words {
    /// Reads lines of a word, a tab, and a weight. Lines that are not that are skipped.
    pub(super) fn read(table: &'static str) -> Self {
        let entry = |line: &'static str| {
            let (word, weight) = line.split_once('\t')?;
            Some((word, weight.parse().ok()?))
        };
        Self { weights: table.lines().filter_map(entry).collect() }
    }

    /// For each block: the weights summed over its innermost two elements, over the three around those, over all, and
    /// the least and the most that any word weighs.
    pub(super) fn scores<'a>(&self, blocks: &'a [Block]) -> Vec<[f32; 5]> {
        let mut trail = Trail::default();
        let score = |block: &'a Block| {
            let said = trail.follow(&block.features.names, |outer, group| self.hear(outer, group));
            let up = |steps: usize| said.len().checked_sub(steps + 1).map_or(0.0, |at| said[at].1.sum);
            let all = said.last().map_or(Said::default(), |(_, said)| *said);
            [all.sum - up(2), up(2) - up(5), all.sum, all.least, all.most]
        };
        blocks.iter().map(score).collect()
    }

    /// What is said by the names of elements that said `outer` and of one inside them with the names of `group`.
    fn hear(&self, outer: Said, group: &str) -> Said {
        words(group).filter_map(|word| self.weights.get(word)).fold(outer, |said, weight| Said {
            sum: said.sum + weight,
            least: said.least.min(*weight),
            most: said.most.max(*weight),
        })
    }
}

/// Words of short blocks, and pairs of ideographs, with how much each speaks for main text.
pub(super) struct Phrases {
    weights: Table<&'static str, f32>,
}

/// Bytes of text beyond which single words say nothing.
const SHORT: usize = 240;

impl Phrases {
    /// Reads a table as [`Words::read`] does.
    pub(super) fn read(table: &'static str) -> Self {
        Self { weights: Words::read(table).weights }
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

/// The words of a group of names: runs of letters, two at least.
fn words(group: &str) -> impl Iterator<Item = &str> {
    group.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Kind, Span, Text};

    #[test]
    fn short_texts_are_read_word_by_word() {
        let found: Vec<_> = tokens("share on x 责任编辑：张三").collect();
        assert_eq!(found, ["share", "on", "责任", "任编", "编辑", "张三"]);
        let phrases = Phrases::read("share\t-2\n");
        assert_eq!(phrases.score("Share it"), [-1.0, -2.0, 0.0]);
    }

    #[test]
    fn words_weigh_by_how_near_they_stand() {
        let words = Words::read("post\t2\nnav\t-3\nbroken\n");
        let blocks =
            ["site-nav//post-body/x", "site-nav//post-body/x post", "site-nav/post", "", "post"].map(|names| {
                let mut block = Block::new(Kind::Paragraph, Text::verbatim("a", Span::new(0, 1)));
                block.features.names = names.into();
                block
            });
        let scores = words.scores(&blocks);
        assert_eq!(scores[..2], [[2.0, -3.0, -1.0, -3.0, 2.0], [4.0, -3.0, 1.0, -3.0, 2.0]]);
        assert_eq!(scores[2..], [[-1.0, 0.0, -1.0, -3.0, 2.0], [0.0; 5], [2.0, 0.0, 2.0, 0.0, 2.0]]);
    }
}

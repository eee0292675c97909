//! What class and id names say of an element, learned from pages.

use std::collections::HashMap;

use crate::document::Block;
use crate::letters::is_letter;

/// Words of class and id names and how much each speaks for main text, positive or negative.
pub(super) struct Words {
    weights: HashMap<&'static str, f32>,
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
    pub(super) fn scores(&self, blocks: &[Block]) -> Vec<[f32; 5]> {
        let mut before: (&str, [f32; 5]) = ("", [0.0; 5]);
        let score = |block| {
            let names: &str = names(block);
            if names != before.0 {
                before = (names, self.score(names));
            }
            before.1
        };
        blocks.iter().map(score).collect()
    }

    fn score(&self, names: &str) -> [f32; 5] {
        let [mut own, mut parent, mut all, mut least, mut most] = [0.0_f32; 5];
        for (up, group) in names.rsplit('/').enumerate() {
            for weight in words(group).filter_map(|word| self.weights.get(word)) {
                match up {
                    0 | 1 => own += weight,
                    2..=4 => parent += weight,
                    _ => {}
                }
                all += weight;
                least = least.min(*weight);
                most = most.max(*weight);
            }
        }
        [own, parent, all, least, most]
    }
}

/// Words of short blocks, and pairs of ideographs, with how much each speaks for main text.
pub(super) struct Phrases {
    weights: HashMap<&'static str, f32>,
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
        let lower = text.to_lowercase();
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

fn is_ideograph(c: char) -> bool {
    ('\u{3400}'..='\u{9FFF}').contains(&c)
}

fn names(block: &Block) -> &str {
    &block.features.names
}

/// The words of a group of names: runs of letters, two at least.
fn words(group: &str) -> impl Iterator<Item = &str> {
    group.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(words.score("site-nav//post-body/x"), [2.0, -3.0, -1.0, -3.0, 2.0]);
    }
}

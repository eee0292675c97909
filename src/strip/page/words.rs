//! What class and id names say of an element, learned from pages.

use std::collections::HashMap;

use crate::document::Block;

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
    fn words_weigh_by_how_near_they_stand() {
        let words = Words::read("post\t2\nnav\t-3\nbroken\n");
        assert_eq!(words.score("site-nav//post-body/x"), [2.0, -3.0, -1.0, -3.0, 2.0]);
    }
}

//! What the words of a line say, learned from labelled documents.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::text::{boundary, is_ideograph, is_letter};

/// Bytes of a line beyond which words are not read.
const LOOK: usize = 1200;
/// Weight from which a word is worth naming.
const LOUD: f32 = 1.0;

/// Words, and pairs of ideographs, with how much each speaks for what is not the text's own.
#[derive(Default)]
pub(super) struct Lexicon {
    words: HashMap<&'static str, f32, FixedState>,
    pairs: HashMap<[char; 2], f32, FixedState>,
}

/// What the words of a line say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Said {
    /// The weights of all words, damped where there are many.
    pub sum: f32,
    pub mean: f32,
    pub least: f32,
    pub most: f32,
    /// The two that weigh most together.
    pub two: f32,
}

impl Lexicon {
    /// Reads lines of a word or a pair, a tab, and a weight. Lines that are not that are skipped.
    pub(super) fn read_table(table: &'static str) -> Self {
        let mut lexicon = Self::default();
        for line in table.lines() {
            let Some((word, Ok(weight))) = line.split_once('\t').map(|(word, weight)| (word, weight.parse())) else {
                continue;
            };
            let mut chars = word.chars();
            if let (Some(first), Some(second), None) = (chars.next(), chars.next(), chars.next()) {
                lexicon.pairs.insert([first, second], weight);
            }
            if !word.starts_with(is_ideograph) {
                lexicon.words.insert(word, weight);
            }
        }
        lexicon
    }

    /// What the words of `line` say.
    pub(super) fn read(&self, line: &str) -> Said {
        let mut said = Said::default();
        let (mut sum, mut count, mut second) = (0.0_f32, 0.0_f32, 0.0_f32);
        self.weigh(line, |_, weight| {
            sum += weight;
            count += 1.0;
            said.least = said.least.min(weight);
            second = second.max(weight.min(said.most));
            said.most = said.most.max(weight);
        });
        said.mean = sum / count.max(1.0);
        said.sum = 8.0 * sum / (8.0 + count);
        said.two = said.most + second;
        said
    }

    /// The `most` words of `line` that speak loudest for its not being text, loudest first, if they speak at all.
    pub(super) fn loudest(&self, line: &str, most: usize) -> Vec<String> {
        let mut found: Vec<(f32, String)> = Vec::new();
        self.weigh(line, |word, weight| {
            if weight >= LOUD {
                let word = word.to_lowercase();
                if !found.iter().any(|(_, known)| *known == word) {
                    found.push((weight, word));
                }
            }
        });
        // The sort is stable: words of one weight stay in reading order.
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        found.into_iter().take(most).map(|(_, word)| word).collect()
    }

    /// Gives `visit` every word of `line`, and every pair of neighbours in a row of letters that begins with an ideograph,
    /// with its weight, 0 where it is not in the table.
    fn weigh<'a>(&self, line: &'a str, mut visit: impl FnMut(&'a str, f32)) {
        let line = &line[..boundary(line, LOOK)];
        for row in line.split(|c| !is_letter(c)) {
            if row.starts_with(is_ideograph) {
                let pairs = row.char_indices().zip(row.char_indices().skip(1));
                for ((start, first), (at, second)) in pairs {
                    let pair = [first.to_ascii_lowercase(), second.to_ascii_lowercase()];
                    visit(&row[start..at + second.len_utf8()], self.pairs.get(&pair).copied().unwrap_or(0.0));
                }
            } else if row.len() > 1 {
                let lower = row.bytes().all(|byte| byte.is_ascii_lowercase());
                let word = if lower { Cow::Borrowed(row) } else { Cow::Owned(row.to_lowercase()) };
                visit(row, self.words.get(word.as_ref()).copied().unwrap_or(0.0));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_summed_and_the_loudest_are_named() {
        let lexicon = Lexicon::read_table("扫码\t2.5\n关注\t1.5\n山水\t-1\nbroken\n");
        let said = lexicon.read("扫码关注山水");
        assert_eq!((said.most, said.least, said.two), (2.5, -1.0, 4.0));
        assert!((said.mean - 0.6).abs() < 1e-6, "{said:?}");
        assert_eq!(lexicon.loudest("关注后请扫码，扫码", 3), ["扫码", "关注"]);
        assert_eq!(lexicon.read("无话可说").sum, 0.0);
    }
}

//! What the words of a line say: a table of words, learned from labelled documents, with how much each speaks against a
//! line's being the text's own (positive) or for it.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::model::{Error, Spec, words};
use crate::text::{boundary, is_ideograph, is_letter};

/// Bytes of a line beyond which words are not read.
const LOOK: usize = 1200;
/// Weight from which a word is worth naming.
const NAMED: f32 = 1.0;

/// Words, and pairs of ideographs.
#[derive(Default)]
pub(super) struct Words<'a> {
    words: words::Words<'a>,
    pairs: HashMap<[char; 2], f32, FixedState>,
}

/// What the words of a line say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Weight {
    /// The weights of all words, damped where there are many.
    pub sum: f32,
    pub mean: f32,
    pub least: f32,
    pub most: f32,
    /// The two that weigh most together.
    pub two: f32,
}

impl<'t> Words<'t> {
    /// Reads the table `edge.words`.
    pub(super) fn read(spec: &Spec, file: &'t [u8]) -> Result<Self, Error> {
        let mut table = Self::default();
        for (word, weight) in words::read(spec, file)? {
            let mut chars = word.chars();
            if let (Some(first), Some(second), None) = (chars.next(), chars.next(), chars.next()) {
                table.pairs.insert([first, second], weight);
            }
            if !word.starts_with(is_ideograph) {
                table.words.insert(word, weight);
            }
        }
        Ok(table)
    }

    /// What the words of `line` say.
    pub(super) fn weigh(&self, line: &str) -> Weight {
        let mut all = Weight::default();
        let (mut sum, mut count, mut second) = (0.0_f32, 0.0_f32, 0.0_f32);
        self.visit(line, |_, weight| {
            sum += weight;
            count += 1.0;
            all.least = all.least.min(weight);
            second = second.max(weight.min(all.most));
            all.most = all.most.max(weight);
        });
        all.mean = sum / count.max(1.0);
        all.sum = 8.0 * sum / (8.0 + count);
        all.two = all.most + second;
        all
    }

    /// The `most` words of `line` that weigh most, the heaviest first, if they weigh enough to be named.
    pub(super) fn heaviest(&self, line: &str, most: usize) -> Vec<String> {
        let mut found: Vec<(f32, String)> = Vec::new();
        self.visit(line, |word, weight| {
            if weight >= NAMED {
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
    fn visit<'a>(&self, line: &'a str, mut visit: impl FnMut(&'a str, f32)) {
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

/// The words of `line` that [`Words`] weighs, in lower case.
pub(super) fn in_line(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    Words::default().visit(line, |word, _| found.push(word.to_lowercase()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_summed_and_the_heaviest_are_named() {
        let file = "model tea\nversion 1\nfeatures word\nentries 3\n\n扫码\t2.5\n关注\t1.5\n山水\t-1\n";
        let spec = Spec { name: "tea", version: 1, features: vec!["word"] };
        let words = Words::read(&spec, file.as_bytes()).unwrap();
        let said = words.weigh("扫码关注山水");
        assert_eq!((said.most, said.least, said.two), (2.5, -1.0, 4.0));
        assert!((said.mean - 0.6).abs() < 1e-6, "{said:?}");
        assert_eq!(words.heaviest("关注后请扫码，扫码", 3), ["扫码", "关注"]);
        assert_eq!(words.weigh("无话可说").sum, 0.0);
    }
}

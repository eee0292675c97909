//! How likely a headline begins at each place of a paragraph, and how much its words are those of headlines: two logistic
//! regressions over hashed features.
//!
//! The weights are data beside this file, fitted by `python/fit_headlines.py`, which computes the same features.

use std::sync::LazyLock;

use super::tokens::{Class, Manner, Token};

/// The parts of one unit of log-odds in which weights and scores are counted.
pub(super) const SCALE: i32 = 20;

/// Buckets into which features are hashed, as a power of two.
const BITS: u32 = 20;

/// The weights by bucket, most of them nought, and the bias of either regression.
struct Weights {
    table: Vec<i8>,
    beginning: i32,
    wording: i32,
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| Weights::read(include_bytes!("weights.bin")));

impl Weights {
    /// Two bytes for either bias, then for each weight how many buckets to go on (255: that many and on) and the weight.
    fn read(bytes: &[u8]) -> Self {
        let mut table = vec![0; 1 << BITS];
        let [a, b, c, d, steps @ ..] = bytes else { return Self { table, beginning: 0, wording: 0 } };
        let (mut bucket, mut steps) = (0, steps.iter());
        while let Some(&step) = steps.next() {
            bucket += usize::from(step);
            if step < u8::MAX
                && let (Some(weight), Some(&byte)) = (table.get_mut(bucket), steps.next())
            {
                *weight = byte.cast_signed();
            }
        }
        let bias = |bytes| i32::from(i16::from_le_bytes(bytes));
        Self { table, beginning: bias([*a, *b]), wording: bias([*c, *d]) }
    }

    fn of(&self, feature: Hash) -> i32 {
        i32::from(self.table[feature.bucket()])
    }
}

/// The log-odds that a headline begins with each of `tokens`, where it may; in parts of [`SCALE`].
pub(super) fn score(tokens: &[Token], manner: Manner) -> Vec<i32> {
    let weights = &*WEIGHTS;
    let edge = [(0, Class::Edge, false); 3];
    let plain = tokens.iter().map(|token| (token.id, token.class, token.spaced && manner != Manner::Parted));
    let padded: Vec<(u32, Class, bool)> = edge.into_iter().chain(plain).chain(edge).collect();
    let style = if manner == Manner::Parted { 0 } else { style(&padded) };
    let words = if manner == Manner::Parted { words(tokens) } else { Vec::new() };
    let mut word = 0;
    let windows = padded.windows(6).zip(tokens);
    let scores = windows.map(|(window, token)| {
        word += usize::from(token.parted);
        let &[a3, a2, a1, b1, b2, b3] = window else { return 0 };
        if !token.may_begin {
            return 0;
        }
        let gap = Gap { before: [a1, a2, a3], after: [b1, b2, b3], manner: manner as u32, style };
        let mut sum = weights.beginning + gap.sum(weights);
        if let (Some(&left), Some(&right)) = (words.get(word.wrapping_sub(1)), words.get(word)) {
            sum += gap.sum_words(weights, left, right);
        }
        sum
    });
    scores.collect()
}

/// The log-odds that `tokens` are a headline and not a clause of prose, by their words alone; in parts of [`SCALE`].
pub(super) fn score_words(tokens: &[Token]) -> i32 {
    let weights = &*WEIGHTS;
    let is_word = |token: &&Token| token.class == Class::Han || token.class.is_word();
    let ids: Vec<u32> = tokens.iter().filter(is_word).map(|token| token.id).collect();
    let weight = |template, parts: &[u32]| weights.of(Hash::of(template, parts));
    let each: i32 = ids.iter().map(|&id| weight(29, &[id])).sum();
    let pairs: i32 = ids.windows(2).map(|pair| weight(30, pair)).sum();
    let [first, two] = [1, 2].map(|length| &ids[..length.min(ids.len())]);
    let [last, last_two] = [1, 2].map(|length| &ids[ids.len() - length.min(ids.len())..]);
    let ends = [(31, first), (32, two), (33, last), (34, last_two)].map(|(template, parts)| weight(template, parts));
    weights.wording + each + pairs + ends.iter().sum::<i32>()
}

/// Whether a space stands between Chinese and Latin (1) or not (2); 0 when there is too little to tell.
fn style(padded: &[(u32, Class, bool)]) -> u32 {
    let (mut places, mut spaces) = (0, 0);
    for pair in padded.windows(2) {
        let &[(_, left, _), (_, right, spaced)] = pair else { continue };
        if (left == Class::Han && right.is_word()) || (left.is_word() && right == Class::Han) {
            places += 1;
            spaces += u32::from(spaced);
        }
    }
    match places {
        0..3 => 0,
        _ if 5 * spaces >= 3 * places => 1,
        _ => 2,
    }
}

/// A hash of each word and how many tokens it has, at most four.
fn words(tokens: &[Token]) -> Vec<(u32, u32)> {
    let mut words: Vec<(u32, u32)> = Vec::with_capacity(tokens.len());
    for token in tokens {
        match words.last_mut() {
            Some((hash, length)) if !token.parted => {
                *hash = mix(*hash, token.id);
                *length = (*length + 1).min(4);
            }
            _ => words.push((mix(0, token.id), 1)),
        }
    }
    words
}

/// A place between two tokens with three tokens on either side, the nearest first.
struct Gap {
    before: [(u32, Class, bool); 3],
    after: [(u32, Class, bool); 3],
    manner: u32,
    style: u32,
}

impl Gap {
    /// The sum of the weights of all features that need no words; the order is that of the templates in the fit.
    fn sum(&self, weights: &Weights) -> i32 {
        let [(a1, class_a1, _), (a2, class_a2, _), (a3, ..)] = self.before;
        let [(b1, class_b1, spaced), (b2, class_b2, _), (b3, ..)] = self.after;
        let [class_a1, class_a2, class_b1, class_b2] =
            [class_a1, class_a2, class_b1, class_b2].map(|class| class as u32);
        let (manner_style, space) = (self.manner * 3 + self.style, u32::from(spaced));
        let templates: [&[u32]; 22] = [
            &[manner_style],
            &[manner_style, space, class_a1, class_b1],
            &[manner_style, space, class_a2, class_a1, class_b1, class_b2],
            &[b1],
            &[b1, b2],
            &[b1, b2, b3],
            &[a1],
            &[a2, a1],
            &[a3, a2, a1],
            &[a1, b1],
            &[a2, a1, b1],
            &[a1, b1, b2],
            &[a2, a1, b1, b2],
            &[a2, b1],
            &[a1, b2],
            &[b1, class_b2],
            &[class_a2, a1],
            &[a1, class_b1],
            &[class_a1, b1],
            &[b2],
            &[a2],
            &[self.manner, space, a1, b1],
        ];
        (1..).zip(templates).map(|(number, parts)| weights.of(Hash::of(number, parts))).sum()
    }

    /// The sum of the weights of the features of the words on either side.
    fn sum_words(&self, weights: &Weights, left: (u32, u32), right: (u32, u32)) -> i32 {
        let templates: [&[u32]; 6] = [
            &[left.1, right.1],
            &[left.0],
            &[right.0],
            &[left.0, right.0],
            &[left.1, self.before[0].0],
            &[right.1, self.after[0].0],
        ];
        (23..).zip(templates).map(|(number, parts)| weights.of(Hash::of(number, parts))).sum()
    }
}

/// The hash of a feature.
struct Hash(u32);

impl Hash {
    fn of(template: u32, parts: &[u32]) -> Self {
        let seed = template.wrapping_mul(0x9e37_79b9);
        let hash = parts.iter().fold(seed, |hash, &part| mix(hash, part)).wrapping_mul(0xc2b2_ae35);
        Self(hash ^ (hash >> 16))
    }

    fn bucket(&self) -> usize {
        (self.0 & ((1 << BITS) - 1)) as usize
    }
}

fn mix(hash: u32, part: u32) -> u32 {
    let hash = (hash ^ part).wrapping_mul(0x85eb_ca6b);
    hash ^ (hash >> 13)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_stand_at_the_ends_of_their_steps() {
        let weights = Weights::read(&[1, 0, 255, 255, 3, 7, 255, 255, 1, 0x80]);
        assert_eq!((weights.beginning, weights.wording), (1, -1));
        assert_eq!((weights.table[3], weights.table[3 + 511]), (7, -128));
        assert_eq!(weights.table.iter().filter(|&&weight| weight != 0).count(), 2);
    }

    #[test]
    fn the_weights_that_come_along_are_whole() {
        let used = WEIGHTS.table.iter().filter(|&&weight| weight != 0).count();
        assert!(used > 20_000 && WEIGHTS.beginning < 0 && WEIGHTS.wording < 0, "{used} weights");
    }
}

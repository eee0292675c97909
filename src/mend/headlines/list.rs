//! Whether what a paragraph would fall into is a list of headlines.

use super::model::{Model, SCALE};
use super::spacing::Spacing;
use super::tokens::{Class, Token};

/// What a paragraph would be cut into.
pub(super) struct List<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    /// The log-odds that a headline begins with each token.
    pub scores: &'a [i32],
    /// The tokens with which the pieces after the first begin.
    pub cuts: &'a [usize],
    pub spacing: Spacing,
    pub model: &'a Model,
}

impl List<'_> {
    /// Whether it is one of headlines: the model must be sure of its cuts and of their words, the surer the fewer they are.
    pub(super) fn is_likely(&self) -> bool {
        let pieces: Vec<&[Token]> = self.pieces().collect();
        let fewest = if self.spacing == Spacing::Spaced { 4 } else { 5 };
        pieces.len() >= fewest
            && !self.is_prose(&pieces)
            && !has_repeats(&pieces)
            && (self.spacing != Spacing::Spaced || !self.is_verse())
            && self.evidence(&pieces) >= self.threshold(pieces.len())
    }

    /// The mean log-odds of a cut, and of the words of a piece: these tell more.
    fn evidence(&self, pieces: &[&[Token]]) -> f32 {
        let cuts: i32 = self.cuts.iter().filter_map(|&cut| self.scores.get(cut)).sum();
        let words: i32 = pieces.iter().map(|piece| self.model.score_words(piece)).sum();
        let mean = |sum: i32, count: usize| sum as f32 / (count as i32 * SCALE) as f32;
        // Spaces make any cut look sure.
        mean(cuts, self.cuts.len()).min(2.5) + 1.5 * mean(words, pieces.len())
    }

    /// The least evidence for a list of `count` pieces. Long paragraphs without commas are rarely anything else.
    fn threshold(&self, count: usize) -> f32 {
        let (base, slope, least) = if self.spacing == Spacing::Spaced { (6.0, 1.0, -1.5) } else { (1.5, 0.6, -3.3) };
        (base - slope * count as f32).max(least)
    }

    fn pieces(&self) -> impl Iterator<Item = &[Token]> {
        let starts = std::iter::once(0).chain(self.cuts.iter().copied());
        let ends = self.cuts.iter().copied().chain([self.tokens.len()]);
        starts.zip(ends).filter_map(|(start, end)| self.tokens.get(start..end))
    }

    /// Whether there are as many commas, questions or exclamations as prose has, or it is said as one speaks.
    fn is_prose(&self, pieces: &[&[Token]]) -> bool {
        let is_inner =
            |pair: &&[Token]| pair[0].class == Class::End && !matches!(pair[1].class, Class::End | Class::Closes);
        let inner: usize = pieces.iter().map(|piece| piece.windows(2).filter(is_inner).count()).sum();
        let ends = self.tokens.chunk_by(|a, b| (a.class == Class::End) == (b.class == Class::End));
        let ends = ends.filter(|run| run.iter().all(|token| token.class == Class::End)).count();
        // Headlines enumerate as prose does, but rarely have clauses.
        let weight = |token: &Token| if token.id == u32::from('、') { 1 } else { 2 };
        let commas: usize = self.tokens.iter().filter(|token| token.class == Class::Comma).map(weight).sum();
        let spoken = pieces.iter().filter(|piece| is_spoken(self.text_of(piece))).count();
        let count = pieces.len();
        commas * 3 > count * 2
            || ends * 5 >= count * 2
            || inner * 8 > count
            || spoken * 4 > count
            || self.tokens.windows(3).any(ends_sentence)
    }

    fn text_of(&self, piece: &[Token]) -> &str {
        let start = piece.first().map_or(0, |token| token.start);
        let end = piece.last().map_or(start, |token| token.end);
        self.text.get(start..end).unwrap_or_default()
    }

    /// Whether what spaces separate is short or all of a length, as in verse and in lists of names.
    fn is_verse(&self) -> bool {
        let mut lengths = vec![0];
        let mut before = Class::Edge;
        for token in self.tokens {
            if token.spaced && !before.is_word() && !token.class.is_word() {
                lengths.push(0);
            }
            if let Some(length) = lengths.last_mut() {
                *length += token.width();
            }
            before = token.class;
        }
        lengths.sort_unstable();
        let most = lengths.chunk_by(|a, b| a == b).map(<[usize]>::len).max().unwrap_or(0);
        most * 2 > lengths.len() || lengths.iter().sum::<usize>() < lengths.len() * 6
    }
}

/// Whether the middle one of `three` tokens is an ASCII full stop after a Chinese sentence.
fn ends_sentence(three: &[Token]) -> bool {
    let [before, stop, after] = three else { return false };
    let is_stop = stop.id == u32::from('.') && !stop.spaced;
    before.class == Class::Han && is_stop && (after.class == Class::Han || after.spaced)
}

/// Whether more than every fifth of `pieces` says what one of the two before it says.
fn has_repeats(pieces: &[&[Token]]) -> bool {
    let same = |a: &[Token], b: &[Token]| a.iter().map(|token| token.id).eq(b.iter().map(|token| token.id));
    let repeats =
        (0..pieces.len()).filter(|&at| pieces[at.saturating_sub(2)..at].iter().any(|other| same(other, pieces[at])));
    repeats.count() * 5 > pieces.len()
}

/// Whether `piece` is said as one speaks, not as one titles: with particles and words of degree.
pub(super) fn is_spoken(piece: &str) -> bool {
    piece.contains(['很', '挺', '啦', '吧', '哦', '嘛', '呀', '哈', '唉', '呵', '您'])
        || piece.ends_with(['了', '好', '啊', '过'])
        || piece.starts_with(['就', '也', '还', '都', '又', '但', '才', '再', '不', '~'])
}

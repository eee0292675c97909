//! Two stretches of a text that say the same.

use std::ops::Range;

/// Letters below which a repetition is too short to be a body.
pub(super) const BODY: usize = 80;
/// Letters below which a repetition is too short to be a summary.
pub(super) const BRIEF: usize = 40;

/// A stretch found at `a` and again at `b`, `a < b`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) len: usize,
}

/// Two stretches that say the same, but for the gaps between their matches. They do not overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Copy {
    pub(super) matches: Vec<Match>,
    pub(super) matched: usize,
}

impl Copy {
    /// Where the two stretches end.
    pub(super) fn ends(&self) -> (usize, usize) {
        self.matches.last().map_or((0, 0), |m| (m.a + m.len, m.b + m.len))
    }

    /// Where the earlier stretch is.
    pub(super) fn earlier(&self) -> Range<usize> {
        self.matches.first().map_or(0, |m| m.a)..self.ends().0
    }

    /// Where the later stretch is.
    pub(super) fn later(&self) -> Range<usize> {
        self.matches.first().map_or(0, |m| m.b)..self.ends().1
    }

    /// What is between two matches, in the earlier stretch and in the later one.
    pub(super) fn gaps(&self) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
        self.matches.windows(2).map(|pair| (pair[0].a + pair[0].len..pair[1].a, pair[0].b + pair[0].len..pair[1].b))
    }

    /// How far apart two matches of this copy may be.
    pub(super) fn reach(&self) -> usize {
        300 + self.matched / 4
    }
}

//! Alignment of a text with itself, in close to linear time.
//!
//! Seeds are k-grams found by a rolling hash (Karp and Rabin 1987), sampled by content so that both
//! copies sample the same places. Seeds grow into maximal exact matches, and matches that keep their order are chained.

use std::ops::{Range, RangeInclusive};

/// Length of a seed, in folded characters.
const SEED: usize = 16;
/// A seed that stands more often than this is a refrain or a formula, not a copy.
const OFTEN: usize = 6;
/// Chains that may still grow; older ones are closed.
const OPEN: usize = 12;

/// A stretch that stands at `a` and again at `b`, `a < b`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) len: usize,
}

/// Two stretches that say the same, but for the gaps between their matches. They do not overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Copy {
    pub(super) matches: Vec<Match>,
    pub(super) matched: usize,
}

impl Copy {
    fn new(first: Match) -> Self {
        Self { matches: vec![first], matched: first.len }
    }

    fn ends(&self) -> (usize, usize) {
        self.matches.last().map_or((0, 0), |m| (m.a + m.len, m.b + m.len))
    }

    /// Where the earlier stretch stands.
    pub(super) fn earlier(&self) -> Range<usize> {
        self.matches.first().map_or(0, |m| m.a)..self.ends().0
    }

    /// Where the later stretch stands.
    pub(super) fn later(&self) -> Range<usize> {
        self.matches.first().map_or(0, |m| m.b)..self.ends().1
    }

    /// How far apart two matches of this copy may stand.
    fn reach(&self) -> usize {
        300 + self.matched / 4
    }
}

/// All copies within `text`: first those led by seeds that stand exactly twice, which do not mislead (as in Cohen's
/// patience diff), then those led by seeds that stand somewhat more often, as in a text that stands three times.
pub(super) fn copies(text: &[char]) -> Vec<Copy> {
    let mut seeds = seeds(text);
    seeds.sort_unstable();
    let mut copies = chain(text, &pairs(&seeds, 2..=2));
    copies.append(&mut chain(text, &pairs(&seeds, 3..=OFTEN)));
    copies
}

/// The copies to which `pairs` of places lead, in order of their later stretches' first seeds.
fn chain(text: &[char], pairs: &[(usize, usize)]) -> Vec<Copy> {
    let mut closed = Vec::new();
    let mut open: Vec<Copy> = Vec::new();
    let mut work = text.len().saturating_mul(8);
    for &(a, b) in pairs {
        if work == 0 {
            break;
        }
        let covered = |copy: &Copy| copy.matches.last().is_some_and(|m| m.b - m.a == b - a && b < m.b + m.len);
        if open.iter().any(covered) || text[a..a + SEED] != text[b..b + SEED] {
            continue;
        }
        let home = open.iter().rposition(|copy| {
            let (end_a, end_b) = copy.ends();
            let behind = a + SEED > end_a && b + SEED > end_b && a + SEED <= copy.later().start;
            behind && a < end_a + copy.reach() && b < end_b + copy.reach()
        });
        let (floor, wall) = match home {
            Some(index) => (open[index].ends(), open[index].later().start),
            None => ((0, 0), b),
        };
        let found = grow(text, a, b, floor, wall);
        work = work.saturating_sub(found.len);
        match home {
            Some(index) if found.len > 0 => {
                let mut copy = open.remove(index);
                copy.matched += found.len;
                copy.matches.push(found);
                open.push(copy);
            }
            None if found.len > 0 => {
                if open.len() == OPEN {
                    closed.push(open.remove(0));
                }
                open.push(Copy::new(found));
            }
            _ => {}
        }
    }
    closed.append(&mut open);
    closed
}

/// Grows the seed at `a` and `b` both ways, not before `floor`; the earlier stretch must end before `wall`.
fn grow(text: &[char], a: usize, b: usize, floor: (usize, usize), wall: usize) -> Match {
    let over = floor.0.saturating_sub(a).max(floor.1.saturating_sub(b));
    let (mut a, mut b) = (a + over, b + over);
    let ahead = text[a.min(wall)..wall].iter().zip(&text[b.min(text.len())..]);
    let mut len = ahead.take_while(|(x, y)| x == y).count();
    if over == 0 {
        let behind = text[floor.0..a].iter().rev().zip(text[floor.1..b].iter().rev());
        let back = behind.take_while(|(x, y)| x == y).count();
        // The later stretch of a copy that has only begun must not grow backwards into the earlier one.
        let back = if floor == (0, 0) { back.min(b - (a + len)) } else { back };
        a -= back;
        b -= back;
        len += back;
    }
    Match { a, b, len }
}

/// Places of equal seeds that stand `often` enough, each with the next place of the same seed, in order of the later.
fn pairs(seeds: &[(u64, u32)], often: RangeInclusive<usize>) -> Vec<(usize, usize)> {
    let groups = seeds.chunk_by(|x, y| x.0 == y.0).filter(|group| often.contains(&group.len()));
    let next = |group: &[(u64, u32)]| {
        let pair = |pair: &[(u64, u32)]| (pair[0].1 as usize, pair[1].1 as usize);
        group.windows(2).map(pair).collect::<Vec<_>>()
    };
    let mut pairs: Vec<(usize, usize)> = groups.flat_map(next).collect();
    pairs.sort_unstable_by_key(|&(a, b)| (b, a));
    pairs
}

fn seeds(text: &[char]) -> Vec<(u64, u32)> {
    const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
    // The longer the text, the longer the copies that matter: one seed in 4, 16 or 64.
    let mask = match text.len() {
        0..0x4000 => 3,
        0x4000..0x4_0000 => 15,
        _ => 63,
    };
    let top = (1..SEED).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let mut hash = 0_u64;
    let mut seeds = Vec::with_capacity(text.len() / (mask as usize + 1) * 5 / 4 + 16);
    for (end, &c) in text.iter().enumerate() {
        if end >= SEED {
            hash = hash.wrapping_sub((text[end - SEED] as u64 + 1).wrapping_mul(top));
        }
        hash = hash.wrapping_mul(BASE).wrapping_add(c as u64 + 1);
        let mixed = (hash ^ (hash >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        if end + 1 >= SEED && (mixed >> 40) & mask == 0 {
            seeds.push((mixed, (end + 1 - SEED) as u32));
        }
    }
    seeds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    /// Characters that never repeat.
    fn fresh(from: u32, count: u32) -> String {
        (from..from + count).filter_map(|c| char::from_u32(0x4E00 + c)).collect()
    }

    #[test]
    fn a_copy_with_an_insertion_is_one_copy_with_a_gap() {
        let (x, y) = (fresh(0, 100), fresh(200, 100));
        let text = letters(&format!("{x}{}{y}{}{x}{y}", fresh(500, 8), fresh(600, 5)));
        let found = copies(&text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].matches, [Match { a: 0, b: 213, len: 100 }, Match { a: 108, b: 313, len: 100 }]);
    }

    #[test]
    fn stretches_never_overlap() {
        let x = fresh(0, 60);
        for count in 2..5 {
            for copy in copies(&letters(&x.repeat(count))) {
                assert!(copy.earlier().end <= copy.later().start, "{copy:?}");
            }
        }
    }

    #[test]
    fn what_stands_often_is_no_copy() {
        assert_eq!(copies(&letters(&fresh(0, 30).repeat(20))), []);
    }
}

//! Alignment of a text with itself, in close to linear time.
//!
//! Seeds found more than once grow into maximal exact matches, and matches that keep their order are chained.

use std::ops::RangeInclusive;

use super::bridge::bridge;
use super::copy::{Copy, Match};
use super::seed::{SEED, limit, roll};
use crate::text::Letter;

/// A seed found more often than this is a refrain or a formula, not a copy.
const OFTEN: usize = 6;
/// Chains that may still grow; older ones are closed.
const OPEN: usize = 12;

/// All copies within `text`: first those led by seeds found exactly twice, which do not mislead (as in Cohen's
/// patience diff), then those led by seeds found somewhat more often, as in a text that is there three times.
pub(super) fn copies(text: &[Letter]) -> Vec<Copy> {
    let mut seeds = seeds(text);
    seeds.sort_unstable();
    let mut copies = chain(text, &pairs(&seeds, 2..=2));
    copies.append(&mut chain(text, &pairs(&seeds, 3..=OFTEN)));
    copies
}

/// The copies to which `pairs` of places lead, in order of their later stretches' first seeds.
fn chain(text: &[Letter], pairs: &[(usize, usize)]) -> Vec<Copy> {
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
        // A chain that would cut the match short at its own later stretch is another repetition.
        let joined = home.and_then(|index| {
            let wall = open[index].later().start;
            let found = grow(text, a, b, Some(&open[index]));
            let goes_on = found.a + found.len == wall && text.get(wall) == text.get(found.b + found.len);
            (!goes_on).then_some((index, found))
        });
        let (mut copy, found) = match joined {
            Some((index, found)) if found.len > 0 => (open.remove(index), found),
            Some(_) => continue,
            None => (Copy::default(), grow(text, a, b, None)),
        };
        work = work.saturating_sub(found.len);
        copy.matched += found.len;
        copy.matches.push(found);
        if open.len() == OPEN {
            closed.push(open.remove(0));
        }
        open.push(copy);
    }
    closed.append(&mut open);
    for copy in &mut closed {
        if work > 0 {
            work = work.saturating_sub(bridge(text, copy));
        }
    }
    closed
}

/// Grows the seed at `a` and `b` both ways: back to where `home` ends, and on until its later stretch begins.
///
/// Without a home the match grows back first, and its own later stretch is where it must end: of a text that is there three
/// times in a row that gives the first two, from their beginnings.
fn grow(text: &[Letter], a: usize, b: usize, home: Option<&Copy>) -> Match {
    let floor = home.map_or((0, 0), Copy::ends);
    let over = floor.0.saturating_sub(a).max(floor.1.saturating_sub(b));
    let behind = text[floor.0.min(a)..a].iter().rev().zip(text[floor.1.min(b)..b].iter().rev());
    let behind = behind.take_while(|(x, y)| x == y).count();
    let (a, b) = if over == 0 { (a - behind, b - behind) } else { (a + over, b + over) };
    let wall = home.map_or(b, |home| home.later().start);
    let ahead = text[a.min(wall)..wall].iter().zip(&text[b.min(text.len())..]);
    Match { a, b, len: ahead.take_while(|(x, y)| x == y).count() }
}

/// Places of equal seeds found `often` enough, each with the next place of the same seed, in order of the later.
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

fn seeds(text: &[Letter]) -> Vec<(u64, u32)> {
    // The longer the text, the longer the copies that matter.
    let every = match text.len() {
        0..0x4000 => 4,
        0x4000..0x4_0000 => 16,
        _ => 64,
    };
    let mut seeds = Vec::with_capacity(text.len() / every * 5 / 4 + 16);
    let (mut hash, bound) = (0, limit(every));
    for (at, &letter) in text.iter().enumerate() {
        hash = roll(hash, letter);
        if hash < bound && at + 1 >= SEED {
            seeds.push((hash, (at + 1 - SEED) as u32));
        }
    }
    seeds
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters that never repeat.
    fn fresh(from: Letter, count: Letter) -> Vec<Letter> {
        (from + 1..from + count + 1).collect()
    }

    #[test]
    fn a_copy_with_an_insertion_is_one_copy_with_a_gap() {
        let (x, y) = (fresh(0, 100), fresh(200, 100));
        let text = [&x[..], &fresh(500, 8), &y, &fresh(600, 5), &x, &y].concat();
        let found = copies(&text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].matches, [Match { a: 0, b: 213, len: 100 }, Match { a: 108, b: 313, len: 100 }]);
    }

    #[test]
    fn a_phrase_that_both_ends_share_does_not_cut_a_copy_short() {
        let phrase = fresh(900, 40);
        let body = [&fresh(0, 5)[..], &phrase, &fresh(100, 100), &phrase, &fresh(300, 20)].concat();
        let found = copies(&[&body[..], &fresh(500, 5), &body].concat());
        assert!(found.iter().any(|copy| copy.matched == body.len()), "{found:?}");
    }

    #[test]
    fn single_letters_that_differ_do_not_end_a_copy() {
        let (x, y, z) = (fresh(100, 9), fresh(200, 100), fresh(400, 9));
        let text = [&x[..], &[1000], &y, &[1001], &z, &[1002], &x, &[1003], &y, &[1004], &z].concat();
        let found = copies(&text);
        assert_eq!((found[0].earlier(), found[0].later()), (0..120, 121..241));
    }

    #[test]
    fn stretches_never_overlap() {
        let x = fresh(0, 60);
        for count in 2..5 {
            for copy in copies(&x.repeat(count)) {
                assert!(copy.earlier().end <= copy.later().start, "{copy:?}");
            }
        }
    }

    #[test]
    fn what_stands_often_is_no_copy() {
        assert_eq!(copies(&fresh(0, 30).repeat(20)), []);
    }
}

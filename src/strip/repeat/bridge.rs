//! Bridges over single letters that differ, such as one that the other standard writes in two ways.

use super::copy::{Copy, Match};
use crate::text::Letter;

/// Letters that must agree behind one that does not.
const BRIDGE: usize = 6;

/// Adds to `copy` what agrees behind single letters that differ (one word, written otherwise) and is too short for a seed.
/// Gives the number of letters won.
pub(super) fn bridge(text: &[Letter], copy: &mut Copy) -> usize {
    let before = copy.matched;
    let (wall, matches) = (copy.later().start, std::mem::take(&mut copy.matches));
    // The later stretch begins behind the earlier one.
    let mut floor = (0, matches.last().map_or(0, |last| last.a + last.len));
    for (index, &found) in matches.iter().enumerate() {
        let to = matches.get(index + 1).map_or((wall, text.len()), |next| (next.a, next.b));
        copy.matches.extend(go_back(text, found, floor).into_iter().rev());
        copy.matches.push(found);
        go_on(text, &mut copy.matches, to);
        floor = copy.ends();
    }
    copy.matched = copy.matches.iter().map(|found| found.len).sum();
    copy.matched - before
}

/// Goes on from the last of `matches`, not beyond `to`.
fn go_on(text: &[Letter], matches: &mut Vec<Match>, to: (usize, usize)) {
    while let Some(&Match { a, b, len }) = matches.last() {
        let (a, b) = (a + len, b + len);
        if a + 1 >= to.0 || b + 1 >= to.1 || is_digit(&text[a]) || is_digit(&text[b]) {
            return;
        }
        let ahead = text[a + 1..to.0].iter().zip(&text[b + 1..to.1]);
        let len = ahead.take_while(|(x, y)| x == y).count();
        if len < BRIDGE {
            return;
        }
        matches.push(Match { a: a + 1, b: b + 1, len });
    }
}

/// Goes back from `first`, not before `floor` in either stretch; gives the matches from the last to the first.
fn go_back(text: &[Letter], first: Match, floor: (usize, usize)) -> Vec<Match> {
    let mut matches = Vec::new();
    let Match { mut a, mut b, .. } = first;
    while a > floor.0 && b > floor.1 + 1 && !is_digit(&text[a - 1]) && !is_digit(&text[b - 1]) {
        let behind = text[floor.0..a - 1].iter().rev().zip(text[floor.1..b - 1].iter().rev());
        let len = behind.take_while(|(x, y)| x == y).count();
        if len < BRIDGE {
            break;
        }
        (a, b) = (a - 1 - len, b - 1 - len);
        matches.push(Match { a, b, len });
    }
    matches
}

/// Whether a letter is a digit: a number that differs is never another way to write the same.
pub(super) fn is_digit(letter: &Letter) -> bool {
    (Letter::from(b'0')..=Letter::from(b'9')).contains(letter)
}

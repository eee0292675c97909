//! Times of day: `11:34`, `下午3点20分`, `3:17 pm`, `10h30`.

use jiff::civil::Time;

use super::pieces::Piece::{self, Mark, Number, Word};
use super::words::{half, half_of_day};

/// The time of day at `at`, and the index of the piece behind it.
pub(super) fn time(pieces: &[Piece], at: usize) -> Option<(Time, usize)> {
    let (half, at) = match pieces.get(at).and_then(|piece| half(*piece)) {
        Some(half) => (Some(half), at + 1),
        None => (None, at),
    };
    let get = |offset: usize| pieces.get(at + offset).copied();
    let Number(hour, 1..=2) = get(0)? else { return None };
    let (minute, mut next) = match (get(1), get(2)) {
        (Some(Mark(':' | '：' | '时' | '時' | '点' | '點' | '.')), Some(Number(minute, 2)))
        | (Some(Mark('时' | '時' | '点' | '點')), Some(Number(minute, 1))) => (minute, 3),
        (Some(Word("h" | "H")), Some(Number(minute, 2))) => (minute, 3),
        (Some(Mark('时' | '時' | '点' | '點')), _) => (0, 2),
        (Some(word @ Word(_)), _) if half_of_day(word).is_some() => (0, 1),
        _ => return None,
    };
    let mut second = 0;
    match (get(next), get(next + 1)) {
        (Some(Mark(':' | '：')), Some(Number(value, 2))) => {
            (second, next) = (value, next + 2);
            if let (Some(Mark('.' | ',')), Some(Number(..))) = (get(next), get(next + 1)) {
                next += 2;
            }
        }
        (Some(Mark('分')), Some(Number(value, 1..=2))) => (second, next) = (value, next + 3),
        (Some(Mark('分')), _) => next += 1,
        _ => {}
    }
    let after = get(next).and_then(half_of_day);
    next += usize::from(after.is_some());
    // "a.m." and "p.m."
    if after.is_none()
        && let (Some(Word(half @ ("a" | "p" | "A" | "P"))), Some(Mark('.')), Some(Word("m" | "M"))) =
            (get(next), get(next + 1), get(next + 2))
    {
        let hour = twelve(hour, half.eq_ignore_ascii_case("p"));
        let dot = usize::from(get(next + 3) == Some(Mark('.')));
        return Some((clock(hour, minute, second)?, at + next + 3 + dot));
    }
    let hour = half.or(after).map_or(hour, |afternoon| twelve(hour, afternoon));
    Some((clock(hour, minute, second)?, at + next))
}

/// A time of day; a leap second is the second before it.
fn clock(hour: u32, minute: u32, second: u32) -> Option<Time> {
    let second = if second == 60 { 59 } else { second };
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0).ok()
}

/// The hour of 24 for an `hour` of 12 before or after noon.
fn twelve(hour: u32, afternoon: bool) -> u32 {
    match (hour, afternoon) {
        (12, false) => 0,
        (1..=11, true) => hour + 12,
        _ => hour,
    }
}

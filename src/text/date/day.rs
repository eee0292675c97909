//! Days: `2013年8月13日`, `2013-8-13`, `13.8.2013`, `August 21st, 2021`, `20210821`.

use jiff::civil::Date;

use super::pieces::Piece::{self, Mark, Number, Word};
use super::pieces::is_word;
use super::words::month;

/// Years that a publication can be of.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 1900..=2099;

/// The day at `at`, and the index of the piece behind it.
pub(super) fn day(pieces: &[Piece], at: usize) -> Option<(Date, usize)> {
    let get = |offset: usize| pieces.get(at + offset).copied();
    let is_separator =
        |piece| matches!(piece, Some(Mark('-' | '/' | '.' | '年' | '月' | '년' | '월' | '－' | '—' | '–')));
    match get(0)? {
        // 2013年8月13日, 2013-8-13
        Number(year, 4) if is_separator(get(1)) => {
            let Some(Number(month, 1..=2)) = get(2) else { return None };
            let Some(Number(day, 1..=2)) = is_separator(get(3)).then(|| get(4)).flatten() else { return None };
            let unit = usize::from(matches!(get(5), Some(Mark('日' | '号' | '號' | '일'))));
            Some((civil(year, month, day)?, at + 5 + unit))
        }
        Number(packed, 8) => Some((civil(packed / 10000, packed / 100 % 100, packed % 100)?, at + 1)),
        // 20210821T031726Z is rare; 13.8.2013 and 13/8/2013 are not.
        Number(first, 1..=2) if matches!(get(1), Some(Mark('.' | '/' | '-'))) && get(1) == get(3) => {
            let (Some(Number(second, 1..=2)), Some(Number(year, digits))) = (get(2), get(4)) else { return None };
            let year = match digits {
                4 => year,
                2 if is_short(pieces, at) => year + if year < 70 { 2000 } else { 1900 },
                _ => return None,
            };
            let day_first = get(1) == Some(Mark('.')) || first > 12;
            let (day, month) = if day_first { (first, second) } else { (second, first) };
            // 5/6/2013 is a different day on either side of the ocean.
            let ambiguous = !day_first && second <= 12 && first != second;
            (!ambiguous).then(|| civil(year, month, day))?.map(|date| (date, at + 5))
        }
        Number(day, 1..=2) => {
            let mut offset = 1;
            while matches!(get(offset), Some(Mark('.' | ',' | '-')))
                || is_word(get(offset), &["st", "nd", "rd", "th", "of", "de", "er"])
            {
                offset += 1;
            }
            let month = month(get(offset)?)?;
            offset += 1;
            while matches!(get(offset), Some(Mark('.' | ',' | '-' | '\'')))
                || is_word(get(offset), &["de", "del", "of"])
            {
                offset += 1;
            }
            let Some(Number(year, 4)) = get(offset) else { return None };
            Some((civil(year, month, day)?, at + offset + 1))
        }
        Word(_) => {
            let month = month(get(0)?)?;
            let mut offset = 1 + usize::from(get(1) == Some(Mark('.')));
            let Some(Number(day, 1..=2)) = get(offset) else { return None };
            offset += 1;
            while matches!(get(offset), Some(Mark(',' | '.'))) || is_word(get(offset), &["st", "nd", "rd", "th"]) {
                offset += 1;
            }
            let Some(Number(year, 4)) = get(offset) else { return None };
            Some((civil(year, month, day)?, at + offset + 1))
        }
        _ => None,
    }
}

/// Whether `25.04.24` is at `at`, and not a part of a version's number or of a machine's address.
fn is_short(pieces: &[Piece], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| pieces.get(before));
    let is_part = |piece: Option<&Piece>| matches!(piece, Some(Mark('.' | '/' | '-' | '_' | ':')));
    let is_whole = matches!(pieces.get(at..at + 4), Some([Number(_, 2), Mark('.'), Number(_, 2), Mark('.')]));
    is_whole && !is_part(before) && !is_part(pieces.get(at + 5))
}

/// A day of the calendar in a year that a publication can be of.
fn civil(year: u32, month: u32, day: u32) -> Option<Date> {
    let (year, month, day) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(year, month, day).ok().filter(|date| YEARS.contains(&date.year()))
}

//! A moment in a text: a day, the time of day behind it, the zone behind that.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

use super::clock::time;
use super::day::{YEARS, day};
use super::pieces::{Piece, pieces};
use super::zone::offset;
use crate::text::boundary;

/// A point in time read from text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Microseconds since 1970-01-01T00:00:00Z.
    pub micros: i64,
    /// Whether the text named a time zone; if not, the one given was assumed.
    pub zoned: bool,
    /// The day as written, in the zone of the text.
    pub date: Date,
}

/// How far into a text a date is looked for, in bytes.
const REACH: usize = 400;

/// The first date in `text`; `zone` is taken where the text names none.
pub(crate) fn find(text: &str, zone: &TimeZone) -> Option<Moment> {
    let pieces = pieces(&text[..boundary(text, REACH)]);
    (0..pieces.len()).find_map(|at| moment(&pieces, at, zone).map(|(moment, _)| moment))
}

/// The date that `text` is, as the value of a field: nothing but weekday names may come before it.
pub(crate) fn parse(text: &str, zone: &TimeZone) -> Option<Moment> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<i64>()
        && (text.len() == 10 || text.len() == 13)
    {
        let millis = if text.len() == 10 { seconds.checked_mul(1000)? } else { seconds };
        let timestamp = Timestamp::from_millisecond(millis).ok()?;
        let date = timestamp.to_zoned(TimeZone::UTC).date();
        return YEARS.contains(&date.year()).then_some(Moment { micros: millis * 1000, zoned: true, date });
    }
    let pieces = pieces(&text[..boundary(text, REACH)]);
    (0..pieces.len().min(8)).find_map(|at| moment(&pieces, at, zone).map(|(moment, _)| moment))
}

/// The moment at `at`, and the index of the piece behind it.
fn moment(pieces: &[Piece], at: usize, zone: &TimeZone) -> Option<(Moment, usize)> {
    let (date, mut next) = day(pieces, at)?;
    let mut clock = None;
    let mut offset_found = None;
    // Commas, weekdays and words such as "at" may come between date and time.
    let end = next;
    for start in end..(end + 5).min(pieces.len() + 1) {
        if let Some((found, after)) = time(pieces, start) {
            (clock, next) = (Some(found), after);
            break;
        }
        let between = matches!(
            pieces.get(start),
            Some(
                Piece::Word(_)
                    | Piece::Mark(
                        ',' | '，' | 'T' | '(' | ')' | '（' | '）' | '|' | '-' | '–' | '—' | '/' | '.' | '·' | ' '
                    )
            )
        );
        if !between {
            break;
        }
    }
    if clock.is_some() {
        if matches!(pieces.get(next), Some(Piece::Mark('('))) {
            next += 1;
        }
        if let Some((found, after)) = offset(pieces, next) {
            (offset_found, next) = (Some(found), after);
        } else if let Some(Piece::Word(word)) = pieces.get(next)
            && word.starts_with("北京")
        {
            offset_found = Offset::from_hours(8).ok();
        }
    }
    let datetime = DateTime::from_parts(date, clock.unwrap_or(Time::midnight()));
    let zoned = offset_found.is_some();
    let zone = offset_found.map_or_else(|| zone.clone(), TimeZone::fixed);
    let timestamp = zone.to_ambiguous_timestamp(datetime).compatible().ok()?;
    Some((Moment { micros: timestamp.as_microsecond(), zoned, date }, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let found = parse(text, &zone).map(|m| Timestamp::from_microsecond(m.micros).unwrap().to_string());
        assert_eq!(found.as_deref().unwrap_or("none"), expected, "{text}");
    }

    #[test]
    fn dates_of_programs() {
        check("Sat, 21 Aug 2021 03:17:26 GMT", "2021-08-21T03:17:26Z");
        check("Sat, 21 Aug 2021 03:17:26 +0800", "2021-08-20T19:17:26Z");
        check("2019-09-07T20:17:00.123+08:00", "2019-09-07T12:17:00Z");
        check("2019-09-07T20:17:00Z", "2019-09-07T20:17:00Z");
        check("2014-05-12 10:59", "2014-05-12T02:59:00Z");
        check("20140512", "2014-05-11T16:00:00Z");
        check("1400000000", "2014-05-13T16:53:20Z");
        check("1400000000000", "2014-05-13T16:53:20Z");
    }

    #[test]
    fn dates_of_people() {
        check("2013年8月13日 11:34", "2013-08-13T03:34:00Z");
        check("2013 年 8 月 13 日 星期二 下午3点20分", "2013-08-13T07:20:00Z");
        check("2013/8/13", "2013-08-12T16:00:00Z");
        check("August 21st, 2021 at 3:17 pm EST", "2021-08-21T20:17:00Z");
        check("Friday 21 August 2021, 3:17 p.m. UTC", "2021-08-21T15:17:00Z");
        check("21. Mai 2025, 06:05 Uhr", "2025-05-20T22:05:00Z");
        check("le 3 février 2021 à 10h30", "2021-02-03T02:30:00Z");
        check("13.08.2013", "2013-08-12T16:00:00Z");
        check("12:00 pm", "none");
        check("Do 25.04.24 | 16:15 Uhr", "2024-04-25T08:15:00Z");
        check("Version 10.11.12.13", "none");
        check("v.10.11.12", "none");
    }

    #[test]
    fn what_no_calendar_holds_is_no_date() {
        check("2013-02-30", "none");
        check("0213-12-30", "none");
        check("5/6/2013", "none");
        check("12345", "none");
        check("", "none");
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "[0-9a-zA-Z年月日:T+./, -]{0,40}") {
            let _ = find(&text, &TimeZone::UTC);
        }
    }
}

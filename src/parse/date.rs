//! Dates as people and programs write them.
//!
//! The text is cut into numbers, words and marks, and the forms are patterns over those: RFC 2822 and 3339, `2014-05-12
//! 10:59`, `2013年8月13日 11:34`, `August 21st, 2021 at 3:17 pm`, `21. Mai 2025`, `20210821`, Unix time.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

use crate::text::boundary;

/// A point in time read from text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// Microseconds since 1970-01-01T00:00:00Z.
    pub micros: i64,
    /// Whether the text named a time zone; if not, the one given was assumed.
    pub zoned: bool,
    /// The day as written, in the zone of the text.
    pub date: Date,
}

/// How far into a text a date is looked for, in bytes.
const REACH: usize = 400;

/// Years that a publication can be of.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2099;

/// The first date in `text`; `zone` is taken where the text names none.
pub(super) fn find(text: &str, zone: &TimeZone) -> Option<Moment> {
    let pieces = pieces(&text[..boundary(text, REACH)]);
    (0..pieces.len()).find_map(|at| moment(&pieces, at, zone).map(|(moment, _)| moment))
}

/// The date that `text` is, as the value of a field: nothing but weekday names may stand before it.
pub(super) fn parse(text: &str, zone: &TimeZone) -> Option<Moment> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<i64>()
        && (text.len() == 10 || text.len() == 13)
    {
        let millis = if text.len() == 10 { seconds.checked_mul(1000)? } else { seconds };
        let timestamp = jiff::Timestamp::from_millisecond(millis).ok()?;
        let date = timestamp.to_zoned(TimeZone::UTC).date();
        return YEARS.contains(&date.year()).then_some(Moment { micros: millis * 1000, zoned: true, date });
    }
    let pieces = pieces(&text[..boundary(text, REACH)]);
    (0..pieces.len().min(8)).find_map(|at| moment(&pieces, at, zone).map(|(moment, _)| moment))
}

/// The date in the path of an address, such as `/2019/09/07/` or `/20190907/`.
pub(super) fn in_address(url: &str, zone: &TimeZone) -> Option<Moment> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let steps: Vec<&str> = path.split(['/', '_', '-', '.', '?']).skip(1).collect();
    let digits = |step: &&str| step.bytes().all(|byte| byte.is_ascii_digit());
    for (at, step) in steps.iter().enumerate().filter(|(_, step)| digits(step)) {
        let next = |ahead: usize| steps.get(at + ahead).filter(|step| digits(step)).copied().unwrap_or_default();
        let named = steps.get(at + 1).filter(|name| name.len() == 3).and_then(|name| month(Word(name)));
        let written = match (step.len(), next(1).len(), next(2).len()) {
            (8, ..) => (*step).to_owned(),
            (4, 2, 2) => format!("{step}{}{}", next(1), next(2)),
            (4, _, 1 | 2) if named.is_some() => format!("{step}-{}-{}", named.unwrap_or_default(), next(2)),
            (4, 4, _) => format!("{step}{}", next(1)),
            (6, 2, _) => format!("{step}{}", next(1)),
            _ => continue,
        };
        if let Some(moment) = parse(&written, zone) {
            return Some(moment);
        }
    }
    None
}

/// The zone called `name`: an IANA name or an offset such as `+08:00`.
pub(super) fn zone(name: &str) -> Option<TimeZone> {
    let pieces = pieces(name);
    match offset(&pieces, 0) {
        Some((offset, _)) => Some(TimeZone::fixed(offset)),
        None => TimeZone::get(name).ok(),
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece<'a> {
    /// Value and number of digits.
    Number(u32, usize),
    Word(&'a str),
    Mark(char),
}

use Piece::{Mark, Number, Word};

/// Characters of Chinese and Japanese dates that stand for themselves.
fn is_unit(c: char) -> bool {
    matches!(c, '年' | '月' | '日' | '号' | '號' | '时' | '時' | '点' | '點' | '分' | '秒' | '년' | '월' | '일')
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = |is: &dyn Fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        let len = if first.is_ascii_digit() {
            let len = run(&|c| c.is_ascii_digit());
            pieces.push(Number(rest[..len].parse().unwrap_or(u32::MAX), len));
            len
        } else if first.is_alphabetic() && !is_unit(first) {
            let len = run(&|c| c.is_alphabetic() && !is_unit(c));
            // RFC 3339 sets the time off by a letter.
            pieces.push(if &rest[..len] == "T" { Mark('T') } else { Word(&rest[..len]) });
            len
        } else {
            if !first.is_whitespace() {
                pieces.push(Mark(first));
            }
            first.len_utf8()
        };
        rest = &rest[len..];
    }
    pieces
}

fn moment(pieces: &[Piece], at: usize, zone: &TimeZone) -> Option<(Moment, usize)> {
    let (date, mut next) = date(pieces, at)?;
    let mut time = None;
    let mut offset_found = None;
    // Commas, weekdays and words such as "at" may stand between date and time.
    let end = next;
    for start in end..(end + 5).min(pieces.len() + 1) {
        if let Some((found, after)) = self::time(pieces, start) {
            (time, next) = (Some(found), after);
            break;
        }
        let between = matches!(
            pieces.get(start),
            Some(
                Word(_)
                    | Mark(',' | '，' | 'T' | '(' | ')' | '（' | '）' | '|' | '-' | '–' | '—' | '/' | '.' | '·' | ' ')
            )
        );
        if !between {
            break;
        }
    }
    if time.is_some() {
        if matches!(pieces.get(next), Some(Mark('('))) {
            next += 1;
        }
        if let Some((found, after)) = offset(pieces, next) {
            (offset_found, next) = (Some(found), after);
        } else if let Some(Word(word)) = pieces.get(next)
            && word.starts_with("北京")
        {
            offset_found = Offset::from_hours(8).ok();
        }
    }
    let datetime = DateTime::from_parts(date, time.unwrap_or(Time::midnight()));
    let zoned = offset_found.is_some();
    let zone = offset_found.map_or_else(|| zone.clone(), TimeZone::fixed);
    let timestamp = zone.to_ambiguous_timestamp(datetime).compatible().ok()?;
    Some((Moment { micros: timestamp.as_microsecond(), zoned, date }, next))
}

fn date(pieces: &[Piece], at: usize) -> Option<(Date, usize)> {
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

/// Whether `25.04.24` stands at `at`, and not a part of a version's number or of a machine's address.
fn is_short(pieces: &[Piece], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| pieces.get(before));
    let is_part = |piece: Option<&Piece>| matches!(piece, Some(Mark('.' | '/' | '-' | '_' | ':')));
    let is_whole = matches!(pieces.get(at..at + 4), Some([Number(_, 2), Mark('.'), Number(_, 2), Mark('.')]));
    is_whole && !is_part(before) && !is_part(pieces.get(at + 5))
}

fn civil(year: u32, month: u32, day: u32) -> Option<Date> {
    let (year, month, day) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(year, month, day).ok().filter(|date| YEARS.contains(&date.year()))
}

fn is_word(piece: Option<Piece>, words: &[&str]) -> bool {
    matches!(piece, Some(Word(word)) if words.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// Beginnings of the names of months in European languages, longest first where one begins another.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen", "янв", "sty", "oca", "ιαν"],
    &["feb", "fév", "fev", "févr", "фев", "lut", "şub", "φεβ"],
    &["mar", "mär", "maart", "mrz", "мар", "mart", "μαρ"],
    &["apr", "avr", "abr", "апр", "kwi", "nis", "απρ"],
    &["may", "mai", "maj", "mei", "mag", "мая", "май", "μαΐ"],
    &["jun", "juin", "giu", "июн", "cze", "haz", "ιουν"],
    &["jul", "juil", "lug", "июл", "lip", "tem", "ιουλ"],
    &["aug", "août", "aou", "ago", "авг", "sie", "ağu", "αυγ"],
    &["sep", "set", "сен", "wrz", "eyl", "σεπ"],
    &["oct", "okt", "ott", "out", "окт", "paź", "eki", "οκτ"],
    &["nov", "ноя", "lis", "kas", "νοε"],
    &["dec", "dez", "déc", "dic", "des", "дек", "gru", "ara", "δεκ"],
];

/// Whether a word is the name of a month.
pub(super) fn is_month(word: &str) -> bool {
    month(Word(word)).is_some()
}

fn month(piece: Piece) -> Option<u32> {
    let Word(word) = piece else { return None };
    if word.len() > 24 {
        return None;
    }
    let word = word.to_lowercase();
    let position = MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
    u32::try_from(position + 1).ok()
}

fn time(pieces: &[Piece], at: usize) -> Option<(Time, usize)> {
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

/// Whether a word that may stand before a time says afternoon (`Some(true)`) or morning.
fn half(piece: Piece) -> Option<bool> {
    let Word(word) = piece else { return None };
    match word {
        "下午" | "晚上" | "傍晚" | "中午" | "晚" | "午後" | "오후" => Some(true),
        "上午" | "早上" | "凌晨" | "清晨" | "早" | "午前" | "오전" => Some(false),
        _ => half_of_day(piece),
    }
}

/// Whether a word is PM (`Some(true)`) or AM.
fn half_of_day(piece: Piece) -> Option<bool> {
    if is_word(Some(piece), &["pm"]) { Some(true) } else { is_word(Some(piece), &["am"]).then_some(false) }
}

/// Zone names of RFC 2822 and of the European press, with their offsets in hours.
const ZONES: &[(&str, i8)] = &[
    ("Z", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("UT", 0),
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
    ("CET", 1),
    ("CEST", 2),
    ("BST", 1),
    ("EET", 2),
    ("EEST", 3),
    ("MSK", 3),
    ("JST", 9),
    ("KST", 9),
    ("HKT", 8),
    ("SGT", 8),
    ("IST", 5),
];

fn offset(pieces: &[Piece], at: usize) -> Option<(Offset, usize)> {
    match (pieces.get(at)?, pieces.get(at + 1)) {
        (Word(name), sign @ (None | Some(_))) => {
            if matches!(sign, Some(Mark('+' | '-'))) && matches!(*name, "GMT" | "UTC") {
                return offset(pieces, at + 1);
            }
            let (_, hours) = ZONES.iter().find(|(known, _)| known == name)?;
            let minutes = if *name == "IST" { 30 } else { 0 };
            Some((Offset::from_seconds(i32::from(*hours) * 3600 + minutes * 60).ok()?, at + 1))
        }
        (Mark(sign @ ('+' | '-' | '−')), Some(Number(number, len))) => {
            let (hours, minutes, next) = match (len, pieces.get(at + 2), pieces.get(at + 3)) {
                (4, ..) => (number / 100, number % 100, at + 2),
                (1..=2, Some(Mark(':')), Some(Number(minutes, 2))) => (*number, *minutes, at + 4),
                (1..=2, ..) => (*number, 0, at + 2),
                _ => return None,
            };
            if hours > 14 || minutes > 59 {
                return None;
            }
            let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
            Some((Offset::from_seconds(if *sign == '+' { seconds } else { -seconds }).ok()?, next))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let found = parse(text, &zone).map(|m| jiff::Timestamp::from_microsecond(m.micros).unwrap().to_string());
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

    #[test]
    fn zones_by_name_and_by_offset() {
        assert!(zone("Asia/Taipei").is_some());
        assert_eq!(zone("+08:00"), Some(TimeZone::fixed(Offset::from_hours(8).unwrap())));
        assert!(zone("nowhere").is_none());
    }

    #[test]
    fn addresses_hold_dates() {
        let day = |url: &str| in_address(url, &TimeZone::UTC).map(|moment| moment.date.to_string());
        assert_eq!(day("http://example.org/news/2019/09/07/a.html").as_deref(), Some("2019-09-07"));
        assert_eq!(day("http://example.org/a/20190907A0ABC").as_deref(), None);
        assert_eq!(day("http://example.org/a/20190907_1.html").as_deref(), Some("2019-09-07"));
        assert_eq!(day("http://example.org/c/2019-09-07/1.shtml").as_deref(), Some("2019-09-07"));
        assert_eq!(day("http://example.org/19990000/").as_deref(), None);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "[0-9a-zA-Z年月日:T+./, -]{0,40}") {
            let _ = find(&text, &TimeZone::UTC);
        }
    }
}

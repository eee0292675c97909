//! Dates as bylines write them.

use std::sync::LazyLock;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use regex::Regex;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let numeric = r"(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?";
    let english = r"(?P<d2>\d{1,2})?\s*(?P<mon>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s*(?P<d3>\d{1,2})?(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d)";
    let time =
        r"(?:[\sT,]*(?:at\s+)?(?P<h>\d{1,2})\s*[:：时時]\s*(?P<min>\d{2})(?:\s*[:：分]\s*(?P<s>\d{2})?)?\s*秒?)?";
    Regex::new(&format!(r"(?i)(?:{numeric}|{english})(?:\s*(?:星期|周|週)[一二三四五六日天])?{time}")).ok()
});

/// The date that is all of `text`, or none.
pub(super) fn whole(text: &str) -> Option<&str> {
    let text = text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | '（' | '）' | '【' | '】' | '`')
    });
    let found = PATTERN.as_ref()?.find(text)?;
    (found.start() == 0 && found.end() == text.len()).then_some(text)
}

/// Whether `text` gives a time of day as well.
pub(super) fn has_time(text: &str) -> bool {
    let found = PATTERN.as_ref().and_then(|pattern| pattern.captures(text));
    found.is_some_and(|found| found.name("h").is_some())
}

/// The first date in `text`, in microseconds since 1970 UTC, taken as UTC.
pub(super) fn parse(text: &str) -> Option<i64> {
    let found = PATTERN.as_ref()?.captures(text)?;
    let number = |names: &[&str]| names.iter().find_map(|name| found.name(name)).and_then(|m| m.as_str().parse().ok());
    let year: i16 = number(&["y", "y2"])?;
    let month = match found.name("mon") {
        Some(name) => MONTHS.iter().position(|known| name.as_str().to_lowercase() == *known)? as i16 + 1,
        None => number(&["m"])?,
    };
    let day = number(&["d", "d2", "d3"])?;
    let (hour, minute, second) =
        (number(&["h"]).unwrap_or(0), number(&["min"]).unwrap_or(0), number(&["s"]).unwrap_or(0));
    let small = |n: i16| i8::try_from(n).ok();
    let time = DateTime::new(year, small(month)?, small(day)?, small(hour)?, small(minute)?, small(second)?, 0).ok()?;
    time.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp().as_microsecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_chinese_and_english() {
        let day = Some(1_399_852_800_000_000);
        for text in ["2014-05-12", "2014年5月12日", "2014 年 5 月 12 日 星期一", "May 12, 2014", "12 May 2014"]
        {
            assert_eq!(parse(text), day, "{text}");
            assert!(whole(text).is_some(), "{text}");
        }
        assert_eq!(parse("2014-05-12 10:59"), day.map(|day| day + (10 * 60 + 59) * 60_000_000));
        assert_eq!(parse("2014-15-12"), None);
        assert_eq!(whole("2014年5月12日 晴"), None);
    }
}

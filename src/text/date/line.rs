//! Lines that are dates. Which day it is, [`parse`](super::moment::parse) knows.

use std::sync::LazyLock;

use regex::Regex;

static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let numeric = r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号號]?";
    let month = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?";
    let english = format!(r"(?:\d{{1,2}}\s+{month}|{month}\s+\d{{1,2}}(?:st|nd|rd|th)?),?\s+(?:19|20)\d\d");
    let weekday = r"(?:\s*[（(]?(?:星期|周|週)[一二三四五六日天][)）]?)?";
    let time = r"(?P<time>[\sT,]*(?:at\s+)?\d{1,2}\s*[:：时時]\s*\d{2}(?:\s*[:：分]\s*\d{0,2})?\s*秒?(?:\s*(?:[ap]\.?m\.?|UTC|GMT|[+-]\d\d:?\d\d))*)?";
    Regex::new(&format!(r"(?i)^(?:{numeric}|{english}){weekday}{time}$")).ok()
});

/// The date that is all of `text`, without the brackets around it, and whether it tells the time of day.
pub(crate) fn whole(text: &str) -> Option<(&str, bool)> {
    let bracket = |c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | '（' | '）' | '【' | '】' | '`');
    let text = text.trim_matches(bracket);
    let found = PATTERN.as_ref()?.captures(text)?;
    Some((text, found.name("time").is_some()))
}

static MENTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let year = r"(?:19|20)\d\d";
    let day = r"\d{1,2}\s*[-/.月]\s*\d{1,2}";
    let ago = r"\d+\s*(?:分钟|分鐘|小时|小時|天|周|週|个?月|個?月|年)前|昨天|今天|前天|ago|yesterday|today";
    Regex::new(&format!("(?i){year}|{day}|{ago}")).ok()
});

/// Whether `text` tells a day at all: the value of a field called 时间 may be anything.
pub(crate) fn is_told(text: &str) -> bool {
    MENTION.as_ref().is_some_and(|mention| mention.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::{is_told, whole};

    #[test]
    fn a_time_of_day_is_no_day() {
        assert!(is_told("2020-03-04 10:20") && is_told("3月4日") && is_told("3 天前"));
        assert!(!is_told("周三下午三点") && !is_told("不限"));
    }

    #[test]
    fn a_date_line_is_a_date_and_nothing_else() {
        for text in ["2014-05-12", "2014年5月12日", "[2014 年 5 月 12 日 星期一]", "May 12, 2014", "12 May 2014"]
        {
            assert!(whole(text).is_some_and(|(_, timed)| !timed), "{text}");
        }
        assert!(whole("2014-05-12 10:59:01").is_some_and(|(_, timed)| timed));
        for text in ["2014年5月12日 晴", "2014-05-12 的夜里", "2014", "第12页"] {
            assert_eq!(whole(text), None, "{text}");
        }
    }
}

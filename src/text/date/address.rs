//! The date in the address of a page.

use jiff::tz::TimeZone;

use super::moment::{Moment, parse};
use super::pieces::Piece;
use super::words::month;

/// The date in the path of an address, such as `/2019/09/07/` or `/20190907/`.
pub(crate) fn in_address(url: &str, zone: &TimeZone) -> Option<Moment> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let steps: Vec<&str> = path.split(['/', '_', '-', '.', '?']).skip(1).collect();
    let digits = |step: &&str| step.bytes().all(|byte| byte.is_ascii_digit());
    for (at, step) in steps.iter().enumerate().filter(|(_, step)| digits(step)) {
        let next = |ahead: usize| steps.get(at + ahead).filter(|step| digits(step)).copied().unwrap_or_default();
        let named = steps.get(at + 1).filter(|name| name.len() == 3).and_then(|name| month(Piece::Word(name)));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_dates() {
        let day = |url: &str| in_address(url, &TimeZone::UTC).map(|moment| moment.date.to_string());
        assert_eq!(day("http://example.org/news/2019/09/07/a.html").as_deref(), Some("2019-09-07"));
        assert_eq!(day("http://example.org/a/20190907A0ABC").as_deref(), None);
        assert_eq!(day("http://example.org/a/20190907_1.html").as_deref(), Some("2019-09-07"));
        assert_eq!(day("http://example.org/c/2019-09-07/1.shtml").as_deref(), Some("2019-09-07"));
        assert_eq!(day("http://example.org/19990000/").as_deref(), None);
    }
}

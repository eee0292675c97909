//! Time zones: what the settings call one, what a text calls one, and which is assumed where it names none.

use jiff::tz::{Offset, TimeZone};
use unicode_script::Script;

use super::pieces::Piece::{Mark, Number, Word};
use super::pieces::{Piece, pieces};
use crate::text::{is_letter, script};

/// The time zone of dates that name none, and what to call it.
pub(crate) struct Zone {
    /// The zone itself.
    pub zone: TimeZone,
    /// Its name, as the settings or the IANA write it.
    pub name: String,
}

impl Zone {
    /// The zone that `setting` asks for: `auto` (Asia/Shanghai for `texts` mostly in Chinese, else UTC), or a zone's name.
    pub(crate) fn of<'a>(texts: impl IntoIterator<Item = &'a str>, setting: &str) -> Self {
        if setting != "auto"
            && let Some(zone) = named(setting)
        {
            return Self { zone, name: setting.to_owned() };
        }
        let shanghai = is_mostly_han(texts).then(|| named("Asia/Shanghai")).flatten();
        match shanghai {
            Some(zone) => Self { zone, name: "Asia/Shanghai".into() },
            None => Self { zone: TimeZone::UTC, name: "UTC".into() },
        }
    }
}

/// Whether `setting` is one that [`Zone::of`] knows.
pub(crate) fn is_zone(setting: &str) -> bool {
    setting == "auto" || named(setting).is_some()
}

/// How many letters decide on a text's script.
const SAMPLE: usize = 20_000;

fn is_mostly_han<'a>(texts: impl IntoIterator<Item = &'a str>) -> bool {
    let (mut all, mut han, mut kana) = (0_usize, 0_usize, 0_usize);
    for text in texts {
        if all >= SAMPLE {
            break;
        }
        if text.is_ascii() {
            all = SAMPLE.min(all + text.bytes().filter(u8::is_ascii_alphabetic).count());
            continue;
        }
        for c in text.chars().filter(|c| is_letter(*c)).take(SAMPLE - all) {
            all += 1;
            // The tables are slow, and nothing below is of either script.
            if c < '\u{2E80}' {
                continue;
            }
            match script(c) {
                Script::Han => han += 1,
                Script::Hiragana | Script::Katakana => kana += 1,
                _ => {}
            }
        }
    }
    // Chinese text has Latin names in it, and Markdown has addresses.
    han * 4 > all && kana * 8 < han
}

/// The zone called `name`: an IANA name or an offset such as `+08:00`.
fn named(name: &str) -> Option<TimeZone> {
    let pieces = pieces(name);
    match offset(&pieces, 0) {
        Some((offset, end)) if end == pieces.len() => Some(TimeZone::fixed(offset)),
        _ => TimeZone::get(name).ok(),
    }
}

/// Zone names of RFC 2822 and of the European press, with their offsets in hours.
const OFFSETS: &[(&str, i8)] = &[
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

/// The offset from UTC at `at`, and the index of the piece behind it.
pub(super) fn offset(pieces: &[Piece], at: usize) -> Option<(Offset, usize)> {
    match (pieces.get(at)?, pieces.get(at + 1)) {
        (Word(name), sign @ (None | Some(_))) => {
            if matches!(sign, Some(Mark('+' | '-'))) && matches!(*name, "GMT" | "UTC") {
                return offset(pieces, at + 1);
            }
            let (_, hours) = OFFSETS.iter().find(|(known, _)| known == name)?;
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

    #[test]
    fn zones_by_name_and_by_offset() {
        assert!(named("Asia/Taipei").is_some());
        assert_eq!(named("+08:00"), Some(TimeZone::fixed(Offset::from_hours(8).unwrap())));
        assert!(named("nowhere").is_none());
    }
}

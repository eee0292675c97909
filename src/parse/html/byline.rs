//! Authors and dates in the lines that readers see.

use jiff::tz::TimeZone;

use crate::document::Block;
use crate::parse::date::{self, Moment};

/// Bytes of a line beyond which it is text, not a byline.
const LINE: usize = 260;

/// Blocks after the title in which a byline is looked for, and before it.
const AFTER: usize = 14;
const BEFORE: usize = 4;

/// Lines that may be a byline, those after the title first.
fn lines(blocks: &[Block], title_at: Option<usize>) -> impl Iterator<Item = &Block> {
    let at = title_at.unwrap_or(0);
    let after = blocks.iter().skip(at + usize::from(title_at.is_some())).take(AFTER);
    let before = blocks[..at.min(blocks.len())].iter().rev().take(BEFORE);
    let rest = blocks.iter();
    after.chain(before).chain(rest).filter(|block| block.value().len() <= LINE)
}

/// The first line that holds a date, and the date. Clocks in page headers are not dates of publication.
pub(super) fn date(blocks: &[Block], title_at: Option<usize>, zone: &TimeZone) -> Option<(String, Moment)> {
    let is_clock =
        |text: &str| text.starts_with("今天") || text.starts_with("现在") || text.contains('©') || text.contains("ICP");
    let found = |block: &Block| {
        let text = block.value();
        let moment = (!is_clock(text)).then(|| date::find(text, zone)).flatten()?;
        Some((text.to_owned(), moment))
    };
    lines(blocks, title_at).find_map(found)
}

/// What stands before the names of authors.
const MARKERS: &[&str] = &[
    "作者：",
    "作者:",
    "作者丨",
    "作者 ",
    "撰文：",
    "撰文:",
    "撰文|",
    "文／",
    "文/",
    "文|",
    "文丨",
    "本报记者",
    "记者：",
    "记者:",
    "记者 ",
    "编译：",
    "By ",
    "BY ",
    "by ",
    "Von ",
    "Par ",
    "Por ",
    "Written by ",
    "Door ",
    "Av ",
    "Af ",
    "Di ",
];

/// The authors that a line near the title names.
pub(super) fn authors(blocks: &[Block], title_at: Option<usize>) -> Option<Vec<String>> {
    let named = |block: &Block| {
        let text = block.value();
        let (at, marker) = MARKERS.iter().find_map(|marker| Some((text.find(marker)?, marker)))?;
        // A word that is no marker may end like one; western bylines begin their line.
        if marker.is_ascii() && at > 0 {
            return None;
        }
        let rest = &text[at + marker.len()..];
        let end = rest
            .find(['|', '\n', '）', ')', '】', '来', '编', '责', '发', '　', '：', ':', '。'])
            .unwrap_or(rest.len());
        let names = names(&rest[..end]);
        (!names.is_empty()).then_some(names)
    };
    lines(blocks, title_at).take(AFTER + BEFORE).find_map(named)
}

/// Words that stand before a name and are not part of it.
const PREFIXES: &[&str] = &[
    "written by",
    "posted by",
    "by",
    "von",
    "par",
    "por",
    "di",
    "door",
    "av",
    "af",
    "作者：",
    "作者:",
    "作者",
    "文／",
    "文/",
    "文：",
    "撰文：",
    "撰文",
    "本报记者",
    "记者：",
    "记者:",
    "记者",
    "编辑：",
    "来源：",
    "来源:",
    "author:",
    "author",
    "autor:",
    "autor",
    "text:",
    "foto:",
];

/// The names in a byline: prefixes, roles and dates taken off, several names parted. Empty when it holds no name.
pub(super) fn names(line: &str) -> Vec<String> {
    let mut line =
        line.split(['\n', '|', '•', '·', '\u{a0}']).map(str::trim).find(|part| !part.is_empty()).unwrap_or_default();
    for prefix in PREFIXES {
        if let Some(start) = line.get(..prefix.len())
            && start.eq_ignore_ascii_case(prefix)
            && (!prefix.is_ascii() || line[prefix.len()..].starts_with([' ', ':']) || prefix.ends_with(':'))
        {
            line = line[prefix.len()..].trim_start_matches([' ', ':', '：', '/', '|', '　']);
        }
    }
    if line.contains("://") {
        return Vec::new();
    }
    let is_han = line.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    let separators: &[char] =
        if is_han { &['、', ',', '，', ';', '；', '/', ' ', '　', '&'] } else { &[',', ';', '/', '&'] };
    let parts = line.split(separators).flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" und "));
    let parts = parts.flat_map(|part| part.split(" et ")).flat_map(|part| part.split(" y "));
    parts
        .map(|part| part.trim().trim_matches(['(', ')', '（', '）', '.', '-', '—']))
        .take_while(|part| is_name(part))
        .map(str::to_owned)
        .collect()
}

/// Whether a string can be somebody's name.
fn is_name(text: &str) -> bool {
    let chars = text.chars().count();
    let has_address = text.contains("://") || text.contains('@') || text.starts_with("www.") || text.contains(".com");
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let words = text.split(' ').count();
    (2..=50).contains(&chars)
        && !has_address
        && digits < 3
        && words <= 6
        && text.chars().any(char::is_alphabetic)
        && !matches!(
            text.to_lowercase().as_str(),
            "admin" | "administrator" | "null" | "none" | "undefined" | "unknown" | "网络" | "佚名" | "匿名"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_give_their_names() {
        assert_eq!(names("By Ann Lee and Bo Ek"), ["Ann Lee", "Bo Ek"]);
        assert_eq!(names("作者：张三、李四"), ["张三", "李四"]);
        assert_eq!(names("Von Ärzte Blatt | 3. Mai"), ["Ärzte Blatt"]);
        assert_eq!(names("https://example.org/me"), Vec::<String>::new());
        assert_eq!(names("Byron Katie"), ["Byron Katie"]);
    }
}

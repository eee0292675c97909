//! Dates of publication in the lines that readers see.

use jiff::tz::TimeZone;

use super::near::{AFTER, LINE, near};
use crate::document::Block;
use crate::text::boundary;
use crate::text::date::{self, Moment};

/// The first line near the title that holds a date, lines that look like bylines first, and the date.
pub(super) fn date(blocks: &[Block], title_at: Option<usize>, zone: &TimeZone) -> Option<(String, Moment)> {
    let near = near(blocks, title_at);
    let hinted = near.clone().filter(|block| is_dateline(block));
    // A heading may begin with its date.
    let title =
        title_at.and_then(|at| blocks.get(at)).filter(|block| block.value().starts_with(|c: char| c.is_ascii_digit()));
    title
        .into_iter()
        .chain(hinted)
        .chain(near)
        .find_map(|block| read_date(block, zone))
        .or_else(|| dateline(blocks, title_at, zone))
}

/// The date that the text itself begins with, as that of a press release or an agency's report does.
fn dateline(blocks: &[Block], title_at: Option<usize>, zone: &TimeZone) -> Option<(String, Moment)> {
    let mut after = blocks[title_at.map_or(0, |at| at + 1).min(blocks.len())..].iter().take(AFTER);
    let text = after.find(|block| block.value().len() > LINE)?.value();
    let head = &text[..boundary(text, HEAD)];
    date::find(head, zone).map(|moment| (head.to_owned(), moment))
}

/// Bytes at the beginning of a text that a dateline takes.
const HEAD: usize = 50;

/// The first line anywhere that holds a date and looks like a byline.
pub(super) fn any_date(blocks: &[Block], zone: &TimeZone) -> Option<(String, Moment)> {
    let may = |block: &&Block| block.value().len() <= LINE && has_digit(block.value()) && is_dateline(block);
    let mut lines = blocks.iter().filter(may);
    lines.find_map(|block| read_date(block, zone))
}

/// Words around or in a line that say it tells when the page was published.
const DATELINE: &[&str] = &[
    "发布",
    "发表",
    "时间",
    "来源",
    "日期",
    "發佈",
    "發表",
    "時間",
    "Posted",
    "Published",
    "posted on",
    "Veröffentlicht",
    "Erschienen",
    "Publié",
    "Publicado",
    "Pubblicato",
];

/// Those of them that come right before the date of publication, where a line has several dates.
const BEFORE_DATE: &[&str] =
    &["发布", "发表", "發佈", "發表", "Published", "Veröffentlicht", "Erschienen", "Publié", "Publicado", "Pubblicato"];

/// Whether there can be a date in a line: this is what most lines are told by.
fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

fn is_dateline(block: &Block) -> bool {
    const NAMES: &[&str] = &["date", "time", "pub", "info", "source", "meta", "byline"];
    let mut own = block.features.names.rsplit('/').take(3);
    own.any(|names| NAMES.iter().any(|word| names.contains(word)))
        || block.value().len() <= 40
        || DATELINE.iter().any(|word| block.value().contains(word))
}

/// The date in a line. Clocks in page headers and footers are not dates of publication.
fn read_date(block: &Block, zone: &TimeZone) -> Option<(String, Moment)> {
    let text = block.value();
    if !has_digit(text) {
        return None;
    }
    let named = BEFORE_DATE.iter().find_map(|word| Some(text.split_at(text.find(word)?)));
    let named = named.filter(|(before, _)| !is_clock(before)).and_then(|(_, rest)| date::find(rest, zone));
    let lines = || text.lines().filter(|line| !is_clock(line)).find_map(|line| date::find(line, zone));
    // Lines of other dates than those of the Web tell of something else.
    let moment = named.or_else(lines).filter(|moment| moment.date.year() >= WEB)?;
    Some((text.to_owned(), moment))
}

/// The year in which the first pages were published.
const WEB: i16 = 1990;

/// Whether a line tells of something else than publication.
fn is_clock(line: &str) -> bool {
    ["今天", "现在"].iter().any(|word| line.starts_with(word))
        || ["©", "ICP", "Copyright", "last edited", "Joined"].iter().any(|word| line.contains(word))
}

//! Where each block stands between headings, dates, comments and what the page says of itself.

use super::features::{Seen, log, share};
use super::outline::Outline;
use crate::document::{Document, Kind};

/// The features of this file.
pub(super) const NAMES: [&str; 16] = [
    // Readers' comments, as elements are named.
    "comments_around",
    "comments_share",
    "after_comments",
    // The heading above it and the one below.
    "above_distance",
    "above_level",
    "above_prose",
    "below_distance",
    // The last sentences and the last date before it.
    "prose_distance",
    "date_distance",
    "dates_before",
    // What the page says of itself.
    "described",
    "after_described",
    "type",
    // The page.
    "page_dates",
    "page_headings",
    "page_paragraph",
];

/// Widths beyond this count no more.
const WIDEST: f32 = 400.0;

/// No line with a date is wider.
const DATE_LINE: f32 = 120.0;

/// How far it is to something that there is not.
const NOWHERE: f32 = 99.0;

/// The features of each block of `document`.
pub(super) fn rows(document: &Document, seen: &[Seen], outline: &Outline) -> Vec<[f32; NAMES.len()]> {
    let comments: Vec<u8> = outline.places.iter().map(|place| outline.nodes[*place].comments).collect();
    let weight = |is: bool| move |seen: &Seen| if is { seen.weight.width.min(WIDEST) } else { 0.0 };
    let commented: f32 = seen.iter().zip(&comments).map(|(seen, comments)| weight(*comments > 0)(seen)).sum();
    let comment_share = share(commented, seen.iter().map(weight(true)).sum());
    let first_comment = comments.iter().position(|comments| *comments > 0);
    let described = described(document, seen);
    let quoted = (0..seen.len()).find(|index| described[*index] && seen[*index].weight.prose > 0.0);
    let kind = kind(document);
    let is_heading = |index: usize| matches!(seen[index].block.kind, Kind::Heading(_));
    let is_date = |index: usize| seen[index].counts.date && seen[index].weight.width < DATE_LINE;
    let dates = (0..seen.len()).filter(|index| is_date(*index)).count() as f32;
    let headings = (0..seen.len()).filter(|index| is_heading(*index)).count() as f32;
    let prose = seen.iter().map(|seen| seen.weight.prose).filter(|prose| *prose > 0.0);
    let (texts, paragraphs) = prose.fold((0.0_f32, 0.0_f32), |sum, prose| (sum.0 + prose, sum.1 + 1.0));
    let paragraph = log(texts / paragraphs.max(1.0));
    let below = below(seen.len(), is_heading);

    let (mut heading, mut section) = (None, 0.0_f32);
    let (mut last_prose, mut last_date, mut dates_before) = (None, None, 0.0_f32);
    let away = |index: usize, from: Option<usize>| from.map(|from| index as f32 - from as f32);
    let after = |index, from| away(index, from).map_or(0.0, |away| log(away.abs()) * away.signum());
    (0..seen.len())
        .map(|index| {
            let row = [
                f32::from(comments[index]),
                comment_share,
                after(index, first_comment),
                log(away(index, heading).unwrap_or(index as f32 + 1.0)),
                heading.map_or(0.0, |heading: usize| f32::from(seen[heading].block.kind.level())),
                log(section),
                log(below[index] as f32),
                log(away(index, last_prose).unwrap_or(NOWHERE)),
                log(away(index, last_date).map_or(0.0, |away| away + 1.0)),
                log(dates_before),
                f32::from(described[index]),
                after(index, quoted),
                kind,
                log(dates),
                log(headings),
                paragraph,
            ];
            if is_heading(index) {
                (heading, section) = (Some(index), 0.0);
            }
            section += seen[index].weight.prose;
            if seen[index].weight.prose > 0.0 {
                last_prose = Some(index);
            }
            if is_date(index) {
                last_date = Some(index);
                dates_before += 1.0;
            }
            row
        })
        .collect()
}

/// For each of `count` blocks how many there are to the next heading or the end.
fn below(count: usize, is_heading: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut below = vec![0; count];
    let mut next = count;
    for index in (0..count).rev() {
        below[index] = next - index;
        if is_heading(index) {
            next = index;
        }
    }
    below
}

/// The types that pages give themselves for sharing.
const TYPES: [&str; 5] = ["article", "website", "product", "blog", "video"];

/// What the page says it is: the place in [`TYPES`] from one on, one more for other types, nothing when it does not say.
fn kind(document: &Document) -> f32 {
    let Some(named) = document.metadata.extra.get("type").and_then(|value| value.as_str()) else { return 0.0 };
    let known = TYPES.iter().position(|kind| named.starts_with(kind));
    known.unwrap_or(TYPES.len()) as f32 + 1.0
}

/// Letters and digits by which a text and its description are compared.
const KEY: usize = 24;

/// Blocks narrower than this are not looked for in the description.
const NARROW: f32 = 24.0;

/// Which blocks the description of the page quotes, or quote it.
fn described(document: &Document, seen: &[Seen]) -> Vec<bool> {
    let description = document.metadata.extra.get("description").and_then(|value| value.as_str()).unwrap_or_default();
    let mut described = String::new();
    squeeze(description, 600, &mut described);
    let Some(key) = described.get(..end(&described, KEY)).filter(|key| key.len() >= KEY / 2) else {
        return vec![false; seen.len()];
    };
    let mut text = String::new();
    let is_described = |seen: &Seen| {
        if seen.weight.width < NARROW {
            return false;
        }
        text.clear();
        squeeze(seen.block.value(), 200, &mut text);
        text.contains(key)
            || (text.len() >= KEY && text.get(..end(&text, KEY)).is_some_and(|start| described.contains(start)))
    };
    seen.iter().map(is_described).collect()
}

/// Where the first `count` characters of `text` end.
fn end(text: &str, count: usize) -> usize {
    text.char_indices().nth(count).map_or(text.len(), |(at, _)| at)
}

/// Puts the letters and digits among the first `count` characters of `text`, in lower case, into `out`.
fn squeeze(text: &str, count: usize, out: &mut String) {
    out.extend(text.chars().take(count).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
}

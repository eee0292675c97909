//! What the text of each line is made of.

use super::measured::{MeasuredLine, MeasuredLines};
use crate::document::Kind;
use crate::strip::edge::bigrams::BigramSet;

/// The features of this file.
pub(super) const NAMES: [&str; 36] = [
    "width",
    "link_share",
    "links",
    "stops",
    "commas",
    "digits",
    "latin",
    "han",
    "upper",
    "capitals",
    "symbols",
    "pictures",
    "spaces",
    "closed",
    "colon_end",
    "colon_early",
    "titles",
    "brackets",
    "quotes",
    "parentheses",
    "address",
    "mail",
    "number",
    "price",
    "prose",
    "level",
    "list",
    "quote",
    "caption",
    "row",
    "code",
    "marked",
    "names",
    "title",
    "repeats",
    "known",
];

/// The feature that says whether a line is prose.
pub(in crate::strip::edge) const PROSE: usize = 24;

/// The feature that says how much of a line is digits.
pub(in crate::strip::edge) const DIGITS: usize = 5;

/// Bytes from which on a line is no longer looked at for names and titles.
const LONG: usize = 400;

/// Bytes of the shortest line that can be a part of the title.
const TITLE: usize = 6;

/// The features of each line.
pub(super) fn rows(measured: &MeasuredLines) -> Vec<[f32; NAMES.len()]> {
    let body = body(measured);
    let metadata = &measured.document.metadata;
    let names: Vec<&str> = (metadata.authors.iter().map(String::as_str))
        .chain(metadata.site.as_deref())
        .filter(|name| name.chars().nth(1).is_some())
        .collect();
    let title = metadata.title.as_deref().unwrap_or_default();
    let copies = copies(&measured.lines.iter().map(|line| line.block.value()).collect::<Vec<_>>());
    let row = |(line, is_copy): (&MeasuredLine, bool)| {
        let (block, text, counts) = (line.block, line.text, &line.counts);
        let kind = |kind: Kind| f32::from(block.kind == kind);
        let is_short = text.len() < LONG;
        let has_name = is_short && names.iter().any(|name| text.contains(name));
        let has_title =
            is_short && text.len() >= TITLE && !title.is_empty() && (title.contains(text) || text.contains(title));
        [
            line.width(),
            line.link_share,
            block.features.links as f32,
            counts.share(counts.stops),
            counts.share(counts.commas),
            counts.share(counts.digits),
            counts.share(counts.latin),
            counts.share(counts.han),
            counts.upper / counts.latin.max(1.0),
            counts.capitals / counts.words.max(1.0),
            counts.symbols,
            counts.pictures,
            counts.share(counts.spaces),
            f32::from(counts.closed),
            f32::from(counts.colon_end),
            f32::from(counts.colon_early),
            counts.titles,
            counts.brackets,
            counts.quotes,
            counts.share(counts.parentheses),
            f32::from(counts.address),
            f32::from(counts.mail),
            counts.number,
            f32::from(counts.price),
            f32::from(line.is_prose),
            line.level as f32,
            kind(Kind::ListItem),
            kind(Kind::Quote),
            kind(Kind::Caption),
            kind(Kind::TableRow),
            kind(Kind::Code),
            f32::from(counts.marked),
            f32::from(has_name),
            f32::from(has_title),
            f32::from(is_copy),
            body.share_of(text),
        ]
    };
    measured.lines.iter().zip(copies).map(row).collect()
}

/// The pairs of letters of the lines that are surely the text's own: those beside the edges.
fn body(measured: &MeasuredLines) -> BigramSet {
    let mut body = BigramSet::default();
    for (line, measured) in measured.window.lines.iter().zip(&measured.lines) {
        if !line.edge && !line.taken {
            body.insert(measured.block.value());
        }
    }
    body
}

/// Which of `values` occur more than once.
fn copies(values: &[&str]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by_key(|&at| values[at]);
    let mut again = vec![false; values.len()];
    for pair in order.windows(2) {
        if let &[a, b] = pair
            && values[a] == values[b]
        {
            (again[a], again[b]) = (true, true);
        }
    }
    again
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_where_the_decision_looks_for_them() {
        assert_eq!((NAMES[PROSE], NAMES[DIGITS]), ("prose", "digits"));
    }

    #[test]
    fn copies_are_found_wherever_they_are() {
        assert_eq!(copies(&["一", "二", "一"]), [true, false, true]);
    }
}

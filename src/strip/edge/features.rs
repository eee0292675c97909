//! What is known of each line at the edges, as numbers for the model.
//!
//! Only sums, products and quotients are used, so that every machine finds the same numbers.

use super::lexicon::{Lexicon, Said};
use super::shape::{Pairs, Shape};
use super::window::Window;
use crate::document::{Document, Format, Kind};
use crate::strip::form::{bare, is_prose, level};

/// One value a feature.
pub(super) type Row = [f32; NAMES.len()];

/// The features, in the order of a row.
pub(super) const NAMES: [&str; 74] = [
    // The line itself.
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
    // What it says.
    "words_sum",
    "words_mean",
    "words_least",
    "words_most",
    "words_two",
    // Where it stands.
    "lines_before",
    "lines_behind",
    "bytes_before",
    "bytes_behind",
    "share_before",
    "share_behind",
    "prose_before",
    "prose_behind",
    "since_prose",
    "until_prose",
    "since_taken",
    "until_taken",
    "taken_before",
    "taken_behind",
    "taken_near",
    "heading_words",
    "since_heading",
    // The lines around it.
    "before_width",
    "before_closed",
    "before_words",
    "before_link",
    "after_width",
    "after_closed",
    "after_words",
    "after_link",
    "near_words",
    "wide_words",
    "near_width",
    // The document.
    "text_lines",
    "line_bytes",
    "text_prose",
    "text_taken",
    "markdown",
];

/// The feature that says whether a line is prose.
pub(super) const PROSE: usize = 24;

/// The feature that says how much of a line is digits.
pub(super) const DIGITS: usize = 5;

/// The features that count the lines of prose before a line and behind it.
pub(super) const PROSE_BEFORE: usize = 47;
pub(super) const PROSE_BEHIND: usize = 48;

/// Distances beyond this are all the same.
const FAR: usize = 20;
/// Widths beyond this are all the same, in half-width columns.
const WIDEST: f32 = 1000.0;

/// A line and what the others need to know of it.
struct Seen {
    shape: Shape,
    said: Said,
    level: usize,
    prose: bool,
    taken: bool,
    link_share: f32,
}

/// The features of every line of `window`.
pub(super) fn look(document: &Document, window: &Window, lexicon: &Lexicon) -> Vec<Row> {
    let value = |at: usize| document.blocks[window.lines[at].index].value();
    let seen: Vec<Seen> = window
        .lines
        .iter()
        .map(|line| {
            let block = &document.blocks[line.index];
            let text = bare(block.value());
            let shape = Shape::of(text);
            let link_share = (block.features.link_chars as f32 / shape.chars.max(1.0)).min(1.0);
            Seen {
                said: lexicon.read(text),
                level: level(block),
                prose: link_share < 0.5 && is_prose(text),
                taken: line.taken,
                link_share,
                shape,
            }
        })
        .collect();
    let mut body = Pairs::default();
    for (at, line) in window.lines.iter().enumerate() {
        if !line.edge && !line.taken {
            body.learn(value(at));
        }
    }
    let count = seen.len();
    let prose = nearest(&seen, |line| line.prose && !line.taken);
    let taken = nearest(&seen, |line| line.taken);
    let headings = nearest(&seen, |line| line.level > 0);
    let prose_before = sums(&seen, |line| f32::from(line.prose && !line.taken));
    let taken_before = sums(&seen, |line| f32::from(line.taken));
    let words_before = sums(&seen, |line| if line.taken { 1.0 } else { line.said.sum.clamp(-3.0, 3.0) });
    let width_before = sums(&seen, |line| line.shape.width.min(WIDEST));
    let mean = |sums: &[f32], from: usize, to: usize| {
        let to = to.min(count);
        (sums[to] - sums[from]) / (to - from).max(1) as f32
    };
    let names: Vec<&str> = (document.metadata.authors.iter().map(String::as_str))
        .chain(document.metadata.site.as_deref())
        .filter(|name| name.chars().nth(1).is_some())
        .collect();
    let title = document.metadata.title.as_deref().unwrap_or_default();
    let copies = copies(&window.lines.iter().map(|line| document.blocks[line.index].value()).collect::<Vec<_>>());
    let total = window.total;
    (0..count)
        .map(|at| {
            let line = &window.lines[at];
            let block = &document.blocks[line.index];
            let text = bare(block.value());
            let Seen { shape, said, level, prose: reads, link_share, .. } = &seen[at];
            let before = at.checked_sub(1).map(|at| &seen[at]);
            let after = seen.get(at + 1);
            let kind = |kind: Kind| f32::from(block.kind == kind);
            let heading = headings[at].0.and_then(|back| at.checked_sub(back)).map(|at| seen[at].said.sum);
            let short = text.len() < 400;
            [
                shape.width.min(WIDEST),
                *link_share,
                block.features.links as f32,
                shape.share(shape.stops),
                shape.share(shape.commas),
                shape.share(shape.digits),
                shape.share(shape.latin),
                shape.share(shape.han),
                shape.upper / shape.latin.max(1.0),
                shape.capitals / shape.words.max(1.0),
                shape.symbols,
                shape.pictures,
                shape.share(shape.spaces),
                f32::from(shape.closed),
                f32::from(shape.colon_end),
                f32::from(shape.colon_early),
                shape.titles,
                shape.brackets,
                shape.quotes,
                shape.share(shape.parentheses),
                f32::from(shape.address),
                f32::from(shape.mail),
                shape.number,
                f32::from(shape.price),
                f32::from(*reads),
                *level as f32,
                kind(Kind::ListItem),
                kind(Kind::Quote),
                kind(Kind::Caption),
                kind(Kind::TableRow),
                kind(Kind::Code),
                f32::from(shape.marked),
                f32::from(short && names.iter().any(|name| text.contains(name))),
                f32::from(
                    short && text.len() >= 6 && !title.is_empty() && (title.contains(text) || text.contains(title)),
                ),
                f32::from(copies[at]),
                body.known(text),
                said.sum,
                said.mean,
                said.least,
                said.most,
                said.two,
                line.around[0].lines.min(60) as f32,
                line.around[1].lines.min(60) as f32,
                line.around[0].bytes.min(20_000) as f32,
                line.around[1].bytes.min(20_000) as f32,
                line.around[0].bytes as f32 / total.bytes.max(1) as f32,
                line.around[1].bytes as f32 / total.bytes.max(1) as f32,
                prose_before[at],
                prose_before[count] - prose_before[at + 1],
                far(prose[at].0),
                far(prose[at].1),
                far(taken[at].0),
                far(taken[at].1),
                taken_before[at],
                taken_before[count] - taken_before[at + 1],
                mean(&taken_before, at.saturating_sub(3), at + 4),
                heading.unwrap_or_default(),
                far(headings[at].0),
                before.map_or(-1.0, |line| line.shape.width.min(WIDEST)),
                before.map_or(-1.0, |line| f32::from(line.shape.closed)),
                before.map_or(0.0, |line| line.said.sum),
                before.map_or(-1.0, |line| line.link_share),
                after.map_or(-1.0, |line| line.shape.width.min(WIDEST)),
                after.map_or(-1.0, |line| f32::from(line.shape.closed)),
                after.map_or(0.0, |line| line.said.sum),
                after.map_or(-1.0, |line| line.link_share),
                mean(&words_before, at.saturating_sub(2), at + 3),
                mean(&words_before, at.saturating_sub(6), at + 7),
                mean(&width_before, at.saturating_sub(3), at + 4),
                total.lines.min(500) as f32,
                (total.bytes / total.lines.max(1)).min(1000) as f32,
                prose_before[count],
                taken_before[count],
                f32::from(document.format == Format::Markdown),
            ]
        })
        .collect()
}

fn far(distance: Option<usize>) -> f32 {
    distance.unwrap_or(FAR).min(FAR) as f32
}

/// For each line, how far it is back, and forward, to the next that is `such`.
fn nearest(seen: &[Seen], such: impl Fn(&Seen) -> bool) -> Vec<(Option<usize>, Option<usize>)> {
    let mut found = vec![(None, None); seen.len()];
    let mut last = None;
    for (at, line) in seen.iter().enumerate() {
        found[at].0 = last.map(|last| at - last);
        last = if such(line) { Some(at) } else { last };
    }
    let mut next = None;
    for (at, line) in seen.iter().enumerate().rev() {
        found[at].1 = next.map(|next: usize| next - at);
        next = if such(line) { Some(at) } else { next };
    }
    found
}

/// The sums of a value before each line, and over all.
fn sums(seen: &[Seen], value: impl Fn(&Seen) -> f32) -> Vec<f32> {
    let running = seen.iter().scan(0.0, |sum, line| {
        *sum += value(line);
        Some(*sum)
    });
    std::iter::once(0.0).chain(running).collect()
}

/// Which of `values` stand more than once.
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
    fn features_stand_where_the_verdict_looks_for_them() {
        assert_eq!((NAMES[PROSE], NAMES[DIGITS]), ("prose", "digits"));
        assert_eq!((NAMES[PROSE_BEFORE], NAMES[PROSE_BEHIND]), ("prose_before", "prose_behind"));
    }

    #[test]
    fn copies_are_found_wherever_they_stand() {
        assert_eq!(copies(&["一", "二", "一"]), [true, false, true]);
    }
}

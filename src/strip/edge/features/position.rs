//! Where each line is: how far from the ends, from prose, from headings and from what rules took.

use super::measured::{MeasuredLine, MeasuredLines};

/// The features of this file.
pub(super) const NAMES: [&str; 17] = [
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
];

/// The numbers here of the features that count the lines of prose before a line and behind it.
pub(super) const PROSE_BEFORE: usize = 6;
pub(super) const PROSE_BEHIND: usize = 7;

/// Distances beyond this are all the same.
const FAR: usize = 20;
/// Lines and bytes beyond these are all the same.
const MOST_LINES: usize = 60;
const MOST_BYTES: usize = 20_000;

/// The features of each line.
pub(super) fn rows(measured: &MeasuredLines) -> Vec<[f32; NAMES.len()]> {
    let lines = &measured.lines;
    let prose = nearest(lines, |line| line.is_prose && !line.taken);
    let taken = nearest(lines, |line| line.taken);
    let headings = nearest(lines, |line| line.level > 0);
    let all = measured.window.total.bytes.max(1) as f32;
    let row = |at: usize| {
        let [before, behind] = measured.window.lines[at].around;
        let heading = headings[at].0.and_then(|back| at.checked_sub(back)).and_then(|heading| lines.get(heading));
        [
            before.lines.min(MOST_LINES) as f32,
            behind.lines.min(MOST_LINES) as f32,
            before.bytes.min(MOST_BYTES) as f32,
            behind.bytes.min(MOST_BYTES) as f32,
            before.bytes as f32 / all,
            behind.bytes as f32 / all,
            measured.prose.before(at),
            measured.prose.behind(at),
            far(prose[at].0),
            far(prose[at].1),
            far(taken[at].0),
            far(taken[at].1),
            measured.taken.before(at),
            measured.taken.behind(at),
            measured.taken.mean(at, 3),
            heading.map_or(0.0, |heading| heading.words.sum),
            far(headings[at].0),
        ]
    };
    (0..lines.len()).map(row).collect()
}

fn far(distance: Option<usize>) -> f32 {
    distance.unwrap_or(FAR).min(FAR) as f32
}

/// For each line, how far it is back, and forward, to the next that is `such`.
fn nearest(lines: &[MeasuredLine], such: impl Fn(&MeasuredLine) -> bool) -> Vec<(Option<usize>, Option<usize>)> {
    let mut found = vec![(None, None); lines.len()];
    let mut last = None;
    for (at, line) in lines.iter().enumerate() {
        found[at].0 = last.map(|last| at - last);
        last = if such(line) { Some(at) } else { last };
    }
    let mut next = None;
    for (at, line) in lines.iter().enumerate().rev() {
        found[at].1 = next.map(|next: usize| next - at);
        next = if such(line) { Some(at) } else { next };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_where_the_decision_looks_for_them() {
        assert_eq!((NAMES[PROSE_BEFORE], NAMES[PROSE_BEHIND]), ("prose_before", "prose_behind"));
    }
}

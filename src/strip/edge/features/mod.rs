//! What is known of each line at the edges, as numbers for the models.
//!
//! One file per group of features, with their names. A new feature goes into the group that it belongs to (its name into
//! `NAMES`, its value into the same place of the row); then the models are fitted again, see `models/edge/MODEL.md`.
//!
//! Only sums, products and quotients are used, so that every machine finds the same numbers.

mod measured;
mod neighbours;
mod position;
mod text;

use self::measured::{MeasuredLine, MeasuredLines};
pub(super) use self::text::{DIGITS, PROSE};
use super::window::Window;
use super::words::Words;
use crate::document::{Document, Format};

/// What the words of a line say.
const WORDS: [&str; 5] = ["words_sum", "words_mean", "words_least", "words_most", "words_two"];

/// The document.
const DOCUMENT: [&str; 5] = ["text_lines", "line_bytes", "text_prose", "text_taken", "markdown"];

/// How many features there are.
pub(super) const COUNT: usize =
    text::NAMES.len() + WORDS.len() + position::NAMES.len() + neighbours::NAMES.len() + DOCUMENT.len();

/// One value per feature.
pub(super) type Row = [f32; COUNT];

/// The features that count the lines of prose before a line and behind it.
pub(super) const PROSE_BEFORE: usize = text::NAMES.len() + WORDS.len() + position::PROSE_BEFORE;
pub(super) const PROSE_BEHIND: usize = text::NAMES.len() + WORDS.len() + position::PROSE_BEHIND;

/// The names of all features in the order of a row.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let own = text::NAMES.into_iter().chain(WORDS);
    own.chain(position::NAMES).chain(neighbours::NAMES).chain(DOCUMENT)
}

/// The features of every line of `window`.
pub(super) fn rows(document: &Document, window: &Window, words: &Words) -> Vec<Row> {
    let measured = MeasuredLines::of(document, window, words);
    let (text, position, neighbours) = (text::rows(&measured), position::rows(&measured), neighbours::rows(&measured));
    let of_document = of_document(&measured);
    let row = |(at, line): (usize, &MeasuredLine)| {
        let said = [line.words.sum, line.words.mean, line.words.least, line.words.most, line.words.two];
        let own = text[at].iter().chain(&said);
        let values = own.chain(&position[at]).chain(&neighbours[at]).chain(&of_document);
        let mut row = [0.0; COUNT];
        row.iter_mut().zip(values).for_each(|(place, value)| *place = *value);
        row
    };
    measured.lines.iter().enumerate().map(row).collect()
}

/// The features of the document, which are the same for each line; more lines and bytes than these say nothing new.
fn of_document(measured: &MeasuredLines) -> [f32; DOCUMENT.len()] {
    let total = measured.window.total;
    [
        total.lines.min(500) as f32,
        (total.bytes / total.lines.max(1)).min(1000) as f32,
        measured.prose.all(),
        measured.taken.all(),
        f32::from(measured.document.format == Format::Markdown),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_name_of_its_own() {
        let mut names: Vec<&str> = names().collect();
        assert_eq!((names[PROSE_BEFORE], names[PROSE_BEHIND]), ("prose_before", "prose_behind"));
        assert_eq!(names.len(), COUNT);
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), COUNT);
    }
}

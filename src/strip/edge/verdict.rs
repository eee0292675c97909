//! From log-odds to removals: how sure the models must be, and what is never taken.

use super::features::Row;
use super::lexicon::Lexicon;
use super::window::Window;
use crate::document::{Document, Removal};

/// Kept lines of the shortest document that has edges.
pub(super) const FEWEST: usize = 6;

/// What leaves the text, with the reasons.
pub(super) fn removals(
    document: &Document,
    window: &Window,
    rows: &[Row],
    odds: &[f32],
    lexicon: &Lexicon,
) -> Vec<(usize, Removal)> {
    let _ = (document, window, rows, odds, lexicon);
    Vec::new()
}

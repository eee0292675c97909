//! Finding the charsets that text went through, and undoing that.

use std::ops::Range;

use super::fix::{Fix, fixes};
use super::hint;
use super::suspect::Suspicion;
use crate::decode::detect::Cost;
use crate::document::Change;
use crate::text::contains;

/// The changes that undo one layer of wrong decoding in `text`, of which a quick look has `seen` so much; none where
/// nothing can be proved.
pub(super) fn changes(text: &str, seen: &Suspicion) -> Vec<Change> {
    let whole = 0..text.len();
    let spots = if seen.narrow { std::slice::from_ref(&whole) } else { &seen.spots };
    spots.iter().flat_map(|spot| changes_in(text, spot, seen)).collect()
}

fn changes_in(text: &str, spot: &Range<usize>, seen: &Suspicion) -> Vec<Change> {
    let Some(part) = text.get(spot.clone()) else { return Vec::new() };
    let tries = hint::likely(part, seen).into_iter().map(|(wrong, hint)| fixes(part, wrong, hint));
    let gain = |fixes: &Vec<Fix>| fixes.iter().map(|fix| fix.gain).sum::<Cost>();
    let best = tries.max_by_key(gain).unwrap_or_default();
    let chars: usize = best.iter().map(|fix| fix.text.chars().count()).sum();
    if chars == 0 || (chars < 10 && tells_of_mojibake(text)) {
        return Vec::new();
    }
    let place = |range: Range<usize>| spot.start + range.start..spot.start + range.end;
    best.into_iter().map(|fix| Change::replacement(place(fix.range), &fix.text)).collect()
}

/// Whether the text speaks of encodings: it may quote mojibake.
fn tells_of_mojibake(text: &str) -> bool {
    const WORDS: [&str; 10] =
        ["乱码", "亂碼", "编码", "編碼", "字符", "字元", "mojibake", "文字化け", "UTF-8", "Latin-1"];
    WORDS.iter().any(|word| contains(text, word))
}
